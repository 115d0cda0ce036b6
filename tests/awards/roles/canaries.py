"""Words that stand in what not everybody may read, and what finds them in an answer."""

import io
import re
import zipfile
from enum import Enum
from typing import Final


class Canary(Enum):
    """What a word gives away; the value is the word."""

    NAME = "Danhkinxa"
    """Who is nominated by a dossier that does not win."""
    TITLE = "Tenkinxa"
    """What it is about."""
    ANSWER = "Loikinxa"
    """What it says about a criterion."""
    FILE = "Tepkinxa"
    """Bytes of its file."""
    TWIN = "Bankinxa"
    """Bytes of its version without names."""
    REMARK = "Nhankinxa"
    """What a juror wrote for the entrant."""
    NOTE = "Ghikinxa"
    """What a juror wrote for the council."""
    POINTS = "7919"
    """What a juror gave for every criterion."""
    OBJECTOR = "Phankinxa"
    """Who objected to the shortlist."""
    APPEAL = "Khieukinxa"
    """What an entrant appealed about."""


POINTS: Final = int(Canary.POINTS.value)
# As pages and files of either language write it; not inside of a key.
_POINTS: Final = re.compile(rb"(?<![\w-])7[.,]?919(?![\w-])")


def in_bytes(body: bytes) -> set[Canary]:
    """Return what an answer gives away, in a packed file too."""
    looked = [body]
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            looked += [packed.read(name) for name in packed.namelist()]
    found = {canary for canary in Canary for text in looked if canary.value.encode() in text}
    found -= {Canary.POINTS}
    return found | ({Canary.POINTS} if any(_POINTS.search(text) for text in looked) else set())
