"""Working days of Việt Nam: Monday to Friday without public holidays, and the Saturdays on which offices make up.

The days are data (``data/holidays.toml``), because Tết and the day of the Hùng kings follow the moon and the Government
chooses days anew each year. Deadlines promised in working days are counted here and nowhere else.
"""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any, Final

DATA: Final = Path(__file__).resolve().parent / "data" / "holidays.toml"
SATURDAY: Final = 5
ONE_DAY: Final = timedelta(days=1)


class Holiday(Enum):
    """The public holidays of article 112 of the Labour Code 45/2019/QH14, by their names in the data."""

    NEW_YEAR = "new-year"
    LUNAR_NEW_YEAR = "lunar-new-year"
    HUNG_KINGS = "hung-kings"
    REUNIFICATION = "reunification"
    LABOUR = "labour"
    NATIONAL = "national"


@dataclass(frozen=True, slots=True)
class Year:
    """What is known of one year: its days off by holiday, its make-up days, where that is from, and whether it is final."""

    days_off: dict[date, Holiday]
    make_up: frozenset[date]
    source: str
    provisional: bool


def read(path: Path = DATA) -> dict[int, Year]:
    """Return the years of a file. Raises ValueError for a day outside its year or an unknown name."""
    return {int(number): _year(int(number), entry) for number, entry in tomllib.loads(path.read_text("utf-8")).items()}


def _year(number: int, entry: dict[str, Any]) -> Year:
    fields = dict(entry)
    source, provisional = str(fields.pop("source")), bool(fields.pop("provisional"))
    make_up = frozenset(fields.pop("make_up"))
    days_off = {day: Holiday(name) for name, days in fields.items() for day in days}
    strays = sorted(day for day in (*days_off, *make_up) if day.year != number)
    if strays:
        raise ValueError(f"{strays[0]} does not lie in {number}")
    return Year(days_off, make_up, source, provisional)


@cache
def years() -> dict[int, Year]:
    """Return the years that the portal knows."""
    return read()


def is_provisional(day: date) -> bool:
    """Return whether the calendar of the day's year is a guess, or not known at all."""
    year = years().get(day.year)
    return year is None or year.provisional


def is_working_day(day: date) -> bool:
    """Return whether offices work on a day; in a year without data every Monday to Friday counts."""
    year = years().get(day.year)
    if year is not None and (day in year.days_off or day in year.make_up):
        return day in year.make_up
    return day.weekday() < SATURDAY


def add_working_days(day: date, count: int) -> date:
    """Return the ``count``-th working day after ``day``; the day itself is not counted (Civil Code 91/2015, article 147).

    A negative ``count`` goes back. Zero returns the day as it is, whether offices work on it or not.
    """
    step = ONE_DAY if count > 0 else -ONE_DAY
    left = abs(count)
    while left:
        day += step
        left -= is_working_day(day)
    return day
