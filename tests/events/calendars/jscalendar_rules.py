"""A reader of JSCalendar that refuses what RFC 8984 does not allow; knows nothing of how the portal writes it."""

import re
from collections.abc import Iterator
from typing import Any, Final

ID: Final = re.compile(r"[A-Za-z0-9_-]{1,255}", re.ASCII)
LOCAL: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d*[1-9])?", re.ASCII)
UTC: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d*[1-9])?Z", re.ASCII)
_TIME: Final = r"T(\d+H(\d+M(\d+(\.\d+)?S)?)?|\d+M(\d+(\.\d+)?S)?|\d+(\.\d+)?S)"
DURATION: Final = re.compile(rf"P((\d+W(\d+D)?|\d+D)({_TIME})?|{_TIME})", re.ASCII)
GEO: Final = re.compile(r"geo:-?\d+(\.\d+)?,-?\d+(\.\d+)?", re.ASCII)
RELATIONS: Final = {"first", "next", "child", "parent"}
FEATURES: Final = {"audio", "chat", "feed", "moderator", "phone", "screen", "video"}
COMMON: Final = {
    "@type",
    "uid",
    "prodId",
    "created",
    "updated",
    "title",
    "description",
    "descriptionContentType",
    "links",
    "locale",
    "keywords",
    "categories",
    "color",
}
OF_GROUP: Final = COMMON | {"entries", "source"}
OF_EVENT: Final = COMMON | {
    "relatedTo",
    "sequence",
    "showWithoutTime",
    "locations",
    "virtualLocations",
    "start",
    "timeZone",
    "duration",
    "status",
    "priority",
    "freeBusyStatus",
    "privacy",
    "participants",
}
TYPES: Final = {
    "locations": "Location",
    "virtualLocations": "VirtualLocation",
    "links": "Link",
    "participants": "Participant",
}


def _common(found: dict[str, Any], where: str) -> Iterator[str]:
    if not (isinstance(found.get("uid"), str) and found["uid"]):
        yield f"{where}: no uid"
    for name in ("created", "updated"):
        if (name == "updated" or name in found) and not UTC.fullmatch(str(found.get(name))):
            yield f"{where}: {name} is no UTCDateTime"
    for name in ("title", "description"):
        if not isinstance(found.get(name, ""), str):
            yield f"{where}: {name} is no text"
    yield from _maps(found, where)


def _maps(found: dict[str, Any], where: str) -> Iterator[str]:
    for name in ("keywords", "categories"):
        if name in found and not (found[name] and all(value is True for value in found[name].values())):
            yield f"{where}: {name} is no set"
    if any(":" not in category for category in found.get("categories", {})):
        yield f"{where}: a category is no URI"
    for name, wanted in TYPES.items():
        for key, value in found.get(name, {}).items():
            if not ID.fullmatch(key):
                yield f"{where}: {key} is no Id"
            if value.get("@type") != wanted:
                yield f"{where}: {name} holds no {wanted}"
    yield from _links(found, where)


def _links(found: dict[str, Any], where: str) -> Iterator[str]:
    for link in found.get("links", {}).values():
        if ":" not in link.get("href", ""):
            yield f"{where}: a link leads nowhere"
        if "display" in link and link.get("rel") != "icon":
            yield f"{where}: only an icon says how it is shown"


def _event(found: dict[str, Any], where: str) -> Iterator[str]:
    if found.get("@type") != "Event":
        yield f"{where}: no Event"
    yield from (f"{where}: {name} does not belong here" for name in set(found) - OF_EVENT)
    yield from _common(found, where)
    if not LOCAL.fullmatch(str(found.get("start"))):
        yield f"{where}: start is no LocalDateTime"
    if not DURATION.fullmatch(str(found.get("duration", "PT0S"))):
        yield f"{where}: duration is none"
    if found.get("showWithoutTime") and not str(found.get("start")).endswith("T00:00:00"):
        yield f"{where}: a whole day starts at midnight"
    sequence = found.get("sequence", 0)
    if isinstance(sequence, bool) or not isinstance(sequence, int) or sequence < 0:
        yield f"{where}: sequence is no UnsignedInt"
    for name, allowed in (
        ("status", {"confirmed", "cancelled", "tentative"}),
        ("freeBusyStatus", {"free", "busy"}),
        ("privacy", {"public", "private", "secret"}),
    ):
        if name in found and found[name] not in allowed:
            yield f"{where}: {name} is {found[name]}"
    yield from _around(found, where)


def _around(found: dict[str, Any], where: str) -> Iterator[str]:
    for place in found.get("locations", {}).values():
        if "coordinates" in place and not GEO.fullmatch(place["coordinates"]):
            yield f"{where}: coordinates are no geo URI"
    for place in found.get("virtualLocations", {}).values():
        if ":" not in place.get("uri", "") or not set(place.get("features", {})) <= FEATURES:
            yield f"{where}: a virtual location leads nowhere"
    for participant in found.get("participants", {}).values():
        if not participant.get("roles") or not all(value is True for value in participant["roles"].values()):
            yield f"{where}: a participant has no role"
    for uid, relation in found.get("relatedTo", {}).items():
        if uid == found.get("uid") or relation.get("@type") != "Relation":
            yield f"{where}: no relation"
        if not set(relation.get("relation", {})) <= RELATIONS:
            yield f"{where}: an unknown relation"


def problems(group: dict[str, Any]) -> list[str]:
    """Return what is wrong with a Group of Events, in words; an empty list where nothing is."""
    found = [] if group.get("@type") == "Group" else ["no Group"]
    found += [f"group: {name} does not belong here" for name in set(group) - OF_GROUP]
    found += _common(group, "group")
    entries = group.get("entries")
    if not isinstance(entries, list):
        return [*found, "no entries"]
    for number, entry in enumerate(entries):
        found += _event(entry, f"entry {number}")
    uids = [entry.get("uid") for entry in entries]
    return [*found, *(f"{uid} stands twice" for uid in set(uids) if uids.count(uid) > 1)]
