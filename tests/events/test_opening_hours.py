"""The hours of events and courses of several days, in both languages."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation
from wagtail.models import Site

from events import opening_hours
from tests.factories import events as make


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: make.NOW)


def text(answer: Any) -> str:
    return answer.content.decode()


def test_an_event_of_several_days_tells_its_hours(site: Site, client: Client) -> None:
    page = make.make_event(make.make_index(site), starts_at=make.day(18, 9), ends_at=make.day(20, 11))
    english = make.english(page)
    shown = text(client.get(page.url))
    assert "09:00 Thứ 6, 18/12/2026 đến 11:00 Chủ nhật, 20/12/2026" in shown
    assert "Mỗi ngày 09:00–11:00" in shown
    shown = text(client.get(english.url))
    assert "09:00 on Friday, 18 December 2026 to 11:00 on Sunday, 20 December 2026" in shown
    assert "Every day 09:00–11:00" in shown


def test_a_course_tells_the_hours_of_each_of_its_days(site: Site, client: Client) -> None:
    page = make.make_course(
        make.make_course_index(site),
        starts_at=make.day(14, 8),
        ends_at=make.day(21, 17),
        sessions=[
            make.make_session(make.day(14, 8)),
            make.make_session(make.day(14, 13, 30)),
            make.make_session(make.day(21, 14), 180),
        ],
    )
    shown = text(client.get(page.url))
    assert "Thứ 2, 14/12/2026: 08:00–15:00" in shown
    assert "Thứ 2, 21/12/2026: 14:00–17:00" in shown


def test_a_session_is_not_taken_for_the_hours_of_a_fair(site: Site) -> None:
    index = make.make_index(site)
    with translation.override("vi"):
        assert opening_hours.of(make.make_fair(index)) == ("Mỗi ngày 08:00–17:00",)
        opening = make.make_session(make.day(18, 9))
        assert opening_hours.of(make.make_fair(index, slug="cho-co-phien", sessions=[opening])) == (
            "Mỗi ngày 08:00–17:00",
        )
        assert opening_hours.of(make.make_fair(index, slug="cho-ca-ngay", is_all_day=True)) == ()
