"""Scripts of other sites read public calendars; whoever asks by date misses no change."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from wagtail.models import Site

from events.calendars import memory
from tests.events.calendars.test_feed import VI, _now, set_now, summaries  # noqa: F401 -- a fixture
from tests.factories import events as make


@pytest.fixture(params=["feed", "data", "jscalendar", "single"])
def address(request: Any, site: Site) -> str:
    from django.urls import reverse

    page = make.make_event(make.make_index(site))
    found = {
        "feed": VI,
        "data": reverse("events:calendar-data"),
        "jscalendar": reverse("events:calendar-jscalendar"),
        "single": f"/su-kien/lich/{page.translation_key}.ics",
    }
    return found[request.param]


def test_browsers_may_ask_before_they_fetch(client: Client, address: str) -> None:
    asked = client.options(
        address,
        headers={
            "Origin": "https://example.org",
            "Access-Control-Request-Method": "GET",
            "Access-Control-Request-Headers": "if-none-match",
        },
    )
    assert (asked.status_code, asked.content) == (204, b"")
    assert asked["Access-Control-Allow-Origin"] == "*"
    assert asked["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert asked["Access-Control-Allow-Headers"] == "If-None-Match, If-Modified-Since"
    assert int(asked["Access-Control-Max-Age"]) > 0


def test_validators_can_be_read_and_nothing_can_be_sent(address: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    for _time in range(2):
        answer = strict.get(address)
        assert answer["Access-Control-Expose-Headers"] == "ETag, Last-Modified"
        assert answer["Access-Control-Allow-Origin"] == "*"
    for method in (strict.post, strict.put, strict.delete):
        refused = method(address)
        assert refused.status_code == 405
        assert refused["Allow"] == "GET, HEAD, OPTIONS"


def test_faults_can_be_read_by_other_origins_too(site: Site, client: Client) -> None:
    def away(*_args: Any) -> Any:
        raise OperationalError

    unknown = client.get(f"{VI}?utm_source=thu")
    absent = client.get("/su-kien/lich/00000000-0000-0000-0000-000000000000.ics")
    memory.forget()
    with connection.execute_wrapper(away):
        broken = client.get(VI)
    assert [answer.status_code for answer in (unknown, absent, broken)] == [404, 404, 503]
    for answer in (unknown, absent, broken):
        assert answer["Access-Control-Allow-Origin"] == "*"


def test_a_second_change_within_a_second_is_not_missed_by_date(
    site: Site, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = make.make_event(make.make_index(site))
    set_now(monkeypatch, make.NOW + timedelta(hours=1))
    dates = []
    for title in ("Tên thứ hai", "Tên thứ ba"):
        page.title = title
        page.save_revision().publish()
        dates.append(client.get(VI)["Last-Modified"])
    # No date is in the future, and while the second is not over nobody is told that nothing has changed.
    assert dates == ["Mon, 23 Nov 2026 03:00:00 GMT"] * 2
    for later in (timedelta(0), timedelta(seconds=5), timedelta(days=2)):
        set_now(monkeypatch, make.NOW + timedelta(hours=1) + later)
        memory.forget()
        again = client.get(VI, headers={"If-Modified-Since": dates[0]})
        assert again.status_code == 200
        assert summaries(again.content) == ["Tên thứ ba"]
    date = again["Last-Modified"]
    assert date == "Mon, 23 Nov 2026 03:00:01 GMT"
    assert client.get(VI, headers={"If-Modified-Since": date}).status_code == 304
