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
from wagtail.images.models import SourceImageIOError

from events import occurrences
from events.calendars import icalendar, selection
from events.domain.dated import Dated
from events.enums import AttendanceMode, DatedKind, EventStatus
from events.models import CalendarIdentity, EventPage
from events.occurrences import Occurrence
from portal.kernel.languages import Language
from portal.mail import domain as mail
from registration.enums import WayOfAttending

PICTURE: Final = "fill-640x400"
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


def closing_digest(closes_at: datetime) -> str:
    """Return what SEQUENCE follows for the end of a fair's applications."""
    return _digest([_written(closes_at)])


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


def location(event: EventPage, room: str = "", way: WayOfAttending = WayOfAttending.EITHER) -> str:
    """Return the place in one line, in the active language; for somebody who takes part online, that it is online."""
    if event.attendance_mode == AttendanceMode.ONLINE or way is WayOfAttending.ONLINE:
        return str(_("Online"))
    parts = [room, event.venue_name, event.address]
    if event.place and event.place.name not in event.address:
        parts.append(event.place.name)
    return ", ".join(part for part in parts if part)


def _description(event: EventPage, occurrence: Occurrence, way: WayOfAttending) -> str:
    session = occurrence.session
    online = online_address(event, occurrence, way)
    parts = [
        absolute_url(event),
        event.status_note,
        session.description if session else event.lead,
        _("Speakers: %(names)s") % {"names": session.speakers} if session and session.speakers else "",
        _("Take part online: %(url)s") % {"url": online} if online else "",
    ]
    return "\n\n".join(part for part in parts if part)


def online_address(event: EventPage, occurrence: Occurrence, way: WayOfAttending = WayOfAttending.EITHER) -> str:
    """Return where to take part online: the session's address, else the event's; none for what is on site only.

    Nor for somebody who comes on site (``way``), unless the whole event is online; nobody is led to what is cancelled.
    """
    if event.status == EventStatus.CANCELLED:
        return ""
    comes_on_site = way is WayOfAttending.ON_SITE and event.attendance_mode != AttendanceMode.ONLINE
    if event.attendance_mode == AttendanceMode.ON_SITE or comes_on_site:
        return ""
    return (occurrence.session.online_url if occurrence.session else "") or event.online_url


def image_url(event: EventPage) -> str:
    """Return the address of the card's picture, which publishing has made; none where the file is lost."""
    if event.picture is None:
        return ""
    try:
        return mail.absolute_url(event.picture.get_rendition(PICTURE).url)
    except SourceImageIOError:
        return ""


def theme_url(code: str) -> str:
    """Return the address that stands for a field of technology: its own calendar, the same in both languages."""
    return mail.absolute_url(selection.path(selection.make({"field": [code]}), Language.VIETNAMESE))


def _organizer(event: EventPage) -> str:
    first = next(iter(event.organisers.all()), None)
    return str(first) if first else mail.site_name(Language(event.locale.language_code))


