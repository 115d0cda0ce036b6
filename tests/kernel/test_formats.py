"""Numbers, money and dates in both languages; dates typed day first."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django import forms
from django.utils import formats as django_formats
from django.utils import translation

from portal.kernel import formats


def test_number_groups_by_language() -> None:
    assert formats.number(1234567.89, 2) == "1.234.567,89"
    with translation.override("en"):
        assert formats.number(1234567.89, 2) == "1,234,567.89"


@pytest.mark.parametrize(
    ("amount", "words"),
    [(1_500_000_000, "1,5 tỷ đồng"), (380_000_000, "380 triệu đồng"), (50_000, "50.000 đồng")],
)
def test_money_is_in_words(amount: int, words: str) -> None:
    assert formats.money(amount).replace(formats.NO_BREAK_SPACE, " ") == words


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2023, 5, 8), "ngày 08 tháng 5 năm 2023"),
        (date(2023, 2, 18), "ngày 18 tháng 02 năm 2023"),
        (date(2023, 11, 30), "ngày 30 tháng 11 năm 2023"),
    ],
)
def test_document_date_pads_as_the_decree_says(day: date, words: str) -> None:
    assert formats.document_date(day) == words


def test_typed_dates_are_day_first() -> None:
    class DateForm(forms.Form):
        day = forms.DateField()

    for language in ("vi", "en"):
        with translation.override(language):
            form = DateForm({"day": "05/12/2026"})
            assert form.is_valid()
            assert form.cleaned_data["day"] == date(2026, 12, 5)


def test_week_starts_on_monday() -> None:
    for language in ("vi", "en"):
        assert django_formats.get_format("FIRST_DAY_OF_WEEK", lang=language) == 1


def test_clock_time_is_that_of_viet_nam() -> None:
    assert formats.clock_time(datetime(2026, 12, 31, 20, 5, tzinfo=UTC)) == "03:05"


def test_date_range_of_one_day_is_one_date() -> None:
    day = date(2026, 12, 20)
    assert formats.date_range(day, day) == "20/12/2026"
    assert formats.date_range(day, date(2026, 12, 22)) == "20/12/2026 đến 22/12/2026"


def test_a_period_tells_beginning_and_end_with_their_hours() -> None:
    starts, ends = datetime(2026, 12, 19, 1, 0, tzinfo=UTC), datetime(2026, 12, 21, 10, 0, tzinfo=UTC)
    assert formats.period(starts, ends) == "08:00 Thứ 7, 19/12/2026 đến 17:00 Thứ 2, 21/12/2026"
    assert formats.period(starts, ends, whole_days=True) == "19/12/2026 đến 21/12/2026"
    with translation.override("en"):
        assert (
            formats.period(starts, ends) == "08:00 on Saturday, 19 December 2026 to 17:00 on Monday, 21 December 2026"
        )


def test_a_period_of_one_day_names_the_day_once() -> None:
    starts = datetime(2026, 12, 19, 1, 0, tzinfo=UTC)
    assert formats.period(starts, starts + timedelta(hours=2)) == "Thứ 7, 19/12/2026, 08:00–10:00"
    assert formats.period(starts, starts + timedelta(hours=16)) == "Thứ 7, 19/12/2026, 08:00–00:00"
    assert formats.period(starts) == "Thứ 7, 19/12/2026, 08:00"
    assert formats.period(starts, starts + timedelta(hours=2), whole_days=True) == "Thứ 7, 19/12/2026"
