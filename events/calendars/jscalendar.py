"""Writing JSCalendar (RFC 8984): values in, JSON objects out; knows no model and never reads the clock.

It says what the entries of the calendar file say, with the same identifiers, sequence numbers and times.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from django.utils.encoding import iri_to_uri

from events.calendars import icalendar
from events.calendars.icalendar import Entry, EntryStatus
from portal.kernel import clock
from portal.kernel.languages import Language

Relations = Mapping[str, str]
"""From the identifier of another entry to how it is related (RFC 8984, 1.4.10): first, next, child, parent."""
STATUSES: Final = {
    EntryStatus.CONFIRMED: "confirmed",
    EntryStatus.TENTATIVE: "tentative",
    EntryStatus.CANCELLED: "cancelled",
}
PLACE, ONLINE, PAGE, PICTURE, OWNER = "place", "online", "page", "picture", "organizer"
"""Keys of the maps (RFC 8984, 1.4.1): the same in every entry, so that a place stays the same place when its words change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One calendar; ``source`` is its own address, ``page`` that of the page beside it."""

    uid: str
    title: str
    description: str
    source: str
    page: str
    language: Language
    updated: datetime


def utc(instant: datetime) -> str:
    """Return a UTCDateTime (RFC 8984, 1.4.4); raises ValueError for a time without zone."""
    if instant.tzinfo is None:
        message = "A calendar holds instants; this time has no zone."
        raise ValueError(message)
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def duration(length: timedelta) -> str:
    """Return a Duration (RFC 8984, 1.4.6) in hours, minutes and seconds; nothing in it is zero but "PT0S"."""
    hours, rest = divmod(int(length.total_seconds()), 3600)
    minutes, seconds = divmod(rest, 60)
    if hours and seconds:
        # The grammar has no hours followed by seconds without the minutes between.
        return f"PT{hours}H{minutes}M{seconds}S"
    parts = ((hours, "H"), (minutes, "M"), (seconds, "S"))
    return "PT" + ("".join(f"{number}{unit}" for number, unit in parts if number) or "0S")


def _time(entry: Entry) -> dict[str, Any]:
    """Return when an entry is: on Việt Nam's clock with its zone, or on dates that no zone moves."""
    starts, ends = entry.starts, entry.ends
    if isinstance(starts, datetime) and isinstance(ends, datetime):
        is_old = starts < icalendar.ZONE_SINCE
        shown = starts.astimezone(UTC) if is_old else clock.local(starts)
        return {
            "start": shown.strftime("%Y-%m-%dT%H:%M:%S"),
            "timeZone": "Etc/UTC" if is_old else icalendar.ZONE,
            "duration": duration(ends - starts),
        }
    if isinstance(starts, datetime) or isinstance(ends, datetime):
        message = "An entry starts and ends in the same kind of value."
        raise ValueError(message)
    return {"start": _midnight(starts), "duration": f"P{(ends - starts).days}D", "showWithoutTime": True}


def _midnight(day: date) -> str:
    return f"{day.isoformat()}T00:00:00"


def _line(value: str) -> str:
    return " ".join(icalendar.clean(value).split())


def _places(entry: Entry, *, is_online: bool) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if entry.location and not is_online:
        place = {"@type": "Location", "name": _line(entry.location)}
        if entry.geo is not None:
            place["coordinates"] = f"geo:{entry.geo[0]:.6f},{entry.geo[1]:.6f}"
        found["locations"] = {PLACE: place}
    if entry.conference_url:
        found["virtualLocations"] = {
            ONLINE: {
                "@type": "VirtualLocation",
                "uri": iri_to_uri(entry.conference_url),
                **({"name": entry.conference_label} if entry.conference_label else {}),
                "features": {feature.lower(): True for feature in entry.conference_features},
            }
        }
    return found


def _links(entry: Entry) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if entry.url:
        page = iri_to_uri(entry.url)
        found[PAGE] = {"@type": "Link", "href": page, "rel": "describedby", "contentType": "text/html"}
    if entry.image_url:
        picture = iri_to_uri(entry.image_url)
        # Only an icon may say how it is shown (RFC 8984, 1.4.11).
        found[PICTURE] = {"@type": "Link", "href": picture, "rel": "icon", "display": "fullsize"}
    return found


def _organizer(entry: Entry) -> dict[str, Any]:
    return {
        "@type": "Participant",
        "name": entry.organizer_name or entry.organizer_email,
        "email": entry.organizer_email,
        "roles": {"owner": True},
    }


def event(entry: Entry, *, language: Language, relations: Relations, is_online: bool) -> dict[str, Any]:
    """Return one Event (RFC 8984, 5.1). ``is_online`` says that its place is only the word "online"."""
    said = {
        "@type": "Event",
        "uid": entry.uid,
        "sequence": entry.sequence,
        "updated": utc(entry.changed_at),
        "title": icalendar.clean(entry.summary),
        "description": icalendar.clean(entry.description),
        **_time(entry),
        "status": STATUSES[entry.status],
        "freeBusyStatus": "free" if entry.transparent else "busy",
        "privacy": "public",
        "locale": language.value,
        **_places(entry, is_online=is_online),
        "links": _links(entry),
        "keywords": {_line(word): True for word in entry.categories if word},
        "categories": {iri_to_uri(concept): True for concept in entry.concepts},
        "participants": {OWNER: _organizer(entry)},
        "relatedTo": {uid: {"@type": "Relation", "relation": {relation: True}} for uid, relation in relations.items()},
    }
    # Zero is a sequence number; an empty map or text says nothing.
    return {name: value for name, value in said.items() if value not in ("", {})}


def group(about: Group, entries: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Return the Group (RFC 8984, 5.3) of some Events."""
    return {
        "@type": "Group",
        "uid": about.uid,
        "prodId": icalendar.PRODUCT,
        "updated": utc(about.updated),
        "title": icalendar.clean(about.title),
        "description": icalendar.clean(about.description),
        "locale": about.language.value,
        "color": "navy",
        "source": iri_to_uri(about.source),
        "links": {
            PAGE: {"@type": "Link", "href": iri_to_uri(about.page), "rel": "describedby", "contentType": "text/html"}
        },
        "entries": list(entries),
    }
