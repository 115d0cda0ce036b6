"""Public holidays: by law, by the decision of a year, and as entered in the admin."""

from datetime import date, timedelta
from typing import Any

import pytest

from portal.kernel import errors, holidays, working_days
from portal.kernel.models import HolidayYear
from portal.kernel.working_days import Holiday

pytestmark = pytest.mark.django_db


def entered(year: int = 2027, **values: Any) -> None:
    working_days.decide(
        **{
            "year": year,
            "days_off": {Holiday.NEW_YEAR: [date(year, 1, 1)], Holiday.NATIONAL: [date(year, 9, 1), date(year, 9, 2)]},
            "make_up": [date(year, 9, 11)],
            "source": "Thông báo 1/TB-BNV",
            "provisional": False,
            **values,
        }
    )


def test_days_entered_in_the_admin_take_the_place_of_the_file() -> None:
    assert not working_days.is_working_day(date(2027, 9, 3))
    assert working_days.is_provisional(date(2027, 9, 3))
    entered()
    assert working_days.is_working_day(date(2027, 9, 3))
    assert not working_days.is_working_day(date(2027, 9, 1))
    assert working_days.is_working_day(date(2027, 9, 11))
    assert not working_days.is_provisional(date(2027, 9, 3))
    assert not working_days.is_working_day(date(2026, 9, 1))
    assert working_days.add_working_days(date(2027, 8, 31), 1) == date(2027, 9, 3)


def test_a_year_entered_twice_is_one_year() -> None:
    entered()
    entered(make_up=[])
    assert HolidayYear.objects.get().year == 2027
    assert working_days.years()[2027].make_up == frozenset()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"make_up": [date(2027, 9, 10)]}, "make_up"),
        ({"make_up": [date(2026, 9, 12)]}, "make_up"),
        ({"days_off": {Holiday.LABOUR: [date(2028, 5, 1)]}}, "labour"),
        ({"days_off": {Holiday.LABOUR: [date(2027, 5, 1)], Holiday.REUNIFICATION: [date(2027, 5, 1)]}}, "labour"),
    ],
)
def test_days_that_cannot_be_are_refused_beside_their_field(values: dict[str, Any], field: str) -> None:
    with pytest.raises(errors.DomainError) as refused:
        entered(**values)
    assert refused.value.field == field
    assert not HolidayYear.objects.exists()


def test_what_the_law_fixes_is_known_for_years_without_a_decision() -> None:
    found = holidays.between(date(2030, 1, 1), date(2030, 12, 31))
    tet = [day for day, what in found.items() if what.holiday is Holiday.LUNAR_NEW_YEAR]
    assert tet == [date(2030, 2, 1) + timedelta(days=number) for number in range(5)]
    assert [day for day, what in found.items() if what.holiday is Holiday.HUNG_KINGS] == [date(2030, 4, 12)]
    assert all(what.is_provisional and what.is_itself for what in found.values())
    assert list(found) == sorted(found)


def test_decided_years_tell_days_off_from_make_up_days() -> None:
    found = holidays.between(date(2026, 8, 20), date(2026, 9, 5))
    assert list(found) == [date(2026, 8, 22), date(2026, 8, 31), date(2026, 9, 1), date(2026, 9, 2)]
    assert found[date(2026, 8, 22)].is_make_up
    assert not found[date(2026, 8, 22)].is_off
    assert found[date(2026, 9, 2)].is_itself
    assert not found[date(2026, 8, 31)].is_itself
    assert not found[date(2026, 9, 2)].is_provisional


def test_a_holiday_on_a_weekend_is_shown_with_the_day_off_for_it() -> None:
    found = holidays.between(date(2026, 4, 25), date(2026, 4, 28))
    assert [(day.day, what.is_itself) for day, what in found.items()] == [(26, True), (27, False)]


def test_both_sources_agree_on_every_day_that_the_file_names() -> None:
    for year, known in working_days.shipped().items():
        lawful = holidays.by_law(year)
        for day, holiday in known.days_off.items():
            near = [other for other, name in lawful.items() if name is holiday and abs((other - day).days) <= 4]
            assert near, f"{day} is far from {holiday}"


def test_a_span_costs_one_query(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        holidays.between(date(2026, 1, 1), date(2028, 12, 31))
