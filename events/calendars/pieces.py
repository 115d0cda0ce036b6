"""The parts that a calendar file is joined from: all entries of one event in one language, as finished bytes."""

import dataclasses
import hashlib
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from events.calendars import icalendar, lint

ENTRY: Final = b"BEGIN:VEVENT\r\n"
SHORT_DESCRIPTION: Final = 280
LONGEST_PROBLEM: Final = 300
Order = tuple[datetime, str]
_CANCELLED: Final = b"\r\nSTATUS:CANCELLED\r\n"
_SHOWN: Final = b"\r\nSTATUS:CONFIRMED\r\n"
_FRAME: Final = icalendar.Calendar(
    name="Calendar",
    description="",
    source="https://example.org/calendar.ics",
    url="https://example.org/",
    changed_at=None,
    entries=(),
)
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands in a file for one event, deadline or broadcast.

    ``short`` is the same with shorter descriptions, empty where they are short already; ``stamp`` is the LAST-MODIFIED of its
    newest entry, as it is written, ``count`` the number of entries, and ``digest`` that of ``data``.
    """

    order: Order
    data: bytes
    short: bytes
    stamp: str
    count: int
    digest: bytes

    @property
    def shortest(self) -> bytes:
        """The bytes with short descriptions."""
        return self.short or self.data


@dataclass(frozen=True, slots=True)
class Fitted:
    """The bytes that fit into a file, how many entries they are, and a digest of them."""

    data: list[bytes]
    count: int
    digest: bytes


def stored(order: Order, data: bytes, short: bytes, stamp: str) -> Piece:
    """Return a piece of bytes that were made before."""
    return Piece(order, data, short, stamp, data.count(ENTRY), hashlib.sha256(data).digest())


def check(piece: Piece) -> str:
    """Return the digest of everything that is stored of a piece, by which a row that was damaged since is known."""
    return hashlib.sha256(b"".join((piece.digest, piece.short, piece.stamp.encode()))).hexdigest()


def make(order: Order, entries: Sequence[icalendar.Entry]) -> Piece:
    """Return the entries of one event as bytes, in their order."""
    shorter = [
        dataclasses.replace(entry, description=icalendar.shortened(entry.description, SHORT_DESCRIPTION))
        for entry in entries
    ]
    return stored(
        order=order,
        data=b"".join(icalendar.fragment(entry) for entry in entries),
        short=b"" if shorter == list(entries) else b"".join(icalendar.fragment(entry) for entry in shorter),
        stamp=max((icalendar.utc(entry.changed_at) for entry in entries), default=""),
    )


def problem(data: bytes) -> str:
    """Return the first fault that the linter finds in entries, within a small calendar; empty where there is none."""
    found = lint.lint(icalendar.join(_FRAME, (data,))) if data else []
    return str(found[0])[:LONGEST_PROBLEM] if found else ""


def problems(found: Sequence[bytes]) -> list[str]:
    """Return what ``problem`` says of each of these pieces, whose UIDs differ; quick as long as all of them are good."""
    if not problem(b"".join(found)):
        return [""] * len(found)
    return [problem(data) for data in found]


def with_cancelled_shown(data: bytes) -> bytes:
    """Return entries in the variant that keeps cancelled ones visible.

    STATUS is a line of its own and never folded; inside a text the same letters follow a space, because a folded line goes on
    with one, or a backslash.
    """
    return data.replace(_CANCELLED, _SHOWN)


def changed_at(pieces: Iterable[Piece]) -> datetime | None:
    """Return the last change of content of all pieces."""
    newest = max([piece.stamp for piece in pieces], default="")
    return datetime.strptime(newest, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC) if newest else None


def fitted(found: Sequence[Piece], room: int, *, newest: bool) -> Fitted:
    """Return pieces as bytes that fit: first with shorter descriptions, then without those farthest away in time.

    The digest of whole pieces is that of their digests, so that a file of which one piece is new is not read once more.
    """
    made = [piece.data for piece in found]
    if sum(map(len, made)) <= room:
        digest = hashlib.sha256(b"".join([piece.digest for piece in found])).digest()
        return Fitted(made, sum([piece.count for piece in found]), digest)
    kept: list[Piece] = []
    for piece in reversed(found) if newest else found:
        room -= len(piece.shortest)
        if room < 0:
            break
        kept.append(piece)
    if len(kept) < len(found):
        logger.warning("a calendar would be too large: %d of %d events are served", len(kept), len(found))
    if newest:
        kept.reverse()
    short = [piece.shortest for piece in kept]
    return Fitted(short, sum(piece.count for piece in kept), hashlib.sha256(b"".join(short)).digest())
