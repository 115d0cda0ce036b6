"""Writing calendar files (RFC 5545, 7986, 9253): values in, bytes out; knows no model and never reads the clock."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Final

from django.db.models import TextChoices
from django.utils.encoding import iri_to_uri

from portal.kernel import clock

PRODUCT: Final = "-//Science and Technology Market Portal//Calendar 1.0//EN"
ZONE: Final = "Asia/Ho_Chi_Minh"
REFRESH: Final = "PT4H"
LINE_OCTETS: Final = 75
DESCRIPTION_OCTETS: Final = 1900
CONTINUATION: Final = 0x80
CONTINUATION_MASK: Final = 0xC0

# Việt Nam has kept +07 since this day; earlier instants are written in UTC, so that one block of the zone is enough.
ZONE_SINCE: Final = datetime(1975, 6, 12, 16, tzinfo=UTC)
ZONE_LINES: Final = (
    "BEGIN:VTIMEZONE",
    f"TZID:{ZONE}",
    "BEGIN:STANDARD",
    "DTSTART:19750613T000000",
    "TZOFFSETFROM:+0800",
    "TZOFFSETTO:+0700",
    "TZNAME:+07",
    "END:STANDARD",
    "END:VTIMEZONE",
)
_LINE_BREAK: Final = re.compile("\r\n|[\r\x85\u2028\u2029]")
# The categories Cc and Cs of Unicode, but the line feed.
_CONTROL: Final = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


class EntryStatus(TextChoices):
    """Values of STATUS for events."""

    CONFIRMED = "CONFIRMED"
    TENTATIVE = "TENTATIVE"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What every VEVENT says. ``starts`` and ``ends`` are both instants, or both dates of which the last is not included."""

    uid: str
    sequence: int
    changed_at: datetime
    starts: datetime | date
    ends: datetime | date
    summary: str
    organizer_email: str
    organizer_name: str = ""
    description: str = ""
    url: str = ""
    location: str = ""
    status: EntryStatus = EntryStatus.CONFIRMED
    transparent: bool = False
    conference_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(Event):
    """One VEVENT of a public calendar.

    ``conference_features`` are values of FEATURE (RFC 7986, 6.3), ``group`` what the entries of one fair share (REFID) and
    ``concepts`` addresses of its themes (RFC 9253, 8.1 and 8.3).
    """

    geo: tuple[Decimal, Decimal] | None = None
    categories: tuple[str, ...] = ()
    conference_features: tuple[str, ...] = ("AUDIO", "VIDEO")
    conference_label: str = ""
    image_url: str = ""
    group: str = ""
    concepts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """One VCALENDAR with METHOD:PUBLISH; ``source`` is its own address, ``url`` that of the page beside it.

    Without ``source`` it is a file that is copied into a calendar somebody has already: it names no calendar, and nothing that
    is fetched again.
    """

    name: str
    description: str
    source: str
    url: str
    changed_at: datetime | None
    entries: Sequence[Entry]


def clean(value: str) -> str:
    """Return NFC text whose only control character is the line feed; every kind of line break becomes one."""
    if value.isascii() and value.isprintable():
        return value
    return unicodedata.normalize("NFC", _CONTROL.sub("", _LINE_BREAK.sub("\n", value)))


def text(value: str) -> str:
    """Return a TEXT value (RFC 5545, 3.3.11)."""
    escaped = clean(value).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\n", "\\n")


def quoted(value: str) -> str:
    """Return a parameter value in quotes; a quote inside, which the format cannot hold, becomes an apostrophe."""
    return '"' + " ".join(clean(value).replace('"', "'").split()) + '"'


def shortened(value: str, octets: int = DESCRIPTION_OCTETS) -> str:
    """Return text of at most so many octets, cut between letters, with an ellipsis where something is left out."""
    encoded = value.encode()
    if len(encoded) <= octets:
        return value
    return encoded[: octets - 3].decode(errors="ignore").rstrip() + "…"


def fold(line: str) -> bytes:
    """Return a content line in physical lines of at most 75 octets, none broken inside a letter, each ended by CRLF."""
    data = line.encode()
    if len(data) <= LINE_OCTETS:
        return data + b"\r\n"
    pieces = []
    start, room = 0, LINE_OCTETS
    while len(data) - start > room:
        end = start + room
        while data[end] & CONTINUATION_MASK == CONTINUATION:
            end -= 1
        pieces.append(data[start:end])
        start, room = end, LINE_OCTETS - 1
    pieces.append(data[start:])
    return b"\r\n ".join(pieces) + b"\r\n"


