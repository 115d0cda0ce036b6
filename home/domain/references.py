"""Reference numbers that people can read out on the telephone."""

import secrets
from datetime import datetime
from typing import Final

from portal.kernel import clock

ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH: Final = 6


def make(*, prefix: str, now: datetime) -> str:
    """Return a new number such as "GY-26-7K3F9M": prefix, year in Việt Nam, six random signs without look-alikes."""
    random = "".join(secrets.choice(ALPHABET) for _index in range(LENGTH))
    return f"{prefix}-{clock.local(now):%y}-{random}"