def entry(
    event: EventPage,
    occurrence: Occurrence,
    *,
    identity: CalendarIdentity | None,
    language: Language,
    shows_cancelled: bool = False,
    way: WayOfAttending = WayOfAttending.EITHER,
) -> icalendar.Entry:
    """Return the entry of one occurrence in the language of a feed; the page may be Vietnamese in the English feed.

    Without an identity the entry is good for comparing contents only. With ``shows_cancelled`` a cancelled entry is
    CONFIRMED, because Google hides CANCELLED ones; its prefix still says what became of it. ``way`` is that of the person whose
    entry it is; public calendars tell both place and address.
    """
    status = STATUSES[EventStatus(event.status)]
    if shows_cancelled and status == icalendar.EntryStatus.CANCELLED:
        status = icalendar.EntryStatus.CONFIRMED
    session = occurrence.session
    with translation.override(language):
        return icalendar.Entry(
            uid=str(identity.uid) if identity else str(occurrence.key),
            sequence=identity.sequence if identity else 0,
            changed_at=identity.content_changed_at if identity else NEVER,
            starts=occurrence.starts,
            ends=occurrence.ends,
            summary=_summary(event, occurrence),
            description=_description(event, occurrence, way),
            url=absolute_url(event),
            location=location(event, session.room if session else "", way),
            geo=_position(event),
            categories=(
                event.get_kind_display(),
                event.get_level_display(),
                *(term.label for term in event.fields.all()),
            ),
            status=status,
            transparent=occurrence.is_bar or event.status == EventStatus.CANCELLED,
            organizer_email=event.contact_email or mail.mailbox(settings.DEFAULT_FROM_EMAIL),
            organizer_name=_organizer(event),
            conference_url=online_address(event, occurrence, way),
            conference_label=_("Take part online"),
            image_url=image_url(event),
            group="" if occurrence.key == event.translation_key else str(event.translation_key),
            concepts=tuple(theme_url(term.code) for term in event.fields.all()),
        )


def _position(event: EventPage) -> tuple[Decimal, Decimal] | None:
    if event.latitude is None or event.longitude is None or event.attendance_mode == AttendanceMode.ONLINE:
        return None
    return event.latitude, event.longitude


def entries(
    event: EventPage,
    identities: dict[UUID, CalendarIdentity],
    *,
    language: Language,
    shows_cancelled: bool = False,
) -> list[icalendar.Entry]:
    """Return the entries of an event that have an identity, in a fixed order."""
    return [
        entry(
            event,
            occurrence,
            identity=identities[occurrence.key],
            language=language,
            shows_cancelled=shows_cancelled,
        )
        for occurrence in occurrences.of(event)
        if occurrence.key in identities
    ]


def dated_schedule_digest(item: Dated) -> str:
    """Return what SEQUENCE follows for a dated entry of another room: its time, its place and whether it is cancelled."""
    cancelled = ["cancelled"] if item.cancelled else []
    return _digest([_written(item.starts), _written(item.ends), item.place, item.conference_url, *cancelled])


def dated_content_digest(items: dict[Language, Dated]) -> str:
    """Return what LAST-MODIFIED follows: everything the entry says in any language."""
    return _digest(
        [list(icalendar.entry_lines(dated_entry(items[lang], None, language=lang))) for lang in sorted(items)]
    )


def dated_entry(
    item: Dated, identity: CalendarIdentity | None, *, language: Language, shows_cancelled: bool = False
) -> icalendar.Entry:
    """Return the entry of a deadline, a broadcast or an air time; nobody is busy because of it."""
    is_marked = item.cancelled and not shows_cancelled
    with translation.override(language):
        parts = [
            item.url,
            item.description,
            _("Watch live: %(url)s") % {"url": item.conference_url} if item.conference_url else "",
        ]
        return icalendar.Entry(
            uid=str(identity.uid) if identity else str(item.key),
            sequence=identity.sequence if identity else 0,
            changed_at=identity.content_changed_at if identity else NEVER,
            starts=item.starts,
            ends=item.ends,
            summary=_("[CANCELLED] %(title)s") % {"title": item.summary} if item.cancelled else item.summary,
            status=icalendar.EntryStatus.CANCELLED if is_marked else icalendar.EntryStatus.CONFIRMED,
            description="\n\n".join(part for part in parts if part),
            url=item.url,
            categories=(str(DatedKind(item.kind).label), *item.categories),
            transparent=True,
            organizer_email=item.organizer_email or mail.mailbox(settings.DEFAULT_FROM_EMAIL),
            organizer_name=item.organizer_name or mail.site_name(language),
            conference_url=item.conference_url,
            conference_features=("FEED",),
            conference_label=_("Watch live"),
            group="" if item.key == item.group else str(item.group),
            concepts=tuple(theme_url(code) for code in item.fields),
        )
