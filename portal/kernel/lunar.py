"""The lunar calendar of Việt Nam, computed from the moon and the sun by the clock of Việt Nam (UTC+7).

The rule is that of Decision 121-CP of 8 August 1967 (in force from 1968): a month begins on the day of a new moon; the winter solstice
falls in month 11; where thirteen months lie between two of those, the first one after month 11 in which the sun reaches no
new twelfth of its way is a leap month with the number of the month before. China counts by UTC+8, so some of its days differ.

New moons: Jean Meeus, Astronomical Algorithms (2nd edition), chapter 49. The sun's place: chapter 25 at low accuracy (0.01 degrees, a
quarter of an hour). A new moon is right to some seconds, which the days of this and the next century bear.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from math import floor, radians, sin
from typing import Final

FIRST_YEAR: Final = 1968
LAST_YEAR: Final = 2100
MONTHS_BETWEEN_SOLSTICES: Final = 12
MONTH_OF_SOLSTICE: Final = 11
DEGREES_OF_MONTH: Final = 30
WINTER_SOLSTICE: Final = 9
"""The sun's place at the winter solstice, in twelfths of its way: 270 degrees."""

SYNODIC_MONTH: Final = 29.530588861
EPOCH_OF_MOONS: Final = 2451550.09766
J2000: Final = 2451545.0
DAYS_OF_CENTURY: Final = 36525.0
MOONS_OF_CENTURY: Final = 1236.85
DAYS_OF_YEAR: Final = 365.25
SECONDS_OF_DAY: Final = 86400
UTC_PLUS_SEVEN: Final = 7 / 24
JULIAN_DAY_OF_ORDINAL_ZERO: Final = 1721424.5

# Each term: coefficient in days, how often E (the eccentricity of the earth's way) enters, multiples of M (sun), M' (moon) and F (node).
MOON_TERMS: Final = (
    (-0.40720, 0, 0, 1, 0),
    (0.17241, 1, 1, 0, 0),
    (0.01608, 0, 0, 2, 0),
    (0.01039, 0, 0, 0, 2),
    (0.00739, 1, -1, 1, 0),
    (-0.00514, 1, 1, 1, 0),
    (0.00208, 2, 2, 0, 0),
    (-0.00111, 0, 0, 1, -2),
    (-0.00057, 0, 0, 1, 2),
    (0.00056, 1, 1, 2, 0),
    (-0.00042, 0, 0, 3, 0),
    (0.00042, 1, 1, 0, 2),
    (0.00038, 1, 1, 0, -2),
    (-0.00024, 1, -1, 2, 0),
    (-0.00007, 0, 2, 1, 0),
    (0.00004, 0, 0, 2, -2),
    (0.00004, 0, 3, 0, 0),
    (0.00003, 0, 1, 1, -2),
    (0.00003, 0, 0, 2, 2),
    (-0.00003, 0, 1, 1, 2),
    (0.00003, 0, -1, 1, 2),
    (-0.00002, 0, -1, 1, -2),
    (-0.00002, 0, 1, 3, 0),
    (0.00002, 0, 0, 4, 0),
)
# What the planets add: coefficient in days, angle at the epoch and its growth with each new moon, in degrees.
PLANET_TERMS: Final = (
    (0.000325, 299.77, 0.107408),
    (0.000165, 251.88, 0.016321),
    (0.000164, 251.83, 26.651886),
    (0.000126, 349.42, 36.412478),
    (0.000110, 84.66, 18.206239),
    (0.000062, 141.74, 53.303771),
    (0.000060, 207.14, 2.453732),
    (0.000056, 154.84, 7.306860),
    (0.000047, 34.52, 27.261239),
    (0.000042, 207.19, 0.121824),
    (0.000040, 291.34, 1.844379),
    (0.000037, 161.72, 24.198154),
    (0.000035, 239.56, 25.513099),
    (0.000023, 331.55, 3.592518),
)


@dataclass(frozen=True, slots=True, order=True)
class LunarDate:
    """A day of the lunar calendar; a leap month follows the month whose number it bears."""

    year: int
    month: int
    is_leap: bool
    day: int


@dataclass(frozen=True, slots=True)
class Month:
    """A lunar month: its number in its year and the day on which it begins; ``days`` is 29 or 30."""

    year: int
    number: int
    is_leap: bool
    first: date
    days: int


def _delta_t(julian_day: float) -> float:
    """Return by how many seconds the even time of astronomers is ahead of clocks (Espenak and Meeus, the years around 2000)."""
    years = (julian_day - J2000) / DAYS_OF_YEAR
    return 62.92 + 0.32217 * years + 0.005589 * years * years


def _day_of(julian_day: float) -> date:
    """Return the day in Việt Nam of an instant in even time."""
    local = julian_day - _delta_t(julian_day) / SECONDS_OF_DAY + UTC_PLUS_SEVEN
    return date.fromordinal(floor(local - JULIAN_DAY_OF_ORDINAL_ZERO))


