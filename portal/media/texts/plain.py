"""The lines of a text file in whatever encoding it was saved."""

import codecs
from typing import BinaryIO, Final

from portal.media.texts import limits
from portal.media.texts.outcome import Pages

_BYTES: Final = limits.MOST_CHARACTERS * 4
_MARKS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def pages(file: BinaryIO) -> Pages:
    """Return the lines as one page: by the mark of the encoding, else as UTF-8, else as Windows wrote it."""
    data = file.read(_BYTES + 1)
    is_cut = len(data) > _BYTES
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    if marked is not None:
        decoded = data.decode(marked, errors="ignore")
    else:
        try:
            # A letter that is cut in two at the end is no sign of another encoding.
            decoded = codecs.getincrementaldecoder("utf-8")().decode(data, final=not is_cut)
        except UnicodeDecodeError:
            decoded = data.decode("cp1252", errors="replace")
    return Pages([decoded.lstrip("\ufeff").splitlines()], is_cut=is_cut)
