"""What a day is: a public holiday by law, a day off by the decision of its year, a Saturday on which offices make up.

Article 112 of the Labour Code 45/2019/QH14 names the holidays: one day each for the New Year, 30 April, 1 May and the Hùng kings (10 of the third
lunar month), two for 2 September with the day before or after, five for Tết. Which of the possible days are taken is said
anew each year; those are data (``working_days``). A year without data has the days that the law itself fixes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.kernel import lunar, working_days
from portal.kernel.working_days import Holiday

NAMES: Final[dict[Holiday, Promise]] = {
    Holiday.NEW_YEAR: _("New Year’s Day"),
    Holiday.LUNAR_NEW_YEAR: _("Tết, the lunar New Year"),
    Holiday.HUNG_KINGS: _("Death anniversary of the Hùng kings"),
    Holiday.REUNIFICATION: _("Reunification Day"),
    Holiday.LABOUR: _("International Workers’ Day"),
    Holiday.NATIONAL: _("National Day"),
}
FIXED: Final = {
    Holiday.NEW_YEAR: (1, 1),
    Holiday.REUNIFICATION: (4, 30),
    Holiday.LABOUR: (5, 1),
    Holiday.NATIONAL: (9, 2),
}
DAYS_OF_TET: Final = 5


@dataclass(frozen=True, slots=True)
class Day:
    """What is special about a day. ``is_off`` says that offices are closed; a make-up day has no holiday."""

    date: date
    holiday: Holiday | None
    is_off: bool
    is_itself: bool
    is_provisional: bool

    @property
    def is_make_up(self) -> bool:
        """Whether offices work although it is a weekend."""
        return self.holiday is None


def by_law(year: int) -> dict[date, Holiday]:
    """Return the days of a year that are holidays themselves, whatever days off are taken for them.

    Tết is the last day of the lunar year and the four first of the new one, which is how its five days fall in most years.
    """
    found = {date(year, month, day): holiday for holiday, (month, day) in FIXED.items()}
    if lunar.FIRST_YEAR < year <= lunar.LAST_YEAR:
        found[lunar.day_of(year, 3, 10)] = Holiday.HUNG_KINGS
        eve = lunar.new_year(year) - timedelta(days=1)
        found |= {eve + timedelta(days=number): Holiday.LUNAR_NEW_YEAR for number in range(DAYS_OF_TET)}
    return found


def between(first: date, last: date) -> dict[date, Day]:
    """Return the special days from ``first`` to ``last``, both included, in their order; one query."""
    known = working_days.years()
    found = {day.date: day for year in range(first.year, last.year + 1) for day in _days(year, known.get(year))}
    return {day: found[day] for day in sorted(found) if first <= day <= last}


def _days(year: int, known: working_days.Year | None) -> Iterator[Day]:
    lawful = by_law(year)
    if known is None:
        for day, holiday in lawful.items():
            yield Day(day, holiday, is_off=True, is_itself=True, is_provisional=True)
        return
    resting = {day: holiday for day, holiday in lawful.items() if day.weekday() >= working_days.SATURDAY}
    for day, holiday in {**resting, **known.days_off}.items():
        is_itself = lawful.get(day) == holiday
        yield Day(day, holiday, is_off=True, is_itself=is_itself, is_provisional=known.provisional)
    for day in known.make_up:
        yield Day(day, None, is_off=False, is_itself=False, is_provisional=known.provisional)