def utc(instant: datetime) -> str:
    """Return an instant as UTC; raises ValueError for a time without zone."""
    if instant.tzinfo is None:
        message = "A calendar holds instants; this time has no zone."
        raise ValueError(message)
    return instant.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def moment(name: str, value: datetime | date) -> str:
    """Return a DTSTART or DTEND line: a date, or a time on Việt Nam's clock with its zone."""
    if not isinstance(value, datetime):
        return f"{name};VALUE=DATE:{value:%Y%m%d}"
    if value.tzinfo is None or value < ZONE_SINCE:
        return f"{name}:{utc(value)}"
    return f"{name};TZID={ZONE}:{clock.local(value):%Y%m%dT%H%M%S}"


def _around(entry: Entry) -> Iterator[str]:
    """Yield what leads out of an entry: picture, where to take part, what it belongs to, its themes."""
    if entry.image_url:
        yield f"IMAGE;VALUE=URI;DISPLAY=FULLSIZE:{iri_to_uri(entry.image_url)}"
    if entry.conference_url:
        label = f";LABEL={quoted(entry.conference_label)}" if entry.conference_label else ""
        features = ",".join(entry.conference_features)
        yield f"CONFERENCE;VALUE=URI;FEATURE={features}{label}:{iri_to_uri(entry.conference_url)}"
    if entry.group:
        yield f"REFID:{text(entry.group)}"
    for concept in entry.concepts:
        yield f"CONCEPT:{iri_to_uri(concept)}"


def entry_lines(entry: Entry) -> Iterator[str]:
    """Yield the unfolded lines of an entry, always in the same order."""
    if isinstance(entry.starts, datetime) != isinstance(entry.ends, datetime):
        message = "An entry starts and ends in the same kind of value."
        raise ValueError(message)
    yield "BEGIN:VEVENT"
    yield f"UID:{entry.uid}"
    yield f"DTSTAMP:{utc(entry.changed_at)}"
    yield f"LAST-MODIFIED:{utc(entry.changed_at)}"
    yield f"SEQUENCE:{entry.sequence}"
    yield moment("DTSTART", entry.starts)
    yield moment("DTEND", entry.ends)
    yield f"SUMMARY:{text(entry.summary)}"
    yield f"STATUS:{entry.status}"
    yield f"TRANSP:{'TRANSPARENT' if entry.transparent else 'OPAQUE'}"
    yield "CLASS:PUBLIC"
    if entry.organizer_name:
        yield f"ORGANIZER;CN={quoted(entry.organizer_name)}:mailto:{iri_to_uri(entry.organizer_email)}"
    else:
        yield f"ORGANIZER:mailto:{iri_to_uri(entry.organizer_email)}"
    if entry.location:
        yield f"LOCATION:{text(' '.join(entry.location.split()))}"
    if entry.geo is not None:
        yield f"GEO:{entry.geo[0]:.6f};{entry.geo[1]:.6f}"
    if entry.categories:
        yield f"CATEGORIES:{','.join(text(category) for category in entry.categories)}"
    if entry.description:
        yield f"DESCRIPTION:{text(shortened(entry.description))}"
    if entry.url:
        yield f"URL:{iri_to_uri(entry.url)}"
    yield from _around(entry)
    yield "END:VEVENT"


def head_lines(calendar: Calendar) -> Iterator[str]:
    """Yield the unfolded lines before the first entry."""
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield f"PRODID:{PRODUCT}"
    yield "CALSCALE:GREGORIAN"
    yield "METHOD:PUBLISH"
    if calendar.source:
        yield f"NAME:{text(calendar.name)}"
        yield f"X-WR-CALNAME:{text(calendar.name)}"
        yield f"DESCRIPTION:{text(calendar.description)}"
        yield f"X-WR-CALDESC:{text(calendar.description)}"
        yield f"X-WR-TIMEZONE:{ZONE}"
        yield f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}"
        yield f"X-PUBLISHED-TTL:{REFRESH}"
        yield f"SOURCE;VALUE=URI:{iri_to_uri(calendar.source)}"
    yield f"URL:{iri_to_uri(calendar.url)}"
    if calendar.source:
        yield "COLOR:navy"
    if calendar.changed_at is not None:
        yield f"LAST-MODIFIED:{utc(calendar.changed_at)}"
    yield from ZONE_LINES


def fragment(entry: Entry) -> bytes:
    """Return the bytes of one entry; they depend on the entry alone."""
    return b"".join(fold(line) for line in entry_lines(entry))


def join(calendar: Calendar, fragments: Iterable[bytes]) -> bytes:
    """Return the file of a calendar around entries that are bytes already; ``calendar.entries`` is not read."""
    head = b"".join(fold(line) for line in head_lines(calendar))
    return b"".join((head, *fragments, b"END:VCALENDAR\r\n"))


def write(calendar: Calendar) -> bytes:
    """Return the file: UTF-8 without a mark, CRLF, folded; the same bytes for the same values."""
    return join(calendar, (fragment(entry) for entry in calendar.entries))
