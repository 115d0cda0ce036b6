"""Events and courses for search engines, by the words of schema.org."""

from decimal import Decimal
from typing import Any, Final

from events.calendars import entries
from events.enums import AttendanceMode, EventKind, EventStatus
from events.models import CoursePage, EventPage
from portal.kernel import clock
from portal.mail import domain as mail

SCHEMA: Final = "https://schema.org"
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


def status_of(page: EventPage) -> str:
    """Return the status: a scheduled event that had another time is rescheduled."""
    if page.status == EventStatus.SCHEDULED and page.previous_starts_at is not None:
        return f"{SCHEMA}/EventRescheduled"
    return f"{SCHEMA}/{STATUSES[EventStatus(page.status)]}"


def _location(page: EventPage) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    if page.attendance_mode != AttendanceMode.ONLINE:
        place: dict[str, Any] = {
            "@type": "Place",
            "name": page.venue_name or (page.place.name if page.place else page.title),
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
        found.append(place)
    if page.attendance_mode != AttendanceMode.ON_SITE:
        found.append({"@type": "VirtualLocation", "url": page.online_url or entries.absolute_url(page)})
    return found


def _times(page: EventPage) -> dict[str, str]:
    if page.is_all_day:
        return {"startDate": page.first_day.isoformat(), "endDate": page.last_day.isoformat()}
    return {
        "startDate": clock.local(page.starts_at).isoformat(),
        "endDate": clock.local(page.ends_at).isoformat(),
    }


def _run(page: EventPage) -> dict[str, Any]:
    described: dict[str, Any] = {
        **_times(page),
        "name": page.title,
        "description": page.lead,
        "url": entries.absolute_url(page),
        "eventStatus": status_of(page),
        "eventAttendanceMode": f"{SCHEMA}/{MODES[AttendanceMode(page.attendance_mode)]}",
        "location": _location(page),
        "inLanguage": page.spoken_languages or [page.locale.language_code],
        "organizer": [
            {"@type": "Organization", "name": str(row)} for row in page.organisers.select_related("organisation")
        ],
    }
    if page.previous_starts_at is not None:
        described["previousStartDate"] = clock.local(page.previous_starts_at).isoformat()
    if page.capacity is not None:
        described["maximumPhysicalAttendeeCapacity"] = page.capacity
    if page.picture is not None:
        described["image"] = mail.absolute_url(page.picture.get_rendition("fill-1200x675").url)
    return described


def _duration(hours: Decimal) -> str:
    whole, minutes = divmod(int(hours * 60), 60)
    return f"PT{whole}H{minutes}M" if minutes else f"PT{whole}H"


def event(page: EventPage) -> dict[str, Any]:
    """Return an event."""
    kind = TYPES.get(EventKind(page.kind), "BusinessEvent")
    return {"@context": SCHEMA, "@type": kind, **_run(page)}


def course(page: CoursePage) -> dict[str, Any]:
    """Return a course with this run of it."""
    run = _run(page)
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
