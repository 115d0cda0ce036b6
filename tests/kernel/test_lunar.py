"""The lunar calendar: known days of Tết and leap months, and what holds for every month and day."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kernel import lunar

# As announced or printed in Vietnamese calendars. 1968, 1969, 1985, 2007, 2030 and 2053 are years in which China keeps another day.
TET = [
    "1968-01-29",
    "1969-02-16",
    "1985-01-21",
    "2000-02-05",
    "2001-01-24",
    "2002-02-12",
    "2003-02-01",
    "2004-01-22",
    "2005-02-09",
    "2006-01-29",
    "2007-02-17",
    "2008-02-07",
    "2009-01-26",
    "2010-02-14",
    "2011-02-03",
    "2012-01-23",
    "2013-02-10",
    "2014-01-31",
    "2015-02-19",
    "2016-02-08",
    "2017-01-28",
    "2018-02-16",
    "2019-02-05",
    "2020-01-25",
    "2021-02-12",
    "2022-02-01",
    "2023-01-22",
    "2024-02-10",
    "2025-01-29",
    "2026-02-17",
    "2027-02-06",
    "2028-01-26",
    "2029-02-13",
    "2030-02-02",
    "2031-01-23",
    "2032-02-11",
    "2033-01-31",
    "2034-02-19",
    "2053-02-18",
]
LEAP_MONTHS = {
    2001: 4,
    2004: 2,
    2006: 7,
    2009: 5,
    2012: 4,
    2014: 9,
    2017: 6,
    2020: 4,
    2023: 2,
    2025: 6,
    2028: 5,
    2031: 3,
    2033: 11,
}
YEARS = st.integers(lunar.FIRST_YEAR + 1, lunar.LAST_YEAR - 1)
DAYS = st.dates(date(1969, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize("day", TET)
def test_tet_falls_on_the_day_that_is_known(day: str) -> None:
    assert lunar.new_year(int(day[:4])) == date.fromisoformat(day)


def test_leap_months_are_those_that_are_known() -> None:
    found = {year: month.number for year in range(2000, 2034) for month in lunar.months(year) if month.is_leap}
    assert found == LEAP_MONTHS
    assert [month.number for month in lunar.months(1985) if month.is_leap] == [2]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 4, 26), (2026, 3, False, 10)),
        (date(2025, 7, 25), (2025, 6, True, 1)),
        (date(2025, 8, 22), (2025, 6, True, 29)),
        (date(2026, 2, 16), (2025, 12, False, 29)),
        (date(2024, 9, 17), (2024, 8, False, 15)),
    ],
)
def test_single_days(day: date, expected: tuple[int, int, bool, int]) -> None:
    found = lunar.of(day)
    assert (found.year, found.month, found.is_leap, found.day) == expected


@given(YEARS)
def test_months_follow_each_other_without_a_gap(year: int) -> None:
    months = [*lunar.months(year), *lunar.months(year + 1)]
    assert all(month.days in {29, 30} for month in months)
    assert all(one.first + timedelta(days=one.days) == other.first for one, other in itertools.pairwise(months))
    numbers = [month.number for month in lunar.months(year) if not month.is_leap]
    assert numbers == list(range(1, 13))
    assert sum(month.is_leap for month in lunar.months(year)) <= 1


@given(DAYS)
def test_the_next_day_is_the_next_lunar_day(day: date) -> None:
    here, there = lunar.of(day), lunar.of(day + timedelta(days=1)) if day < date(2100, 12, 31) else None
    assert there is None or there.day in {here.day + 1, 1}
    assert there is None or there.day != 1 or here.day in {29, 30}
    assert here.is_leap or lunar.day_of(here.year, here.month, here.day) == day


@given(YEARS)
def test_tet_lies_between_20_january_and_21_february(year: int) -> None:
    assert (1, 20) <= (lunar.new_year(year).month, lunar.new_year(year).day) <= (2, 21)


def test_a_day_that_a_short_month_does_not_have_is_its_last() -> None:
    short = next(month for month in lunar.months(2026) if month.days == 29)
    assert lunar.day_of(2026, short.number, 30) == lunar.day_of(2026, short.number, 29)


@pytest.mark.parametrize(
    "values", [(2026, 13, 1), (2026, 0, 1), (2026, 1, 31), (2026, 1, 0), (1967, 1, 1), (2101, 1, 1)]
)
def test_what_is_no_lunar_date_is_refused(values: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="lunar"):
        lunar.day_of(*values)


def test_days_outside_the_table_are_said_to_be_unknown() -> None:
    assert not lunar.is_known(date(1968, 12, 31))
    assert not lunar.is_known(date(2101, 1, 1))
    assert lunar.is_known(date(1969, 1, 1))
    with pytest.raises(ValueError, match="lunar"):
        lunar.of(date(1960, 1, 1))
