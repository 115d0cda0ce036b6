"""What a calendar must hold around its events (RFC 5545, 5546, 7986), and what clients choke on."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from events.calendars import event_rules, values
from events.calendars.structure import Component, Problem, Property, shown

EXACTLY_ONCE: Final = ("VERSION", "PRODID")
AT_MOST_ONCE: Final = (
    "CALSCALE",
    "METHOD",
    "UID",
    "LAST-MODIFIED",
    "URL",
    "REFRESH-INTERVAL",
    "SOURCE",
    "COLOR",
    "X-WR-CALNAME",
    "X-WR-TIMEZONE",
    "X-PUBLISHED-TTL",
)
# A file that is copied must not make a program fetch it again, or open a calendar of its own for it.
SUBSCRIBING: Final = ("SOURCE", "REFRESH-INTERVAL", "X-PUBLISHED-TTL", "NAME", "X-WR-CALNAME")
INVITING: Final = ("REQUEST", "CANCEL")
TEXTS: Final = frozenset(
    {"SUMMARY", "DESCRIPTION", "LOCATION", "NAME", "X-WR-CALNAME", "X-WR-CALDESC", "REFID", "COMMENT", "CONTACT", "UID"}
)
LISTS_OF_TEXTS: Final = frozenset({"CATEGORIES", "RESOURCES"})
# What must say its kind: RFC 7986 gives these properties no default (5.7, 5.8, 5.10, 5.11), RFC 9253 gives LINK none (8.2).
KINDS: Final[dict[str, tuple[str, ...]]] = {
    "REFRESH-INTERVAL": ("DURATION",),
    "SOURCE": ("URI",),
    "IMAGE": ("URI", "BINARY"),
    "CONFERENCE": ("URI",),
    "LINK": ("URI", "UID", "XML-REFERENCE"),
}
ADDRESSES: Final = frozenset({"URL", "SOURCE", "CONFERENCE", "CONCEPT", "ORGANIZER", "ATTENDEE", "TZURL"})
DISPLAYS: Final = frozenset({"BADGE", "GRAPHIC", "FULLSIZE", "THUMBNAIL"})
FEATURES: Final = frozenset({"AUDIO", "CHAT", "FEED", "MODERATOR", "PHONE", "SCREEN", "VIDEO"})
PARAMETERS_IN_ADDRESSES: Final = ("ALTREP", "DIR", "SENT-BY", "MEMBER", "DELEGATED-TO", "DELEGATED-FROM")
A_DAY: Final = timedelta(days=1)
FIRST_YEAR, LAST_YEAR = 1971, 2037
OTHERS: Final = frozenset({"VTODO", "VJOURNAL", "VFREEBUSY"})


@cache
def _zone_names() -> frozenset[str]:
    return frozenset(available_timezones())


def _numbers(calendar: Component) -> Iterator[Problem]:
    for name in EXACTLY_ONCE:
        count = len(calendar.all(name))
        if count != 1:
            yield Problem(calendar.line, f"the calendar has {count} {name} instead of one")
    for name in AT_MOST_ONCE:
        yield from (Problem(item.line, f"the calendar has {name} more than once") for item in calendar.all(name)[1:])
    if not calendar.children:
        yield Problem(calendar.line, "the calendar holds no component (RFC 5545, 3.6)")


def _head(calendar: Component, *, is_invitation: bool) -> Iterator[Problem]:
    wanted = {"VERSION": ("2.0",), "CALSCALE": ("GREGORIAN",), "METHOD": INVITING if is_invitation else ("PUBLISH",)}
    for name, allowed in wanted.items():
        for item in calendar.all(name):
            if item.value not in allowed:
                yield Problem(item.line, f"{name} is {shown(item.value)} instead of {' or '.join(allowed)}")
    if is_invitation and not calendar.all("METHOD"):
        yield Problem(calendar.line, "an invitation has no METHOD")
    for item in calendar.all("LAST-MODIFIED"):
        if not values.is_utc(item):
            yield Problem(item.line, "LAST-MODIFIED is not a time in UTC")


def _zone(zone: Component) -> Iterator[Problem]:
    names = zone.all("TZID")
    if len(names) != 1:
        yield Problem(zone.line, f"a time zone has {len(names)} TZID instead of one")
    for item in names:
        if item.value not in _zone_names():
            yield Problem(item.line, f"{shown(item.value)} is no name of the time zone database")
    parts = [child for child in zone.children if child.name in {"STANDARD", "DAYLIGHT"}]
    if not parts:
        yield Problem(zone.line, "a time zone is empty: Outlook then shows nothing")
    for part in parts:
        yield from _part_of_zone(part)
        if len(names) == 1 and names[0].value in _zone_names():
            yield from _offset(part, names[0].value)


@cache
def _offsets(zone: str, year: int) -> frozenset[timedelta]:
    """Return which differences to UTC a zone of the database has in the years after this one, looked at month by month."""
    clock = ZoneInfo(zone)
    months = (datetime(each, month, 15, tzinfo=clock) for each in range(year, LAST_YEAR + 1) for month in range(1, 13))
    return frozenset(offset for at in months if (offset := at.utcoffset()) is not None)


def _offset(part: Component, zone: str) -> Iterator[Problem]:
    """Yield a rule whose offset its zone does not have, neither when the rule begins nor in any later year."""
    start, item = values.moment(part.first("DTSTART")), part.first("TZOFFSETTO")
    if start is None or item is None or not values.OFFSET.fullmatch(item.value):
        return
    length = timedelta(hours=int(item.value[1:3]), minutes=int(item.value[3:5]))
    said = -length if item.value[0] == "-" else length
    then = (start.at + A_DAY).replace(tzinfo=ZoneInfo(zone)).utcoffset() if start.at.year < LAST_YEAR else None
    is_known = then is not None and (said == then or then.seconds % 60)
    if not is_known and said not in _offsets(zone, min(max(start.at.year + 1, FIRST_YEAR), LAST_YEAR)):
        yield Problem(item.line, f"TZOFFSETTO is {shown(item.value)}, which {shown(zone)} does not have")


def _part_of_zone(part: Component) -> Iterator[Problem]:
    for name in ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO"):
        found = part.first(name)
        if found is None:
            yield Problem(part.line, f"a rule of a time zone has no {name}")
        elif name == "DTSTART":
            read = values.moment(found)
            if read is None or read.clock is not values.Clock.FLOATING:
                yield Problem(found.line, f"the start of a time zone is not a local time: {shown(found.value)}")
        elif not values.OFFSET.fullmatch(found.value):
            yield Problem(found.line, f"{name} is not an offset of hours and minutes: {shown(found.value)}")
    for rule in part.all("RRULE"):
        if values.rule_parts(rule.value) is None:
            yield Problem(rule.line, f"RRULE cannot be read: {shown(rule.value)}")


def _words(item: Property) -> Iterator[Problem]:
    if item.name in TEXTS or item.name in LISTS_OF_TEXTS:
        pattern = values.TEXTS if item.name in LISTS_OF_TEXTS else values.TEXT
        if not pattern.fullmatch(item.value):
            yield Problem(item.line, f"{item.name} holds a comma, semicolon or backslash that is not escaped")
    elif item.name in {"REFRESH-INTERVAL", "X-PUBLISHED-TTL"}:
        if not values.is_duration(item.value) or item.value.startswith("-"):
            yield Problem(item.line, f"{item.name} is not a duration: {shown(item.value)}")
    elif item.name == "COLOR" and not values.COLOUR.fullmatch(item.value):
        yield Problem(item.line, f"COLOR is not the name of a colour: {shown(item.value)}")


def _address(item: Property) -> Iterator[Problem]:
    is_address = item.name in ADDRESSES or (item.name in {"IMAGE", "LINK"} and item.kind == "URI")
    if is_address and not values.is_uri(item.value):
        yield Problem(item.line, f"{item.name} is not an address: {shown(item.value)}")
    for name in PARAMETERS_IN_ADDRESSES:
        for written in item.parameters.get(name, ()):
            if not values.is_uri(written):
                yield Problem(item.line, f"the parameter {name} is not an address: {shown(written)}")


def _named(item: Property, name: str, known: frozenset[str]) -> Iterator[Problem]:
    for written in item.parameters.get(name, ()):
        if written.upper() not in known and not written.upper().startswith("X-"):
            yield Problem(item.line, f"{item.name} has an unknown {name}: {shown(written)}")


def _kind(item: Property) -> Iterator[Problem]:
    allowed = KINDS.get(item.name)
    if allowed is None:
        return
    if item.kind not in allowed:
        yield Problem(item.line, f"{item.name} needs VALUE={' or '.join(allowed)}")
    if item.name == "IMAGE":
        yield from _named(item, "DISPLAY", DISPLAYS)
        if item.kind == "BINARY" and item.parameter("ENCODING").upper() != "BASE64":
            yield Problem(item.line, "an IMAGE in the file needs ENCODING=BASE64")
    if item.name == "CONFERENCE":
        yield from _named(item, "FEATURE", FEATURES)
    if item.name == "LINK" and "LINKREL" not in item.parameters:
        yield Problem(item.line, "LINK needs LINKREL (RFC 9253, 6.1)")


def _plain(component: Component, zones: set[str]) -> Iterator[Problem]:
    for item in component.properties:
        yield from _words(item)
        if item.parameters or item.name in ADDRESSES or item.name in KINDS:
            yield from _address(item)
            yield from _kind(item)
            zone = item.parameter("TZID")
            if zone and zone not in zones:
                yield Problem(item.line, f"the time zone {shown(zone)} is not defined in this file")


def _other(component: Component) -> Iterator[Problem]:
    if component.name in OTHERS:
        for name in ("UID", "DTSTAMP"):
            if len(component.all(name)) != 1:
                yield Problem(component.line, f"{component.name} has {len(component.all(name))} {name} instead of one")
    elif component.name not in {"VEVENT", "VTIMEZONE"}:
        yield Problem(component.line, f"{shown(component.name)} is no component that every reader knows")


def _identities(events: list[Component]) -> Iterator[Problem]:
    seen: set[tuple[str, str]] = set()
    for event in events:
        uid, instance = event.first("UID"), event.first("RECURRENCE-ID")
        if uid is None:
            continue
        identity = (uid.value, instance.value if instance else "")
        if identity in seen:
            yield Problem(uid.line, f"the UID {shown(uid.value)} stands twice")
        seen.add(identity)


def _overrides(events: list[Component], *, is_invitation: bool) -> Iterator[Problem]:
    masters = {uid.value: event for event in events if not event.all("RECURRENCE-ID") and (uid := event.first("UID"))}
    for event in events:
        instance, uid = event.first("RECURRENCE-ID"), event.first("UID")
        read = values.moment(instance)
        master = masters.get(uid.value) if uid else None
        start = values.moment((master or event).first("DTSTART"))
        if instance is not None and master is None and not is_invitation:
            yield Problem(instance.line, "RECURRENCE-ID stands without the event of which it replaces an instance")
        if instance is None or read is None or start is None:
            continue
        if read.is_day != start.is_day:
            yield Problem(instance.line, "RECURRENCE-ID is not of the kind of the DTSTART that it replaces")


def _one_thing(events: list[Component]) -> Iterator[Problem]:
    if not events:
        return
    first = events[0].first("UID")
    for event in events[1:]:
        uid = event.first("UID")
        if uid is not None and first is not None and uid.value != first.value:
            yield Problem(uid.line, "an invitation is about one UID (RFC 5546, 3.2.2, 3.2.5)")


def check(calendar: Component, *, is_invitation: bool = False, is_copy: bool = False) -> Iterator[Problem]:
    """Yield what is wrong with a calendar and everything in it."""
    yield from _numbers(calendar)
    yield from _head(calendar, is_invitation=is_invitation)
    for name in SUBSCRIBING if is_copy else ():
        yield from (Problem(item.line, f"a copy says {name}, as a subscription does") for item in calendar.all(name))
    zones, events = calendar.of("VTIMEZONE"), calendar.of("VEVENT")
    names: set[str] = set()
    for zone in zones:
        yield from _zone(zone)
        for item in zone.all("TZID"):
            if item.value in names:
                yield Problem(item.line, f"the time zone {shown(item.value)} is defined twice")
            names.add(item.value)
    method = calendar.first("METHOD")
    for event in events:
        yield from event_rules.check(event, method=method.value if method else "")
    yield from _identities(events)
    yield from _overrides(events, is_invitation=is_invitation)
    if is_invitation:
        yield from _one_thing(events)
        if not events:
            yield Problem(calendar.line, "an invitation holds no event")
    for child in calendar.children:
        yield from _other(child)
    for component in calendar.walk():
        yield from _plain(component, names)
