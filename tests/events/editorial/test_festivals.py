"""Festivals: those of the country and those that editors add, by both calendars."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.models import Site

from events import festivals
from events.enums import FestivalCalendar
from events.models import Festival
from portal.kernel import working_days
from portal.kernel.models import HolidayYear
from tests.factories import events as make

pytestmark = pytest.mark.django_db


def test_festivals_of_the_country_follow_the_moon() -> None:
    found = {feast.name: feast.first for feast in festivals.between(date(2026, 1, 1), date(2026, 12, 31))}
    assert found["Tết Trung thu"] == date(2026, 9, 25)
    assert found["Tết Nguyên tiêu (Rằm tháng Giêng)"] == date(2026, 3, 3)
    assert found["Tết Đoan ngọ"] == date(2026, 6, 19)
    assert found["Lễ Vu lan (Rằm tháng Bảy)"] == date(2026, 8, 27)
    assert found["Ngày ông Công ông Táo"] == date(2026, 2, 10)


def test_a_festival_is_not_repeated_in_a_leap_month() -> None:
    found = festivals.between(date(2028, 5, 1), date(2028, 8, 31))
    assert [feast.first for feast in found if feast.name == "Tết Đoan ngọ"] == [date(2028, 5, 28)]


def test_festivals_that_editors_add_fall_every_year(django_assert_num_queries: Any) -> None:
    Festival.objects.create(name_vi="Hội Lim", name_en="Lim festival", day=13, month=1, days=2)
    Festival.objects.create(name_vi="Hội năm nhuận", calendar=FestivalCalendar.SOLAR, day=29, month=2)
    with django_assert_num_queries(1):
        found = festivals.between(date(2026, 3, 1), date(2028, 2, 29))
    lim = [feast for feast in found if feast.name == "Hội Lim"]
    assert [(feast.first, feast.last) for feast in lim] == [
        (date(2026, 3, 1), date(2026, 3, 2)),
        (date(2027, 2, 18), date(2027, 2, 19)),
        (date(2028, 2, 7), date(2028, 2, 8)),
    ]
    assert [feast.first for feast in found if feast.name == "Hội năm nhuận"] == [date(2028, 2, 29)]
    with translation.override("en"):
        assert "Lim festival" in {feast.name for feast in festivals.between(date(2026, 3, 2), date(2026, 3, 2))}


@pytest.mark.parametrize(
    ("values", "is_good"),
    [
        ({"calendar": "lunar", "day": 30, "month": 2}, True),
        ({"calendar": "lunar", "day": 31, "month": 2}, False),
        ({"calendar": "solar", "day": 29, "month": 2}, True),
        ({"calendar": "solar", "day": 31, "month": 4}, False),
    ],
)
def test_days_that_no_month_has_are_refused(values: dict[str, Any], is_good: bool) -> None:
    festival = Festival(name_vi="Hội thử", **values)
    if is_good:
        festival.full_clean()
        return
    with pytest.raises(ValidationError) as refused:
        festival.full_clean()
    assert set(refused.value.message_dict) >= {"day"}


@pytest.mark.parametrize("change", ["month = 13", "month = 0", "day = 0", "days = 0", "days = 31", "day = 31"])
def test_the_database_refuses_what_no_calendar_has(change: str) -> None:
    Festival.objects.create(name_vi="Hội thử", day=1, month=1)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE events_festival SET {change}")


def test_organisers_enter_the_holidays_of_a_year(client: Client, site: Site) -> None:
    client.force_login(make.make_operator())
    address = reverse("public_holidays_of", args=[2027])
    shown = client.get(address).context["form"]
    assert shown["lunar-new-year"].value().startswith("05/02/2027, 08/02/2027")
    given = {
        "new-year": "1/1",
        "lunar-new-year": "5/2, 8/2, 9/2, 10/2, 11/2/2027",
        "hung-kings": "16/4",
        "reunification": "30/4",
        "labour": "3/5",
        "national": "2/9; 3/9",
        "make_up": "",
        "source": "",
    }
    refused = client.post(address, {**given, "labour": "35/5"}, follow=True)
    assert set(refused.context["form"].errors) == {"labour", "source"}
    assert 'value="5/2, 8/2, 9/2, 10/2, 11/2/2027"' in refused.content.decode()
    stray = client.post(address, {**given, "source": "TB", "make_up": "10/9"})
    assert set(stray.context["form"].errors) == {"make_up"}
    assert not HolidayYear.objects.exists()
    assert client.post(address, {**given, "source": "Thông báo 5/TB"}).status_code == 302
    assert not working_days.is_provisional(date(2027, 1, 1))
    assert not working_days.is_working_day(date(2027, 2, 11))


def test_nobody_else_enters_holidays(client: Client, site: Site) -> None:
    from tests.events.test_admin_menu import person

    client.force_login(person("view_registration"))
    for address in (reverse("public_holidays"), reverse("public_holidays_of", args=[2027])):
        assert client.get(address).status_code == 404
        assert client.post(address, {"source": "x"}).status_code == 404
    assert client.get(reverse("festivals:index")).status_code == 302
    client.force_login(make.make_operator())
    for year in (0, 1960):
        assert client.get(reverse("public_holidays_of", args=[year])).status_code == 404
    assert client.get(reverse("festivals:index")).status_code == 200
    assert client.get(reverse("festivals:add")).status_code == 200
