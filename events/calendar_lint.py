"""Checking a calendar file byte by byte, before it is served: what clients choke on and parsers let pass."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

LINE_OCTETS: Final = 75
MARK: Final = b"\xef\xbb\xbf"
CONTENT_LINE: Final = re.compile(
    r'(?P<name>[A-Za-z0-9-]+)(?P<parameters>(?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)*)'
    r":(?P<value>.*)",
    re.DOTALL,
)
PARAMETER: Final = re.compile(r';([A-Za-z0-9-]+)=((?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)')
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


def _physical(data: bytes) -> Iterator[Problem]:
    if data.startswith(MARK):
        yield Problem(1, "the file begins with a byte order mark")
    if not data.endswith(b"\r\n"):
        yield Problem(data.count(b"\n") + 1, "the last line is not ended by CRLF")
    for number, line in enumerate(data.removesuffix(b"\r\n").split(b"\r\n"), start=1):
        if b"\n" in line or b"\r" in line:
            yield Problem(number, "a line is not ended by CRLF")
        if len(line) > LINE_OCTETS:
            yield Problem(number, f"the line has {len(line)} octets, more than {LINE_OCTETS}")
        if not line.strip():
            yield Problem(number, "the line is empty")
        try:
            decoded = line.decode()
        except UnicodeDecodeError:
            yield Problem(number, "the line is not UTF-8 by itself; it may be folded inside a letter")
            continue
        if any((char < " " and char not in "\t\r\n") or char == "\x7f" for char in decoded):
            yield Problem(number, "the line holds a control character")


def _unfolded(data: bytes) -> Iterator[tuple[int, str]]:
    current: tuple[int, str] | None = None
    for number, raw in enumerate(data.removesuffix(b"\r\n").split(b"\r\n"), start=1):
        line = raw.decode()
        if line[:1] in {" ", "\t"} and current is not None:
            current = (current[0], current[1] + line[1:])
            continue
        if current is not None:
            yield current
        current = (number, line)
    if current is not None:
        yield current


def _tree(data: bytes, problems: list[Problem]) -> Component | None:
    stack: list[Component] = []
    root: Component | None = None
    last = 1
    for number, line in _unfolded(data):
        last = number
        match = CONTENT_LINE.fullmatch(line)
        if match is None:
            problems.append(Problem(number, "this is not a content line (name:value)"))
            continue
        name, value = match["name"].upper(), match["value"]
        if name == "BEGIN":
            component = Component(value.upper(), number)
            if stack:
                stack[-1].children.append(component)
            elif root is None:
                root = component
            else:
                problems.append(Problem(number, "something follows the end of the calendar"))
            stack.append(component)
        elif name == "END":
            if not stack or stack.pop().name != value.upper():
                problems.append(Problem(number, f"END:{value} closes nothing that is open"))
                return root
        elif not stack:
            problems.append(Problem(number, "a property stands outside the calendar"))
        else:
            parameters = {key.upper(): text.strip('"') for key, text in PARAMETER.findall(match["parameters"])}
            stack[-1].properties.append(Property(number, name, parameters, value))
    if stack:
        problems.append(Problem(last, f"{stack[-1].name} is not closed; the file may be cut off"))
    return root


def _moment(item: Property) -> datetime | date | None:
    """Return the value as written, without a zone; None when it is no date or time."""
    pattern = "%Y%m%d" if item.parameters.get("VALUE") == "DATE" else "%Y%m%dT%H%M%S"
    try:
        read = datetime.strptime(item.value.removesuffix("Z"), pattern)  # noqa: DTZ007 -- compared within one zone only
    except ValueError:
        return None
    return read.date() if item.parameters.get("VALUE") == "DATE" else read


def _times(event: Component, zones: set[str]) -> Iterator[Problem]:
    for item in event.properties:
        if item.name not in {"DTSTART", "DTEND", "RECURRENCE-ID", "EXDATE", "RDATE"}:
            continue
        zone = item.parameters.get("TZID")
        if zone is not None and zone not in zones:
            yield Problem(item.line, f"the time zone {zone} is not defined in this file")
        if item.name in {"EXDATE", "RDATE"}:
            continue
        read = _moment(item)
        if read is None:
            yield Problem(item.line, f"{item.name} is no date or time: {item.value}")
        elif isinstance(read, datetime) and zone is None and not item.value.endswith("Z"):
            yield Problem(item.line, f"{item.name} has neither zone nor Z, so it means another time for every reader")
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


def _event(event: Component, zones: set[str], method: str) -> Iterator[Problem]:
    counts = Counter(item.name for item in event.properties)
    for name in ONCE_IN_EVENT:
        if counts[name] != 1:
            yield Problem(event.line, f"an event has {counts[name]} {name} instead of one")
    for name in AT_MOST_ONCE:
        if counts[name] > 1:
            yield Problem(event.line, f"an event has {name} more than once")
    if not counts["DTEND"] and not counts["DURATION"]:
        yield Problem(event.line, "an event has no end")
    for name in ("DTSTAMP", "LAST-MODIFIED"):
        item = event.first(name)
        if item is not None and (_moment(item) is None or not item.value.endswith("Z")):
            yield Problem(item.line, f"{name} is not a time in UTC")
    sequence = event.first("SEQUENCE")
    if sequence is not None and not sequence.value.isdecimal():
        yield Problem(sequence.line, "SEQUENCE is not a number")
    status = event.first("STATUS")
    if status is not None and status.value not in STATUSES:
        yield Problem(status.line, f"STATUS is unknown: {status.value}")
    geo = event.first("GEO")
    if geo is not None and not GEO_VALUE.fullmatch(geo.value):
        yield Problem(geo.line, "GEO is not latitude;longitude")
    if method == "PUBLISH":
        for name in ("ORGANIZER", "SUMMARY"):
            if not counts[name]:
                yield Problem(event.line, f"METHOD:PUBLISH asks for {name} on each event (RFC 5546)")
        if counts["ATTENDEE"]:
            yield Problem(event.line, "METHOD:PUBLISH forbids ATTENDEE (RFC 5546)")
    if any(child.name == "VALARM" for child in event.children):
        yield Problem(event.line, "a public calendar sets no alarms")
    yield from _times(event, zones)
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


def _calendar(calendar: Component) -> Iterator[Problem]:
    counts = Counter(item.name for item in calendar.properties)
    for name in ONCE_IN_CALENDAR:
        if counts[name] != 1:
            yield Problem(calendar.line, f"the calendar has {counts[name]} {name} instead of one")
    version = calendar.first("VERSION")
    if version is not None and version.value != "2.0":
        yield Problem(version.line, "VERSION is not 2.0")
    for name in ("REFRESH-INTERVAL", "X-PUBLISHED-TTL"):
        item = calendar.first(name)
        if item is None:
            continue
        if not DURATION.fullmatch(item.value):
            yield Problem(item.line, f"{name} is not a duration: {item.value}")
        if name == "REFRESH-INTERVAL" and item.parameters.get("VALUE") != "DURATION":
            yield Problem(item.line, "REFRESH-INTERVAL needs VALUE=DURATION")
    method = calendar.first("METHOD")
    zones: set[str] = set()
    for component in calendar.children:
        if component.name == "VTIMEZONE":
            yield from _zone(component)
            if (name_of_zone := component.first("TZID")) is not None:
                zones.add(name_of_zone.value)
    seen: set[tuple[str, str]] = set()
    for component in calendar.children:
        if component.name != "VEVENT":
            continue
        yield from _event(component, zones, method.value if method else "")
        uid, instance = component.first("UID"), component.first("RECURRENCE-ID")
        identity = (uid.value if uid else "", instance.value if instance else "")
        if uid is not None and identity in seen:
            yield Problem(uid.line, f"the UID {uid.value} stands twice")
        seen.add(identity)


def _texts(component: Component) -> Iterator[Problem]:
    for item in component.properties:
        pattern = TEXT_LIST if item.name == "CATEGORIES" else TEXT_VALUE
        if item.name in {*TEXTS, "CATEGORIES"} and not pattern.fullmatch(item.value):
            yield Problem(item.line, f"{item.name} holds a comma, semicolon or backslash that is not escaped")
    for child in component.children:
        yield from _texts(child)


def lint(data: bytes) -> list[Problem]:
    """Return everything wrong with a calendar file, in the order of its lines; an empty list means it can be served."""
    problems = list(_physical(data))
    if not any("UTF-8" in problem.message for problem in problems):
        root = _tree(data.removeprefix(MARK), problems)
        if root is None or root.name != "VCALENDAR":
            problems.append(Problem(1, "the file is not a calendar"))
        else:
            problems += [*_calendar(root), *_texts(root)]
    return sorted(problems, key=lambda problem: problem.line)
