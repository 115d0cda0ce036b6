"""What somebody who thinks of coming reads first on the page of an event: when and where, and until when to register."""

from typing import Any

import pytest
from django.test import Client
from wagtail.models import Site

from events.domain import status
from portal.kernel.languages import Language
from tests.factories import events as make


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.utils import timezone

    monkeypatch.setattr(timezone, "now", lambda: make.NOW)


def text(answer: Any) -> str:
    return answer.content.decode()


def head_of(answer: Any) -> str:
    return text(answer).partition('<header class="page-head">')[2].partition("</header>")[0]


def test_time_and_place_stand_under_the_title(site: Site, client: Client) -> None:
    event = make.make_event(make.make_index(site))
    head = head_of(client.get(event.url))
    assert "Thứ 7, 12/12/2026, 14:00–16:30" in head
    assert "Nhà văn hóa" in head


def test_the_last_moment_to_register_is_told_where_the_organiser_set_one(site: Site, client: Client) -> None:
    index = make.make_index(site)
    limited = make.make_event(index, registration_closes_at=make.day(10, 20))
    assert "Hạn đăng ký: 20:00, Thứ 5, 10/12/2026." in text(client.get(limited.url))
    full = make.make_event(index, registration_closes_at=make.day(10, 20), capacity=0)
    assert "Hạn đăng ký: 20:00, Thứ 5, 10/12/2026." in text(client.get(full.url))
    assert "Hạn đăng ký" not in text(client.get(make.make_event(index).url))


def test_a_date_that_was_put_off_is_not_told_as_valid(site: Site, client: Client) -> None:
    event = make.make_event(make.make_index(site))
    status.postpone(
        event=event,
        by=make.make_operator(),
        now=make.NOW,
        notes={Language.VIETNAMESE: "Dời.", Language.ENGLISH: "Later."},
    )
    page = client.get(event.url)
    assert "Thời gian cũ, không còn hiệu lực" in text(page)
    assert "12/12/2026" not in head_of(page)
