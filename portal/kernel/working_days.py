"""Working days of Việt Nam: Monday to Friday without public holidays, and the Saturdays on which offices make up.

The days are data, because Tết and the day of the Hùng kings follow the moon and the Government chooses days anew each year:
``data/holidays.toml`` comes with the portal, and a year that was entered in the admin (``decide``) takes the place of the file's. Deadlines
promised in working days are counted here and nowhere else.
"""

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _

from portal.kernel import errors

DATA: Final = Path(__file__).resolve().parent / "data" / "holidays.toml"
MAKE_UP: Final = "make_up"
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
    make_up = frozenset(fields.pop(MAKE_UP))
    days_off = {day: Holiday(name) for name, days in fields.items() for day in days}
    strays = sorted(day for day in (*days_off, *make_up) if day.year != number)
    if strays:
        raise ValueError(f"{strays[0]} does not lie in {number}")
    return Year(days_off, make_up, source, provisional)


@cache
def shipped() -> dict[int, Year]:
    """Return the years that come with the portal."""
    return read()


def years() -> dict[int, Year]:
    """Return the years that the portal knows, those entered in the admin before those of the file; one query."""
    from portal.kernel.models import HolidayYear  # noqa: PLC0415 -- apps must be loaded

    entered = HolidayYear.objects.values_list("year", "days", "source", "is_provisional")
    return shipped() | {
        number: _year(number, {**_dates(days), "source": source, "provisional": provisional})
        for number, days, source, provisional in entered
    }


def _dates(days: Mapping[str, Collection[str]]) -> dict[str, list[date]]:
    return {name: [date.fromisoformat(day) for day in texts] for name, texts in days.items()}


def decide(
    *,
    year: int,
    days_off: Mapping[Holiday, Collection[date]],
    make_up: Collection[date],
    source: str,
    provisional: bool,
) -> None:
    """Keep the days off and make-up days of a year, as the decision of that year gives them.

    Raises DomainError, with the holiday's name (or ``make_up``) as field, for a day of another year, a day that is named
    twice, and a make-up day that is a working day anyhow.
    """
    from portal.kernel.models import HolidayYear  # noqa: PLC0415 -- apps must be loaded

    seen: set[date] = set()
    for name, days in [*((holiday.value, days_off.get(holiday, ())) for holiday in Holiday), (MAKE_UP, make_up)]:
        for day in days:
            if day.year != year:
                raise errors.DomainError(
                    _("%(day)s does not lie in %(year)d.") % {"day": f"{day:%d/%m/%Y}", "year": year}, field=name
                )
            if day in seen:
                raise errors.DomainError(_("%(day)s is named twice.") % {"day": f"{day:%d/%m/%Y}"}, field=name)
            if name == MAKE_UP and day.weekday() < SATURDAY:
                words = _("%(day)s is a working day anyhow; people make up on Saturdays and Sundays.")
                raise errors.DomainError(words % {"day": f"{day:%d/%m/%Y}"}, field=name)
            seen.add(day)
    texts = {holiday.value: [day.isoformat() for day in sorted(days)] for holiday, days in days_off.items()}
    texts[MAKE_UP] = [day.isoformat() for day in sorted(make_up)]
    HolidayYear.objects.update_or_create(
        year=year, defaults={"days": texts, "source": source, "is_provisional": provisional}
    )


def is_provisional(day: date) -> bool:
    """Return whether the calendar of the day's year is a guess, or not known at all."""
    year = years().get(day.year)
    return year is None or year.provisional


def _is_worked(day: date, known: Mapping[int, Year]) -> bool:
    year = known.get(day.year)
    if year is not None and (day in year.days_off or day in year.make_up):
        return day in year.make_up
    return day.weekday() < SATURDAY


def is_working_day(day: date) -> bool:
    """Return whether offices work on a day; in a year without data every Monday to Friday counts."""
    return _is_worked(day, years())


def add_working_days(day: date, count: int) -> date:
    """Return the ``count``-th working day after ``day``; the day itself is not counted (Civil Code 91/2015, article 147).

    A negative ``count`` goes back. Zero returns the day as it is, whether offices work on it or not.
    """
    known = years()
    step = ONE_DAY if count > 0 else -ONE_DAY
    left = abs(count)
    while left:
        day += step
        left -= _is_worked(day, known)
    return day
