"""The code on the trainer's screen: it changes every 30 seconds and proves that whoever shows it was there.

A code is a keyed digest (HMAC-SHA256 under the server's secret key) of course, session and slot of time; nothing is stored.
The server makes and reads it by its own clock, so the clocks of telephones do not matter. Valid are the present slot and the
one before; one slot ahead is taken too, for a second server whose clock is up to 30 seconds fast.
"""

import hmac
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.core import signing
from django.utils.crypto import salted_hmac

from portal.kernel.references import ALPHABET
from registration import errors

SLOT_SECONDS: Final = 30
SLOTS_BACK: Final = 1
SLOTS_AHEAD: Final = 1
LENGTH: Final = 8
CODE_SALT: Final = "registration.rotating-code"
TICKET_SALT: Final = "registration.scanned-page"
TICKET_LIFETIME: Final = timedelta(minutes=5)
"""Long enough to type a reference number and an address."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """That somebody opened the page of a valid code; ``key`` serves one trainee."""

    subject: uuid.UUID
    session: uuid.UUID
    key: uuid.UUID


def _slot(now: datetime) -> int:
    return int(now.timestamp()) // SLOT_SECONDS


def _code(subject: uuid.UUID, session: uuid.UUID, slot: int) -> str:
    digest = salted_hmac(CODE_SALT, f"{subject}:{session}:{slot}", algorithm="sha256").digest()
    number = int.from_bytes(digest, "big")
    letters = []
    for _place in range(LENGTH):
        number, rest = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[rest])
    return "".join(letters)


def code(*, subject: uuid.UUID, session: uuid.UUID, now: datetime) -> str:
    """Return the code of this moment: eight letters and digits that are not taken for one another."""
    return _code(subject, session, _slot(now))


def seconds_left(now: datetime) -> int:
    """Return in how many seconds the next code comes, 1 to 30."""
    return SLOT_SECONDS - int(now.timestamp()) % SLOT_SECONDS


def is_valid(*, subject: uuid.UUID, session: uuid.UUID, typed: str, now: datetime) -> bool:
    """Return whether a code, in small or capital letters, with hyphens and spaces or without, is valid at this moment."""
    given = "".join(letter for letter in typed.upper() if letter.isalnum()).encode()
    valid = [
        hmac.compare_digest(_code(subject, session, _slot(now) + shift).encode(), given)
        for shift in range(-SLOTS_BACK, SLOTS_AHEAD + 1)
    ]
    return any(valid)


def issue_ticket(*, subject: uuid.UUID, session: uuid.UUID, typed: str, now: datetime) -> str:
    """Return a signed ticket for whoever opened the page of a valid code; it lives five minutes.

    Raises CodeOverError for any other code.
    """
    if not is_valid(subject=subject, session=session, typed=typed, now=now):
        raise errors.CodeOverError
    return signing.dumps([str(subject), str(session), uuid.uuid4().hex, now.timestamp()], salt=TICKET_SALT)


def read_ticket(*, signed: str, now: datetime) -> Ticket:
    """Return what a ticket says. Raises CodeOverError for one that is forged or too old."""
    try:
        subject, session, key, at = signing.loads(signed, salt=TICKET_SALT)
    except signing.BadSignature:
        raise errors.CodeOverError from None
    if not 0 <= now.timestamp() - at <= TICKET_LIFETIME.total_seconds():
        raise errors.CodeOverError
    return Ticket(uuid.UUID(subject), uuid.UUID(session), uuid.UUID(key))
