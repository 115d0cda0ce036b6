"""Values of calendar files: dates and times, durations, rules, texts, addresses (RFC 5545, 3.3). Patterns run in linear time."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum, auto
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from events.calendars.structure import Property

MOMENT: Final = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:T([0-9]{2})([0-9]{2})([0-9]{2})(Z?))?")
_TIME_OF_DURATION: Final = r"T(?:[0-9]+H(?:[0-9]+M(?:[0-9]+S)?)?|[0-9]+M(?:[0-9]+S)?|[0-9]+S)"
DURATION: Final = re.compile(rf"([+-]?)P(?:[0-9]+W|[0-9]+D(?:{_TIME_OF_DURATION})?|{_TIME_OF_DURATION})")
OFFSET: Final = re.compile(r"(?!-0000)[+-](?:[01][0-9]|2[0-3])[0-5][0-9]")
TEXT: Final = re.compile(r"[^\\;,]*(?:\\[\\;,nN][^\\;,]*)*")
TEXTS: Final = re.compile(r"[^\\;]*(?:\\[\\;,nN][^\\;]*)*")
URI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[!-~]+")
NUMBER: Final = re.compile(r"[0-9]{1,10}")
COLOUR: Final = re.compile(r"[A-Za-z]{3,20}")
TOKEN: Final = re.compile(r"[A-Za-z0-9-]+")
_DEGREES: Final = re.compile(r"([+-]?[0-9]{1,3}(?:\.[0-9]{1,20})?);([+-]?[0-9]{1,3}(?:\.[0-9]{1,20})?)")
_DAY: Final = r"(?:[+-]?[0-9]{1,2})?(?:MO|TU|WE|TH|FR|SA|SU)"
_SIGNED: Final = r"[+-]?[0-9]{1,3}"
_PLAIN: Final = r"[0-9]{1,2}"
RULE_PART: Final = re.compile(
    r"FREQ=(?:SECONDLY|MINUTELY|HOURLY|DAILY|WEEKLY|MONTHLY|YEARLY)|UNTIL=[0-9]{8}(?:T[0-9]{6}Z?)?"
    r"|(?:COUNT|INTERVAL)=0{0,8}[1-9][0-9]{0,8}"
    rf"|BY(?:SECOND|MINUTE|HOUR|MONTH)={_PLAIN}(?:,{_PLAIN})*|BYDAY={_DAY}(?:,{_DAY})*"
    rf"|BY(?:MONTHDAY|YEARDAY|WEEKNO|SETPOS)={_SIGNED}(?:,{_SIGNED})*|WKST=(?:MO|TU|WE|TH|FR|SA|SU)"
)
LARGEST_INTEGER: Final = 2_147_483_647
LATITUDE, LONGITUDE = 90, 180
LEAP_SECOND: Final = 60


@cache
def _known() -> frozenset[str]:
    return frozenset(available_timezones())


def _zone(name: str) -> ZoneInfo | None:
    return ZoneInfo(name) if name in _known() else None


class Clock(Enum):
    """What a time hangs on."""

    DAY = auto()
    FLOATING = auto()
    ZONE = auto()
    UTC = auto()


@dataclass(frozen=True, slots=True)
class Moment:
    """A date or a time as it is written, without the difference to other zones."""

    clock: Clock
    at: datetime
    zone: str = ""

    @property
    def is_day(self) -> bool:
        """Whether it is a date."""
        return self.clock is Clock.DAY

    @property
    def instant(self) -> datetime | None:
        """The time with its zone, where that is UTC or one of the time zone database."""
        if self.clock is Clock.UTC:
            return self.at.replace(tzinfo=UTC)
        zone = _zone(self.zone) if self.clock is Clock.ZONE else None
        return self.at.replace(tzinfo=zone) if zone else None

    def compared(self, other: "Moment") -> int | None:
        """Return -1, 0 or 1 where this comes before, with or after the other; None where nobody can tell."""
        first, second = self.at, other.at
        if self.clock is not other.clock or self.zone != other.zone:
            mine, its = self.instant, other.instant
            if mine is None or its is None:
                return None
            first, second = mine, its
        return (first > second) - (first < second)


def _read(value: str, zone: str) -> Moment | None:
    match = MOMENT.fullmatch(value)
    if match is None:
        return None
    year, month, day, hour, minute, second, utc = match.groups()
    try:
        if hour is None:
            return Moment(Clock.DAY, datetime(int(year), int(month), int(day)))  # noqa: DTZ001 -- a date as written
        seconds = LEAP_SECOND - 1 if int(second) == LEAP_SECOND else int(second)
        at = datetime(int(year), int(month), int(day), int(hour), int(minute), seconds)  # noqa: DTZ001 -- as written
    except ValueError:
        return None
    if utc:
        return None if zone else Moment(Clock.UTC, at)
    return Moment(Clock.ZONE, at, zone) if zone else Moment(Clock.FLOATING, at)


def moments(item: Property) -> list[Moment | None]:
    """Return the dates or times of a property, None for each that is none or is not of the kind that VALUE says.

    A date has VALUE=DATE and no zone; a time in UTC has no TZID (RFC 5545, 3.3.5, 3.2.19). Of periods the beginning counts.
    """
    zone, kind = item.parameter("TZID"), item.kind or "DATE-TIME"
    found: list[Moment | None] = []
    for value in item.value.split(","):
        if kind == "PERIOD":
            start, _slash, end = value.partition("/")
            read = _read(start, zone) if DURATION.fullmatch(end) or MOMENT.fullmatch(end) else None
        else:
            read = _read(value, zone)
        is_right = read is not None and kind in {"DATE", "DATE-TIME", "PERIOD"} and read.is_day == (kind == "DATE")
        found.append(read if is_right and not (kind == "DATE" and zone) else None)
    return found


def moment(item: Property | None) -> Moment | None:
    """Return the one date or time of a property, None where it is none."""
    if item is None or "," in item.value:
        return None
    return moments(item)[0]


def is_utc(item: Property) -> bool:
    """Return whether the value is a time in UTC."""
    read = moment(item)
    return read is not None and read.clock is Clock.UTC


def is_duration(value: str) -> bool:
    """Return whether the value is a duration."""
    return DURATION.fullmatch(value) is not None


def is_number(value: str) -> bool:
    """Return whether the value is a whole number, not negative, that fits into 32 bits."""
    return NUMBER.fullmatch(value) is not None and int(value) <= LARGEST_INTEGER


def is_position(value: str) -> bool:
    """Return whether the value is latitude and longitude in their bounds (RFC 5545, 3.8.1.6)."""
    match = _DEGREES.fullmatch(value)
    return match is not None and abs(float(match[1])) <= LATITUDE and abs(float(match[2])) <= LONGITUDE


def is_uri(value: str) -> bool:
    """Return whether the value is an address with its scheme, in ASCII."""
    return URI.fullmatch(value) is not None


def octets(value: str) -> int:
    """Return the length of a text in octets, as readers keep it: without the backslashes of its escapes."""
    return len(value.encode()) - len(re.findall(r"\\.", value))


def rule_parts(value: str) -> dict[str, str] | None:
    """Return the parts of a recurrence rule by name, None where it cannot be read (RFC 5545, 3.3.10)."""
    parts = [part.partition("=") for part in value.split(";")]
    if not all(RULE_PART.fullmatch("".join(part)) for part in parts):
        return None
    names = Counter(name for name, _equals, _value in parts)
    if names["FREQ"] != 1 or max(names.values()) > 1 or (names["UNTIL"] and names["COUNT"]):
        return None
    return {name: written for name, _equals, written in parts}


def until(value: str) -> Moment | None:
    """Return the end of a rule."""
    return _read(value, "")
