"""Events and courses for search engines and for programs, by the words of schema.org."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils import translation
from wagtail.images.models import SourceImageIOError

from events.calendars import entries
from events.calendars.icalendar import Entry, EntryStatus
from events.enums import AttendanceMode, CalendarSubject, EventKind, EventStatus
from events.models import CoursePage, EventOrganiser, EventPage, EventSession
from portal.kernel import clock
from portal.kernel.languages import Language
from portal.mail import domain as mail

SCHEMA: Final = "https://schema.org"
PICTURE: Final = "fill-1200x675"
ROWS: Final = ("sessions", "organisers__organisation")
STATUSES: Final = {
    EventStatus.SCHEDULED: "EventScheduled",
    EventStatus.POSTPONED: "EventPostponed",
    EventStatus.MOVED_ONLINE: "EventMovedOnline",
    EventStatus.CANCELLED: "EventCancelled",
}
MODES: Final = {
    AttendanceMode.ON_SITE: "OfflineEventAttendanceMode",
    AttendanceMode.ONLINE: "OnlineEventAttendanceMode",
    AttendanceMode.BOTH: "MixedEventAttendanceMode",
}
TYPES: Final = {EventKind.FAIR: "ExhibitionEvent", EventKind.COURSE: "EducationEvent"}


def identifier(key: UUID) -> str:
    """Return what an event or a session is called wherever it is told of, whatever the language (RFC 9562, 4)."""
    return f"urn:uuid:{key}"


def status_of(page: EventPage) -> str | list[str]:
    """Return the status: one that has another time than was told is rescheduled, also where it moved online besides."""
    plain = f"{SCHEMA}/{STATUSES[EventStatus(page.status)]}"
    if not _was_moved(page):
        return plain
    moved = f"{SCHEMA}/EventRescheduled"
    return moved if page.status == EventStatus.SCHEDULED else [plain, moved]


def _was_moved(page: EventPage) -> bool:
    return page.takes_place and page.previous_starts_at not in {None, page.starts_at}


def _place(page: EventPage, name: str = "") -> dict[str, Any]:
    place: dict[str, Any] = {
        "@type": "Place",
        "name": name or page.venue_name or (page.place.name if page.place else page.title),
        "address": {
            "@type": "PostalAddress",
            "streetAddress": page.address,
            "addressLocality": page.place.name if page.place else "",
            "addressCountry": "VN",
        },
    }
    if page.latitude is not None and page.longitude is not None:
        place["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": float(page.latitude),
            "longitude": float(page.longitude),
        }
    return place


def _location(page: EventPage, session: EventSession | None = None) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    if page.attendance_mode != AttendanceMode.ONLINE:
        room = session.room if session else ""
        found.append(_place(page, ", ".join(part for part in (room, page.venue_name) if part)))
    if page.attendance_mode != AttendanceMode.ON_SITE:
        address = (session.online_url if session else "") or page.online_url
        found.append({"@type": "VirtualLocation", "url": address or entries.absolute_url(page)})
    return found


def _day_or_moment(page: EventPage, value: datetime) -> str:
    moment = clock.local(value)
    return moment.date().isoformat() if page.is_all_day else moment.isoformat()


def _organizer(row: EventOrganiser) -> dict[str, str]:
    described = {"@type": "Organization", "name": str(row)}
    if row.organisation is not None and row.organisation.is_public and row.organisation.website:
        described["url"] = row.organisation.website
    return described


def _organizers(page: EventPage) -> list[dict[str, str]]:
    """Return who stands behind the event; the portal where nobody is named, as in calendars."""
    found = [_organizer(row) for row in page.organisers.all()]
    site = {"@type": "Organization", "name": mail.site_name(Language(page.locale.language_code))}
    return found or [{**site, "url": mail.absolute_url("/")}]


def _offer(page: EventPage) -> dict[str, Any]:
    """Return where one registers, and from when to when. How many places are left changes by the minute: the page tells it."""
    with translation.override(page.locale.language_code):
        address = reverse("registration:register", args=[page.translation_key])
    offer: dict[str, Any] = {"@type": "Offer", "url": mail.absolute_url(address)}
    if page.kind != EventKind.COURSE:
        # Of courses the fee is told in words, which are no price.
        offer |= {"price": 0, "priceCurrency": "VND"}
    edges = {"validFrom": page.registration_opens_at, "validThrough": page.registration_closes_at}
    return offer | {name: clock.local(at).isoformat() for name, at in edges.items() if at is not None}


def _session(page: EventPage, row: EventSession) -> dict[str, Any]:
    described = {
        "@type": "Event",
        "@id": identifier(row.translation_key),
        "name": row.title,
        "startDate": clock.local(row.starts_at).isoformat(),
        "endDate": clock.local(row.ends_at).isoformat(),
        "url": entries.absolute_url(page),
        "eventStatus": status_of(page),
        "eventAttendanceMode": f"{SCHEMA}/{MODES[AttendanceMode(page.attendance_mode)]}",
        "location": _location(page, row),
    }
    return described | ({"description": row.description} if row.description else {})


def _image(page: EventPage) -> str:
    """Return the address of a large picture; none where its file is lost."""
    if page.picture is None:
        return ""
    try:
        return mail.absolute_url(page.picture.get_rendition(PICTURE).url)
    except SourceImageIOError:
        return ""


def _run(page: EventPage, image: str) -> dict[str, Any]:
    described: dict[str, Any] = {
        "@id": identifier(page.translation_key),
        "startDate": _day_or_moment(page, page.starts_at),
        "endDate": _day_or_moment(page, page.ends_at),
        "name": page.title,
        "description": page.lead,
        "url": entries.absolute_url(page),
        "eventStatus": status_of(page),
        "eventAttendanceMode": f"{SCHEMA}/{MODES[AttendanceMode(page.attendance_mode)]}",
        "location": _location(page),
        "inLanguage": page.spoken_languages or [page.locale.language_code],
        "organizer": _organizers(page),
    }
    if _was_moved(page) and page.previous_starts_at is not None:
        described["previousStartDate"] = _day_or_moment(page, page.previous_starts_at)
    if page.takes_registrations and page.takes_place:
        described["offers"] = _offer(page)
        if page.kind != EventKind.COURSE:
            described["isAccessibleForFree"] = True
    for name, places in (
        ("maximumPhysicalAttendeeCapacity", page.capacity),
        ("maximumVirtualAttendeeCapacity", page.online_capacity),
    ):
        if places is not None:
            described[name] = places
    if image:
        described["image"] = image
    sessions = sorted(page.sessions.all(), key=lambda row: (row.starts_at, str(row.translation_key)))
    if sessions:
        described["subEvent"] = [_session(page, row) for row in sessions]
    return described


def _duration(hours: Decimal) -> str:
    whole, minutes = divmod(int(hours * 60), 60)
    return f"PT{whole}H{minutes}M" if minutes else f"PT{whole}H"


def told(page: EventPage, image: str) -> dict[str, Any]:
    """Return an event without its context, with this picture; reads what ``calendar.PARTS`` names."""
    return {"@type": TYPES.get(EventKind(page.kind), "BusinessEvent"), **_run(page, image)}


def event(page: EventPage) -> dict[str, Any]:
    """Return an event."""
    prefetch_related_objects([page], *ROWS)
    return {"@context": SCHEMA, **told(page, _image(page))}


def course(page: CoursePage) -> dict[str, Any]:
    """Return a course with this run of it."""
    prefetch_related_objects([page], *ROWS)
    run = _run(page, _image(page))
    return {
        "@context": SCHEMA,
        "@type": "Course",
        "name": page.title,
        "description": page.lead,
        "url": run["url"],
        "provider": run["organizer"],
        "hasCourseInstance": {
            "@type": "CourseInstance",
            **run,
            "courseMode": page.attendance_mode,
            **({"courseWorkload": _duration(page.hours)} if page.hours else {}),
        },
    }


def _written(value: datetime | date) -> str:
    return clock.local(value).isoformat() if isinstance(value, datetime) else value.isoformat()


SENT: Final = frozenset({CalendarSubject.BROADCAST, CalendarSubject.AIR_TIME})


def dated(entry: Entry, key: UUID, subject: str) -> dict[str, Any]:
    """Return a deadline or a broadcast of another room, without its context, from its calendar entry.

    Of whole days the last one that belongs to it is told.
    """
    last = entry.ends if isinstance(entry.ends, datetime) else entry.ends - timedelta(days=1)
    is_cancelled = entry.status == EntryStatus.CANCELLED
    described: dict[str, Any] = {
        "@type": "BroadcastEvent" if subject in SENT else "Event",
        "@id": identifier(key),
        "startDate": _written(entry.starts),
        "endDate": _written(last),
        "name": entry.summary,
        "description": entry.description,
        "url": entry.url,
        "eventStatus": f"{SCHEMA}/{'EventCancelled' if is_cancelled else 'EventScheduled'}",
        "organizer": [{"@type": "Organization", "name": entry.organizer_name}],
        "keywords": list(entry.categories),
    }
    if subject in SENT:
        described["isLiveBroadcast"] = subject == CalendarSubject.BROADCAST
    if entry.conference_url:
        described["eventAttendanceMode"] = f"{SCHEMA}/{MODES[AttendanceMode.ONLINE]}"
        described["location"] = [{"@type": "VirtualLocation", "url": entry.conference_url}]
    return described
