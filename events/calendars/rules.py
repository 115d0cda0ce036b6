"""What a calendar and its events must hold (RFC 5545, 5546, 7986), and what clients choke on."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

DURATION: Final = re.compile(r"[+-]?P(?:\d+W|\d+D(?:T(?:\d+H)?(?:\d+M)?(?:\d+S)?)?|T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)")
OFFSET: Final = re.compile(r"[+-](?:[01]\d|2[0-3])[0-5]\d")
TEXT_VALUE: Final = re.compile(r"(?:[^\\;,]|\\[\\;,nN])*")
TEXT_LIST: Final = re.compile(r"(?:[^\\;]|\\[\\;,nN])*")
GEO_VALUE: Final = re.compile(r"-?\d{1,2}(?:\.\d+)?;-?\d{1,3}(?:\.\d+)?")
RULE_PART: Final = re.compile(
    r"(?:FREQ=(?:SECONDLY|MINUTELY|HOURLY|DAILY|WEEKLY|MONTHLY|YEARLY)|UNTIL=\d{8}(?:T\d{6}Z?)?|COUNT=[1-9]\d*"
    r"|INTERVAL=[1-9]\d*|BY(?:SECOND|MINUTE|HOUR)=\d{1,2}(?:,\d{1,2})*|BYDAY=[+-]?\d{0,2}(?:MO|TU|WE|TH|FR|SA|SU)"
    r"(?:,[+-]?\d{0,2}(?:MO|TU|WE|TH|FR|SA|SU))*|BY(?:MONTHDAY|YEARDAY|WEEKNO|SETPOS)=[+-]?\d{1,3}(?:,[+-]?\d{1,3})*"
    r"|BYMONTH=\d{1,2}(?:,\d{1,2})*|WKST=(?:MO|TU|WE|TH|FR|SA|SU))"
)
ONCE_IN_CALENDAR: Final = ("VERSION", "PRODID")
ONCE_IN_EVENT: Final = ("UID", "DTSTAMP", "DTSTART")
AT_MOST_ONCE: Final = (
    "DTEND",
    "DURATION",
    "SUMMARY",
    "DESCRIPTION",
    "LOCATION",
    "GEO",
    "URL",
    "STATUS",
    "TRANSP",
    "CLASS",
    "SEQUENCE",
    "LAST-MODIFIED",
    "ORGANIZER",
    "RECURRENCE-ID",
    "RRULE",
)
TEXTS: Final = ("SUMMARY", "DESCRIPTION", "LOCATION", "NAME", "X-WR-CALNAME", "X-WR-CALDESC", "REFID")
STATUSES: Final = ("CONFIRMED", "TENTATIVE", "CANCELLED")
LISTS_OF_TIMES: Final = ("EXDATE", "RDATE")
TIMES: Final = ("DTSTART", "DTEND", "RECURRENCE-ID", *LISTS_OF_TIMES)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong and where: the number of a line of the file, counted from 1."""

    line: int
    message: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.message}"


@dataclass(frozen=True, slots=True)
class Property:
    """One unfolded line in its parts."""

    line: int
    name: str
    parameters: dict[str, str]
    value: str


@dataclass(slots=True)
class Component:
    """One BEGIN … END with what stands in it."""

    name: str
    line: int
    properties: list[Property] = field(default_factory=list)
    children: list["Component"] = field(default_factory=list)

    def all(self, name: str) -> list[Property]:
        """Return the properties of a name, in their order."""
        return [item for item in self.properties if item.name == name]

    def first(self, name: str) -> Property | None:
        """Return the first property of a name."""
        return next(iter(self.all(name)), None)


def _moment(item: Property) -> datetime | date | None:
    """Return the value as written, without a zone; None when it is no date or time."""
    pattern = "%Y%m%d" if item.parameters.get("VALUE") == "DATE" else "%Y%m%dT%H%M%S"
    try:
        read = datetime.strptime(item.value.removesuffix("Z"), pattern)  # noqa: DTZ007 -- compared within one zone only
    except ValueError:
        return None
    return read.date() if item.parameters.get("VALUE") == "DATE" else read


def _time(item: Property, zones: set[str]) -> Iterator[Problem]:
    zone = item.parameters.get("TZID")
    if zone is not None and zone not in zones:
        yield Problem(item.line, f"the time zone {zone} is not defined in this file")
    if item.name in LISTS_OF_TIMES:
        return
    read = _moment(item)
    if read is None:
        yield Problem(item.line, f"{item.name} is no date or time: {item.value}")
    elif isinstance(read, datetime) and zone is None and not item.value.endswith("Z"):
        yield Problem(item.line, f"{item.name} has neither zone nor Z, so it means another time for every reader")


def _order(event: Component) -> Iterator[Problem]:
    start, end = event.first("DTSTART"), event.first("DTEND")
    if start is None or end is None:
        return
    first, last = _moment(start), _moment(end)
    if first is None or last is None:
        return
    if isinstance(first, datetime) != isinstance(last, datetime):
        yield Problem(end.line, "DTSTART and DTEND are not of one kind")
    elif start.parameters.get("TZID") == end.parameters.get("TZID") and first >= last:
        yield Problem(end.line, "DTEND is not after DTSTART")


