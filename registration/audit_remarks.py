"""Taking what says who or how to reach somebody out of remarks before a reader of the audit sees them (ADR 0021)."""

import re
from collections.abc import Iterable
from typing import Final

HIDDEN: Final = "…"
SHORTEST_NAME: Final = 3
"""A shorter name would be found inside of many words."""
_ADDRESS: Final = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_NUMBER: Final = re.compile(
    r"(?<![\w.])(?!\d{1,2}[.\-]\d{1,2}[.\-]\d{4}(?!\d))(?:(?:\+\d|\(?0)(?:[ .\-()]{0,2}\d){8,12}|\d{9,})(?!\w)"
)
"""Numbers of telephones, identity papers and accounts. A sum such as 1.200.000.000 begins with no nought, a date is left out."""


def first_letter(value: str) -> str:
    """Return a personal value by its first letter only, so that a reader sees that there was one and not which."""
    return f"{value[:1]}{HIDDEN}" if value else value


def hidden(remark: str, *, known: Iterable[str | None] = ()) -> str:
    """Return a remark with addresses and numbers, and the values of ``known`` (such as the person's name), by their first letter.

    A name that is written otherwise than on record stays: nobody can tell it from other words.
    """
    for value in sorted({name.strip() for name in known if name}, key=len, reverse=True):
        if len(value) >= SHORTEST_NAME:
            remark = re.sub(
                rf"(?<!\w){re.escape(value)}(?!\w)", lambda found: first_letter(found[0]), remark, flags=re.IGNORECASE
            )
    for pattern in (_ADDRESS, _NUMBER):
        remark = pattern.sub(lambda found: first_letter(found[0]), remark)
    return remark
