"""When festivals fall: those of the whole country, which come with the portal, and those of places, which editors add."""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Final

from events.enums import FestivalCalendar
from events.models import Festival
from portal.kernel import lunar
from portal.vocabularies.models import AdministrativeUnit

DATA: Final = Path(__file__).resolve().parent / "data" / "festivals.toml"


@dataclass(frozen=True, slots=True)
class Feast:
    """A festival in one year, from its first to its last day; without a place it is kept everywhere."""

    name: str
    first: date
    last: date
    place: AdministrativeUnit | None = None

    @property
    def days(self) -> tuple[date, ...]:
        """Every day of it."""
        return tuple(self.first + timedelta(days=number) for number in range((self.last - self.first).days + 1))


@cache
def shipped() -> tuple[Festival, ...]:
    """Return the festivals of the whole country, as rows that are not in the database."""
    entries = tomllib.loads(DATA.read_text("utf-8"))["festival"]
    return tuple(
        Festival(name_vi=entry["vi"], name_en=entry["en"], month=entry["month"], day=entry["day"]) for entry in entries
    )


def between(first: date, last: date) -> list[Feast]:
    """Return the festivals that touch the days from ``first`` to ``last``, both included, by day and name; one query."""
    rows = [*shipped(), *Festival.objects.select_related("place", "place__parent")]
    found = [feast for row in rows for feast in _in_years(row, range(first.year - 1, last.year + 1))]
    return sorted(
        (feast for feast in found if feast.first <= last and feast.last >= first),
        key=lambda feast: (feast.first, feast.name),
    )


def _in_years(row: Festival, years: Iterable[int]) -> Iterator[Feast]:
    for year in years:
        begins = _first_day(row, year)
        if begins is not None:
            yield Feast(row.name, begins, begins + timedelta(days=row.days - 1), row.place)


def _first_day(row: Festival, year: int) -> date | None:
    if row.calendar == FestivalCalendar.LUNAR:
        is_known = lunar.FIRST_YEAR <= year <= lunar.LAST_YEAR
        return lunar.day_of(year, row.month, row.day) if is_known else None
    try:
        return date(year, row.month, row.day)
    except ValueError:  # 29 February
        return None
