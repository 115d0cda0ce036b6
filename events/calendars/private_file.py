"""Calendar files for one person: invitations in mails (RFC 5546) and subscriptions behind a secret. Values in, bytes out; no clock."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.utils.encoding import iri_to_uri

from events.calendars import icalendar
from registration.enums import InvitationMethod


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivateEntry(icalendar.Event):
    """One VEVENT for one person.

    ``stamp`` is DTSTAMP: of a subscription the last change of content, of a message the instant of writing (RFC 5545, 3.8.7.2).
    """

    stamp: datetime


def of_event(said: icalendar.Event, **own: Any) -> PrivateEntry:
    """Return what the public calendar says of an entry as one for a person; ``own`` are ``stamp`` and whatever differs for that person."""
    return PrivateEntry(**({each.name: getattr(said, each.name) for each in fields(icalendar.Event)} | own))


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    """To whom a message goes."""

    email: str
    name: str


def _address(name: str, parameters: str, label: str, email: str) -> str:
    named = f";CN={icalendar.quoted(label)}" if label.strip() else ""
    return f"{name}{parameters}{named}:mailto:{iri_to_uri(email)}"


def _lines(entry: PrivateEntry, extra: Sequence[str]) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{entry.uid}"
    yield f"DTSTAMP:{icalendar.utc(entry.stamp)}"
    yield f"LAST-MODIFIED:{icalendar.utc(entry.changed_at)}"
    yield f"SEQUENCE:{entry.sequence}"
    yield icalendar.moment("DTSTART", entry.starts)
    yield icalendar.moment("DTEND", entry.ends)
    yield f"SUMMARY:{icalendar.text(entry.summary)}"
    yield f"STATUS:{entry.status}"
    yield f"TRANSP:{'TRANSPARENT' if entry.transparent else 'OPAQUE'}"
    yield "CLASS:PRIVATE"
    yield _address("ORGANIZER", "", entry.organizer_name, entry.organizer_email)
    yield from extra
    if entry.location:
        yield f"LOCATION:{icalendar.text(' '.join(entry.location.split()))}"
    if entry.description:
        yield f"DESCRIPTION:{icalendar.text(icalendar.shortened(entry.description))}"
    if entry.url:
        yield f"URL:{iri_to_uri(entry.url)}"
    if entry.conference_url:
        yield f"CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO:{iri_to_uri(entry.conference_url)}"
    yield "END:VEVENT"


def _head(method: str) -> Iterator[str]:
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield f"PRODID:{icalendar.PRODUCT}"
    yield "CALSCALE:GREGORIAN"
    yield f"METHOD:{method}"


def _file(lines: Iterator[str]) -> bytes:
    return b"".join(icalendar.fold(line) for line in lines)


def message(*, method: InvitationMethod, entry: PrivateEntry, attendee: Attendee) -> bytes:
    """Return one iTIP message about one entry, without a wish for an answer: the place is taken already."""
    status = "" if method is InvitationMethod.CANCEL else ";PARTSTAT=ACCEPTED"
    parameters = f";CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT{status};RSVP=FALSE"
    invited = _address("ATTENDEE", parameters, attendee.name, attendee.email)

    def lines() -> Iterator[str]:
        yield from _head(method.value)
        yield from icalendar.ZONE_LINES
        yield from _lines(entry, (invited,))
        yield "END:VCALENDAR"

    return _file(lines())


def copy(*, url: str, entries: Sequence[PrivateEntry]) -> bytes:
    """Return a file to put into a calendar somebody has already: it names no calendar, and nothing that is fetched again."""

    def lines() -> Iterator[str]:
        yield from _head("PUBLISH")
        yield f"URL:{iri_to_uri(url)}"
        yield from icalendar.ZONE_LINES
        for entry in entries:
            yield from _lines(entry, ())
        yield "END:VCALENDAR"

    return _file(lines())


def subscription(*, name: str, description: str, url: str, entries: Sequence[PrivateEntry]) -> bytes:
    """Return a file to subscribe to. It names no address of its own, because that is the secret."""

    def lines() -> Iterator[str]:
        yield from _head("PUBLISH")
        yield f"NAME:{icalendar.text(name)}"
        yield f"X-WR-CALNAME:{icalendar.text(name)}"
        yield f"DESCRIPTION:{icalendar.text(description)}"
        yield f"X-WR-CALDESC:{icalendar.text(description)}"
        yield f"X-WR-TIMEZONE:{icalendar.ZONE}"
        yield f"REFRESH-INTERVAL;VALUE=DURATION:{icalendar.REFRESH}"
        yield f"X-PUBLISHED-TTL:{icalendar.REFRESH}"
        yield f"URL:{iri_to_uri(url)}"
        yield "COLOR:firebrick"
        if entries:
            yield f"LAST-MODIFIED:{icalendar.utc(max(entry.changed_at for entry in entries))}"
        yield from icalendar.ZONE_LINES
        for entry in entries:
            yield from _lines(entry, ())
        yield "END:VCALENDAR"

    return _file(lines())
