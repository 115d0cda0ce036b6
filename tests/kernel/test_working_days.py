"""Working days: the data of each year, and arithmetic that holds for any day and number."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kernel import lunar, working_days
from portal.kernel.working_days import Holiday, add_working_days, is_working_day

pytestmark = pytest.mark.django_db
DAYS = st.dates(date(2024, 11, 1), date(2029, 3, 1))
COUNTS = st.integers(0, 60)
TET = {2025: date(2025, 1, 29), 2026: date(2026, 2, 17), 2027: date(2027, 2, 6), 2028: date(2028, 1, 26)}
HUNG_KINGS = {2025: date(2025, 4, 7), 2026: date(2026, 4, 26), 2027: date(2027, 4, 16), 2028: date(2028, 4, 4)}


def test_four_years_are_known_and_only_decided_ones_are_final() -> None:
    assert sorted(working_days.years()) == [2025, 2026, 2027, 2028]
    assert [year for year, known in working_days.years().items() if known.provisional] == [2027, 2028]
    assert all(known.source for known in working_days.years().values())
    assert working_days.is_provisional(date(2031, 1, 1))
    assert not working_days.is_provisional(date(2026, 11, 25))


@pytest.mark.parametrize("year", sorted(TET))
def test_lunar_days_follow_the_moon(year: int) -> None:
    assert lunar.new_year(year) == TET[year]
    assert lunar.day_of(year, 3, 10) == HUNG_KINGS[year]


@pytest.mark.parametrize("year", sorted(TET))
def test_days_off_are_as_many_as_the_labour_code_gives(year: int) -> None:
    known = working_days.years()[year]
    exchanged = len(known.make_up)
    assert len(known.days_off) == 11 + exchanged
    assert set(known.days_off.values()) == set(Holiday)
    assert all(day.weekday() < 5 for day in known.days_off)
    assert all(day.weekday() >= 5 for day in known.make_up)
    tet = [day for day, holiday in known.days_off.items() if holiday is Holiday.LUNAR_NEW_YEAR]
    assert len(tet) == 5
    assert min(tet) <= TET[year] + timedelta(days=1)
    assert max(tet) <= TET[year] + timedelta(days=5)


def test_make_up_saturday_counts_and_its_exchanged_friday_does_not() -> None:
    assert is_working_day(date(2026, 8, 22))
    assert not is_working_day(date(2026, 8, 31))
    assert not is_working_day(date(2026, 8, 29))
    assert add_working_days(date(2026, 8, 28), 1) == date(2026, 9, 3)


def test_deadline_jumps_over_tet() -> None:
    assert add_working_days(date(2026, 2, 12), 5) == date(2026, 2, 26)
    assert add_working_days(date(2026, 2, 26), -5) == date(2026, 2, 12)


def test_file_with_a_stray_day_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "days.toml"
    path.write_text('[2026]\nsource = "x"\nprovisional = false\nmake_up = []\nlabour = [2027-05-03]\n', "utf-8")
    with pytest.raises(ValueError, match="2027-05-03"):
        working_days.read(path)


@given(DAYS, COUNTS)
def test_result_is_a_working_day_with_exactly_that_many_between(day: date, count: int) -> None:
    due = add_working_days(day, count)
    between = [day + timedelta(days=step) for step in range(1, (due - day).days + 1)]
    assert sum(map(is_working_day, between)) == count
    assert count == 0 or is_working_day(due)


@given(DAYS, COUNTS, COUNTS)
def test_two_steps_are_one_long_step(day: date, first: int, second: int) -> None:
    assert add_working_days(add_working_days(day, first), second) == add_working_days(day, first + second)


@given(DAYS, DAYS, COUNTS)
def test_later_start_never_ends_earlier(one: date, other: date, count: int) -> None:
    early, late = sorted((one, other))
    assert add_working_days(early, count) <= add_working_days(late, count)


@given(DAYS.filter(is_working_day), COUNTS)
def test_going_back_undoes_going_on_from_a_working_day(day: date, count: int) -> None:
    assert add_working_days(add_working_days(day, count), -count) == day
