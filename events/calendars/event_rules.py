"""What an event of a calendar must hold: identity, time, recurrence, and what its method asks for (RFC 5545, 5546)."""

from collections.abc import Callable, Iterator
from typing import Final

from events.calendars import values
from events.calendars.structure import Component, Problem, Property, shown
from events.calendars.values import Clock, Moment

EXACTLY_ONCE: Final = ("UID", "DTSTAMP", "DTSTART")
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
    "CREATED",
    "PRIORITY",
    "COLOR",
    "ORGANIZER",
    "RECURRENCE-ID",
    "RRULE",
)
ONE_TIME: Final = ("DTSTART", "DTEND", "RECURRENCE-ID")
LISTS_OF_TIMES: Final = ("EXDATE", "RDATE")
STATUSES: Final = ("CONFIRMED", "TENTATIVE", "CANCELLED")
BEFORE: Final = -1
NOT_AFTER: Final = (BEFORE, 0)
DESCRIPTION_OCTETS: Final = 2048
# RFC 5546, 3.2.1, 3.2.2, 3.2.5; of SEQUENCE in a REQUEST the first may be left out there, which Outlook takes ill.
ASKED_FOR: Final[dict[str, tuple[str, ...]]] = {
    "PUBLISH": ("ORGANIZER", "SUMMARY"),
    "REQUEST": ("ORGANIZER", "ATTENDEE", "SEQUENCE", "SUMMARY"),
    "CANCEL": ("ORGANIZER", "ATTENDEE", "SEQUENCE"),
}
VALUES: Final[dict[str, tuple[Callable[[Property], bool], str]]] = {
    "DTSTAMP": (values.is_utc, "DTSTAMP is not a time in UTC"),
    "LAST-MODIFIED": (values.is_utc, "LAST-MODIFIED is not a time in UTC"),
    "CREATED": (values.is_utc, "CREATED is not a time in UTC"),
    "SEQUENCE": (lambda item: values.is_number(item.value), "SEQUENCE is not a number"),
    "STATUS": (lambda item: item.value in STATUSES, "STATUS is unknown"),
    "TRANSP": (lambda item: item.value in {"OPAQUE", "TRANSPARENT"}, "TRANSP is unknown"),
    "CLASS": (lambda item: values.TOKEN.fullmatch(item.value) is not None, "CLASS is no word"),
    "GEO": (lambda item: values.is_position(item.value), "GEO is not latitude;longitude"),
    "UID": (lambda item: bool(item.value.strip()), "UID is empty"),
    "DESCRIPTION": (
        lambda item: values.octets(item.value) <= DESCRIPTION_OCTETS,
        f"DESCRIPTION has more than {DESCRIPTION_OCTETS} octets",
    ),
}


def _counts(event: Component) -> Iterator[Problem]:
    for name in EXACTLY_ONCE:
        if len(event.all(name)) != 1:
            yield Problem(event.line, f"an event has {len(event.all(name))} {name} instead of one")
    for name in AT_MOST_ONCE:
        yield from (Problem(item.line, f"an event has {name} more than once") for item in event.all(name)[1:])
    ends = [name for name in ("DTEND", "DURATION") if event.all(name)]
    if len(ends) != 1:
        yield Problem(event.line, "an event has DTEND and DURATION" if ends else "an event has no end")


def _floats(item: Property, read: Moment | None) -> Iterator[Problem]:
    if read is None:
        yield Problem(item.line, f"{item.name} is no date or time of its kind: {shown(item.value)}")
    elif read.clock is Clock.FLOATING:
        yield Problem(item.line, f"{item.name} has neither zone nor Z, so it means another time for every reader")


def _times(event: Component, start: Moment | None) -> Iterator[Problem]:
    for name in ONE_TIME:
        for item in event.all(name):
            yield from _floats(item, values.moment(item))
    for name in LISTS_OF_TIMES:
        for item in event.all(name):
            for read in values.moments(item):
                yield from _floats(item, read)
                if read is not None and start is not None and read.is_day != start.is_day:
                    yield Problem(item.line, f"{name} and DTSTART are not of one kind")


def _order(event: Component, start: Moment | None) -> Iterator[Problem]:
    item = event.first("DTEND")
    end = values.moment(item)
    if item is not None and end is not None and start is not None:
        if end.is_day != start.is_day:
            yield Problem(item.line, "DTSTART and DTEND are not of one kind")
        elif end.compared(start) in NOT_AFTER:
            yield Problem(item.line, "DTEND is not after DTSTART")
    for length in event.all("DURATION"):
        if not values.is_duration(length.value) or length.value.startswith("-"):
            yield Problem(length.line, f"DURATION is not a duration: {shown(length.value)}")
        elif start is not None and start.is_day and "T" in length.value:
            yield Problem(length.line, "the DURATION of whole days has hours (RFC 5545, 3.6.1)")


def _recurrence(event: Component, start: Moment | None) -> Iterator[Problem]:
    for item in event.all("RRULE"):
        parts = values.rule_parts(item.value)
        if parts is None:
            yield Problem(item.line, f"RRULE cannot be read: {shown(item.value)}")
            continue
        if event.all("RECURRENCE-ID"):
            yield Problem(item.line, "a replaced instance has no RRULE of its own")
        if "UNTIL" not in parts or start is None:
            continue
        until = values.until(parts["UNTIL"])
        if until is None or until.is_day != start.is_day:
            yield Problem(item.line, "UNTIL is not of the kind of DTSTART")
        elif not until.is_day and until.clock is not Clock.UTC:
            yield Problem(item.line, "UNTIL is not in UTC (RFC 5545, 3.3.10)")
        elif until.compared(start) == BEFORE:
            yield Problem(item.line, "UNTIL is before DTSTART")


def _method(event: Component, method: str) -> Iterator[Problem]:
    for name in ASKED_FOR.get(method, ()):
        if not event.all(name):
            yield Problem(event.line, f"METHOD:{method} asks for {name} on each event (RFC 5546)")
    if method not in {"REQUEST", "CANCEL"}:
        yield from (
            Problem(item.line, "what everybody may fetch names no ATTENDEE (RFC 5546, 3.2.1)")
            for item in event.all("ATTENDEE")
        )
        if any(child.name == "VALARM" for child in event.children):
            yield Problem(event.line, "a public calendar sets no alarms")
    if method == "CANCEL":
        yield from (
            Problem(item.line, "METHOD:CANCEL goes with STATUS:CANCELLED only")
            for item in event.all("STATUS")
            if item.value != "CANCELLED"
        )


def check(event: Component, *, method: str) -> Iterator[Problem]:
    """Yield what is wrong with an event of a file with this METHOD, which is empty where the file names none."""
    start = values.moment(event.first("DTSTART"))
    yield from _counts(event)
    for name, (is_good, message) in VALUES.items():
        yield from (Problem(item.line, message) for item in event.all(name) if not is_good(item))
    yield from _method(event, method)
    yield from _times(event, start)
    yield from _order(event, start)
    yield from _recurrence(event, start)
    for child in event.children:
        # RFC 9073 has more components for events; strict readers refuse a file for one that they do not know.
        if child.name != "VALARM":
            yield Problem(child.line, f"{shown(child.name)} in an event is no component that every reader knows")
