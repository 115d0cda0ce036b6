"""Reference numbers: random, so that nobody counts or guesses them, and easy to read out on the telephone."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from portal.kernel import clock

# No 0, O, 1, I, L, S and Z: they are read or heard as one another, as 5 and as 2.
ALPHABET: Final = "23456789ABCDEFGHJKMNPQRTUVWXY"


def make(*, prefix: str = "", year_of: datetime | None = None, groups: Sequence[int] = (8,)) -> str:
    """Return a new number: the prefix, the year in Việt Nam of ``year_of``, and groups of random signs, joined by hyphens.

    ``make(prefix="QT")`` gives "QT-7KMW2P9A", ``make(prefix="DK", groups=(4, 4))`` "DK-7K3M-9QXD",
    ``make(prefix="GY", year_of=now, groups=(6,))`` "GY-26-7K3F9M". The column's uniqueness decides about the rest.
    """
    parts = [prefix] if prefix else []
    if year_of is not None:
        parts.append(f"{clock.local(year_of):%y}")
    parts += ["".join(secrets.choice(ALPHABET) for _place in range(size)) for size in groups]
    return "-".join(parts)