@cache
def _new_moon(number: int) -> date:
    """Return the day in Việt Nam of a new moon; number 0 is that of 6 January 2000."""
    t = number / MOONS_OF_CENTURY
    days = EPOCH_OF_MOONS + SYNODIC_MONTH * number + 0.00015437 * t**2 - 0.000000150 * t**3
    e = 1 - 0.002516 * t - 0.0000074 * t**2
    sun = radians(2.5534 + 29.10535670 * number - 0.0000014 * t**2)
    moon = radians(201.5643 + 385.81693528 * number + 0.0107582 * t**2)
    node = radians(160.7108 + 390.67050284 * number - 0.0016118 * t**2)
    ascending = radians(124.7746 - 1.56375588 * number + 0.0020672 * t**2)
    for size, power, of_sun, of_moon, of_node in MOON_TERMS:
        days += size * e**power * sin(of_sun * sun + of_moon * moon + of_node * node)
    days -= 0.00017 * sin(ascending)
    for size, angle, growth in PLANET_TERMS:
        days += size * sin(radians(angle + growth * number))
    return _day_of(days)


def _twelfth(day: date) -> int:
    """Return in which twelfth of its way (0 begins at the spring equinox) the sun is when a day begins in Việt Nam."""
    midnight = day.toordinal() + JULIAN_DAY_OF_ORDINAL_ZERO - UTC_PLUS_SEVEN
    t = (midnight + _delta_t(midnight) / SECONDS_OF_DAY - J2000) / DAYS_OF_CENTURY
    mean = 280.46646 + 36000.76983 * t + 0.0003032 * t**2
    anomaly = radians(357.52911 + 35999.05029 * t - 0.0001537 * t**2)
    centre = (1.914602 - 0.004817 * t - 0.000014 * t**2) * sin(anomaly)
    centre += (0.019993 - 0.000101 * t) * sin(2 * anomaly) + 0.000289 * sin(3 * anomaly)
    # Aberration and nutation: what an observer sees.
    apparent = mean + centre - 0.00569 - 0.00478 * sin(radians(125.04 - 1934.136 * t))
    return int(apparent % 360 // DEGREES_OF_MONTH)


def _number_near(day: date) -> int:
    """Return the number of the last new moon on a day or before it."""
    number = round((day.toordinal() + JULIAN_DAY_OF_ORDINAL_ZERO - EPOCH_OF_MOONS) / SYNODIC_MONTH) + 1
    while _new_moon(number) > day:
        number -= 1
    return number


@cache
def _solstice_month(year: int) -> int:
    """Return the number of the new moon with which month 11 begins: the month in which the sun reaches its winter solstice."""
    day = date(year, 12, 24)
    while _twelfth(day) >= WINTER_SOLSTICE:
        day -= timedelta(days=1)
    # The loop ends on the last midnight before the solstice, which is the day of the solstice.
    return _number_near(day)


@cache
def _months(year: int) -> tuple[Month, ...]:
    """Return the lunar months from month 11 of the year before to month 10 of a year."""
    first, after = _solstice_month(year - 1), _solstice_month(year)
    starts = [_new_moon(number) for number in range(first, after + 1)]
    twelfths = [_twelfth(day) for day in starts]
    leap = None
    if after - first > MONTHS_BETWEEN_SOLSTICES:
        leap = next(i for i in range(1, after - first) if twelfths[i] == twelfths[i + 1])
    found = []
    for index, start in enumerate(starts[:-1]):
        ordinary = index - (leap is not None and index >= leap)
        number = (MONTH_OF_SOLSTICE - 1 + ordinary) % 12 + 1
        of_year = year - 1 if ordinary < 2 else year  # noqa: PLR2004 -- months 11 and 12 belong to the year before
        found.append(Month(of_year, number, index == leap, start, (starts[index + 1] - start).days))
    return tuple(found)


def months(year: int) -> tuple[Month, ...]:
    """Return the lunar months of a year in their order, a leap month after its namesake.

    Raises ValueError for years before 1968, when the calendar was another, and after 2100.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"the lunar calendar is computed for {FIRST_YEAR} to {LAST_YEAR}")
    return tuple(month for month in (*_months(year), *_months(year + 1)) if month.year == year)


def is_known(day: date) -> bool:
    """Return whether the lunar date of a day can be told."""
    return FIRST_YEAR < day.year <= LAST_YEAR


def of(day: date) -> LunarDate:
    """Return the lunar date of a day; raises ValueError where ``is_known`` says no."""
    for year in (day.year, day.year - 1):
        for month in reversed(months(year)):
            if month.first <= day < month.first + timedelta(days=month.days):
                return LunarDate(month.year, month.number, month.is_leap, (day - month.first).days + 1)
    raise ValueError(day)


def day_of(year: int, month: int, day: int) -> date:
    """Return the day on which a lunar date falls, never in a leap month; day 30 of a month of 29 days is its last.

    Raises ValueError for a month that is not 1 to 12 or a day that is not 1 to 30.
    """
    if not (1 <= month <= 12 and 1 <= day <= 30):  # noqa: PLR2004 -- the lunar calendar's own bounds
        raise ValueError(f"no lunar date: {day}/{month}")
    found = next(item for item in months(year) if item.number == month and not item.is_leap)
    return found.first + timedelta(days=min(day, found.days) - 1)


def new_year(year: int) -> date:
    """Return the first day of Tết in a year."""
    return day_of(year, 1, 1)
