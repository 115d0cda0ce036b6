"""The bench of calendars runs, and says what it must, with a handful of events and clients."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from wagtail.models import Site

from events.calendars import feed, lint
from portal.kernel import clock
from portal.kernel.languages import Language
from tests.factories import events as make
from tests.performance import bench_calendar, calendar_day, grounds, many_events

pytestmark = pytest.mark.django_db
COUNT = 12


@pytest.fixture
def _small(site: Site, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv(grounds.CHILD, "sqlite")
    for name, value in (("ROUNDS", 1), ("BATCH", 1), ("TOUCHES", 1), ("FIRST", 1), ("FULL", 1)):
        monkeypatch.setattr(bench_calendar, name, value)
    many_events.make(make.make_index(site), COUNT, now=clock.now())
    # The bench sends requests as a server does, at whose end an old connection is closed; the test's must stay.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def lines(captured: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in captured.readouterr().out.splitlines()]


@pytest.mark.usefixtures("_small")
def test_each_goal_is_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    body = feed.current(language=Language.VIETNAMESE, now=clock.now()).body
    assert lint.lint(body) == []
    assert body.count(b"BEGIN:VEVENT") == COUNT
    bench_calendar.measure(COUNT, tmp_path)
    said = {str(line["name"]).removeprefix(f"calendar_{COUNT}_"): line for line in lines(capsys)}
    assert {name for name, line in said.items() if "goal" in line} == set(bench_calendar.GOALS)
    assert all("met" in said[name] and said[name]["ratio_to"] for name in bench_calendar.GOALS)
    assert {"icalendar_alone", "bytes", "gzip_bytes", "empty_view", "stored_file"} <= set(said)


@pytest.mark.usefixtures("_small")
def test_a_day_tells_who_is_answered_by_304(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calendar_day, "CHANGES", (9.0,))
    monkeypatch.setattr(
        calendar_day,
        "FAMILIES",
        (
            calendar_day.Family("Google-Calendar-Importer", 1000, 360),
            calendar_day.Family("DAVx5/4.4", 1000, 360, "If-None-Match", "ETag"),
        ),
    )
    calendar_day.live_through(1, now=clock.now())
    said = lines(capsys)
    assert Counter(line["name"] for line in said)["calendar_day_304_rate_of_family"] == 2
    assert [line["value"] for line in said if line["name"] == "calendar_day_requests"] == [8]
    # The second program gets the file at its first request and after the change, and 304 otherwise.
    rates = [line["value"] for line in said if line["name"] == "calendar_day_304_rate_of_family"]
    assert rates == [0, 0.5]