def _rules(event: Component) -> Iterator[Problem]:
    for item in event.all("RRULE"):
        parts = item.value.split(";")
        names = Counter(part.partition("=")[0] for part in parts)
        if not all(RULE_PART.fullmatch(part) for part in parts) or names["FREQ"] != 1 or max(names.values()) > 1:
            yield Problem(item.line, f"RRULE cannot be read: {item.value}")


def _counts(event: Component, counts: Counter[str]) -> Iterator[Problem]:
    for name in ONCE_IN_EVENT:
        if counts[name] != 1:
            yield Problem(event.line, f"an event has {counts[name]} {name} instead of one")
    for name in AT_MOST_ONCE:
        if counts[name] > 1:
            yield Problem(event.line, f"an event has {name} more than once")
    if not counts["DTEND"] and not counts["DURATION"]:
        yield Problem(event.line, "an event has no end")


def _is_utc(item: Property) -> bool:
    return _moment(item) is not None and item.value.endswith("Z")


VALUES: Final[dict[str, tuple[Callable[[Property], bool], str]]] = {
    "DTSTAMP": (_is_utc, "DTSTAMP is not a time in UTC"),
    "LAST-MODIFIED": (_is_utc, "LAST-MODIFIED is not a time in UTC"),
    "SEQUENCE": (lambda item: item.value.isdecimal(), "SEQUENCE is not a number"),
    "STATUS": (lambda item: item.value in STATUSES, "STATUS is unknown"),
    "GEO": (lambda item: GEO_VALUE.fullmatch(item.value) is not None, "GEO is not latitude;longitude"),
}


def _published(event: Component, counts: Counter[str]) -> Iterator[Problem]:
    for name in ("ORGANIZER", "SUMMARY"):
        if not counts[name]:
            yield Problem(event.line, f"METHOD:PUBLISH asks for {name} on each event (RFC 5546)")
    if counts["ATTENDEE"]:
        yield Problem(event.line, "METHOD:PUBLISH forbids ATTENDEE (RFC 5546)")


def _event(event: Component, zones: set[str], method: str) -> Iterator[Problem]:
    counts = Counter(item.name for item in event.properties)
    yield from _counts(event, counts)
    for name, (is_good, message) in VALUES.items():
        yield from (Problem(item.line, message) for item in event.all(name) if not is_good(item))
    if method == "PUBLISH":
        yield from _published(event, counts)
    if any(child.name == "VALARM" for child in event.children):
        yield Problem(event.line, "a public calendar sets no alarms")
    for item in event.properties:
        if item.name in TIMES:
            yield from _time(item, zones)
    yield from _order(event)
    yield from _rules(event)


def _zone(zone: Component) -> Iterator[Problem]:
    if zone.first("TZID") is None:
        yield Problem(zone.line, "a time zone has no TZID")
    rules = [child for child in zone.children if child.name in {"STANDARD", "DAYLIGHT"}]
    if not rules:
        yield Problem(zone.line, "a time zone is empty: Outlook then shows nothing")
    for rule in rules:
        for name in ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO"):
            item = rule.first(name)
            if item is None:
                yield Problem(rule.line, f"a rule of a time zone has no {name}")
            elif name != "DTSTART" and not OFFSET.fullmatch(item.value):
                yield Problem(item.line, f"{name} is not an offset of hours and minutes: {item.value}")


def _texts(component: Component) -> Iterator[Problem]:
    for item in component.properties:
        pattern = TEXT_LIST if item.name == "CATEGORIES" else TEXT_VALUE
        if item.name in {*TEXTS, "CATEGORIES"} and not pattern.fullmatch(item.value):
            yield Problem(item.line, f"{item.name} holds a comma, semicolon or backslash that is not escaped")
    for child in component.children:
        yield from _texts(child)


def _head(calendar: Component) -> Iterator[Problem]:
    for name in ONCE_IN_CALENDAR:
        count = len(calendar.all(name))
        if count != 1:
            yield Problem(calendar.line, f"the calendar has {count} {name} instead of one")
    version = calendar.first("VERSION")
    if version is not None and version.value != "2.0":
        yield Problem(version.line, "VERSION is not 2.0")
    for item in (*calendar.all("REFRESH-INTERVAL"), *calendar.all("X-PUBLISHED-TTL")):
        if not DURATION.fullmatch(item.value):
            yield Problem(item.line, f"{item.name} is not a duration: {item.value}")
    for item in calendar.all("REFRESH-INTERVAL"):
        if item.parameters.get("VALUE") != "DURATION":
            yield Problem(item.line, "REFRESH-INTERVAL needs VALUE=DURATION")


def _identities(events: list[Component]) -> Iterator[Problem]:
    seen: set[tuple[str, str]] = set()
    for event in events:
        uid, instance = event.first("UID"), event.first("RECURRENCE-ID")
        identity = (uid.value if uid else "", instance.value if instance else "")
        if uid is not None and identity in seen:
            yield Problem(uid.line, f"the UID {uid.value} stands twice")
        seen.add(identity)


def check(calendar: Component) -> Iterator[Problem]:
    """Yield what is wrong with a calendar and everything in it."""
    yield from _head(calendar)
    zones = [child for child in calendar.children if child.name == "VTIMEZONE"]
    events = [child for child in calendar.children if child.name == "VEVENT"]
    names = {item.value for zone in zones for item in zone.all("TZID")}
    method = calendar.first("METHOD")
    for zone in zones:
        yield from _zone(zone)
    for event in events:
        yield from _event(event, names, method.value if method else "")
    yield from _identities(events)
    yield from _texts(calendar)
