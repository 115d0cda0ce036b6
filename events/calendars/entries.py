"""From event pages to calendar entries in one language: the words of an entry, and the digests that drive its changes."""

import hashlib
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from events import occurrences
from events.calendars import icalendar
from events.enums import AttendanceMode, EventStatus
from events.models import CalendarIdentity, EventPage
from events.occurrences import Occurrence
from portal.kernel.languages import Language
from portal.mail import domain as mail

NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)
STATUSES: Final = {
    EventStatus.SCHEDULED: icalendar.EntryStatus.CONFIRMED,
    EventStatus.MOVED_ONLINE: icalendar.EntryStatus.CONFIRMED,
    EventStatus.POSTPONED: icalendar.EntryStatus.TENTATIVE,
    EventStatus.CANCELLED: icalendar.EntryStatus.CANCELLED,
}


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=False, default=str).encode()).hexdigest()


def _written(value: datetime | date) -> str:
    return icalendar.utc(value) if isinstance(value, datetime) else value.isoformat()


def schedule_digest(event: EventPage, occurrence: Occurrence) -> str:
    """Return what SEQUENCE follows: time, place and status; the sessions of an event are its recurrence."""
    session = occurrence.session
    return _digest(
        [
            _written(occurrence.starts),
            _written(occurrence.ends),
            event.status,
            event.attendance_mode,
            event.venue_name,
            event.address,
            event.place_id,
            event.latitude,
            event.longitude,
            event.online_url,
            [session.room, session.online_url] if session else [],
        ]
    )


def content_digest(pages: dict[Language, EventPage], occurrence: Occurrence) -> str:
    """Return what LAST-MODIFIED follows: everything that the entry says in any language."""
    said = []
    for language in Language:
        page = pages.get(language) or pages[Language.VIETNAMESE if Language.VIETNAMESE in pages else Language.ENGLISH]
        own = next((item for item in occurrences.of(page) if item.key == occurrence.key), occurrence)
        said.append(list(icalendar.entry_lines(entry(page, own, identity=None, language=language))))
    return _digest(said)


def absolute_url(page: EventPage) -> str:
    """Return the public address of a page, whatever host asked."""
    return mail.absolute_url(urlsplit(page.url or "/").path)


def _summary(event: EventPage, occurrence: Occurrence) -> str:
    title = str(event.title)
    if occurrence.session is not None:
        title = f"{occurrence.session.title} – {event.title}"
    elif occurrence.number:
        title = _("%(title)s (day %(number)d)") % {"title": event.title, "number": occurrence.number}
    if event.status == EventStatus.CANCELLED:
        return _("[CANCELLED] %(title)s") % {"title": title}
    if event.status == EventStatus.POSTPONED:
        return _("[POSTPONED] %(title)s") % {"title": title}
    return title


def location(event: EventPage, room: str = "") -> str:
    """Return the place in one line, in the active language."""
    if event.attendance_mode == AttendanceMode.ONLINE:
        return str(_("Online"))
    parts = [room, event.venue_name, event.address]
    if event.place and event.place.name not in event.address:
        parts.append(event.place.name)
    return ", ".join(part for part in parts if part)


def _description(event: EventPage, occurrence: Occurrence) -> str:
    session = occurrence.session
    online = (session.online_url if session else "") or event.online_url
    parts = [
        absolute_url(event),
        event.status_note,
        session.description if session else event.lead,
        _("Speakers: %(names)s") % {"names": session.speakers} if session and session.speakers else "",
        _("Take part online: %(url)s") % {"url": online} if online else "",
    ]
    return "\n\n".join(part for part in parts if part)


def _organizer(event: EventPage) -> str:
    first = next(iter(event.organisers.all()), None)
    return str(first) if first else mail.site_name(Language(event.locale.language_code))


def entry(
    event: EventPage, occurrence: Occurrence, *, identity: CalendarIdentity | None, language: Language
) -> icalendar.Entry:
    """Return the entry of one occurrence in the language of a feed; the page may be Vietnamese in the English feed.

    Without an identity the entry is good for comparing contents only.
    """
    session = occurrence.session
    with translation.override(language):
        return icalendar.Entry(
            uid=str(identity.uid) if identity else str(occurrence.key),
            sequence=identity.sequence if identity else 0,
            changed_at=identity.content_changed_at if identity else NEVER,
            starts=occurrence.starts,
            ends=occurrence.ends,
            summary=_summary(event, occurrence),
            description=_description(event, occurrence),
            url=absolute_url(event),
            location=location(event, session.room if session else ""),
            geo=_position(event),
            categories=(
                event.get_kind_display(),
                event.get_level_display(),
                *(term.label for term in event.fields.all()),
            ),
            status=STATUSES[EventStatus(event.status)],
            transparent=occurrence.is_bar or event.status == EventStatus.CANCELLED,
            organizer_email=event.contact_email or settings.DEFAULT_FROM_EMAIL,
            organizer_name=_organizer(event),
            conference_url=(session.online_url if session else "") or event.online_url,
            group="" if occurrence.key == event.translation_key else str(event.translation_key),
        )


def _position(event: EventPage) -> tuple[Decimal, Decimal] | None:
    if event.latitude is None or event.longitude is None or event.attendance_mode == AttendanceMode.ONLINE:
        return None
    return event.latitude, event.longitude


def entries(event: EventPage, identities: dict[UUID, CalendarIdentity], *, language: Language) -> list[icalendar.Entry]:
    """Return the entries of an event that have an identity, in a fixed order."""
    return [
        entry(event, occurrence, identity=identities[occurrence.key], language=language)
        for occurrence in occurrences.of(event)
        if occurrence.key in identities
    ]
