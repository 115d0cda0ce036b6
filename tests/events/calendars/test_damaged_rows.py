"""Stored entries that are damaged are made anew, and a revision without entries is joined as a whole in every process."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Site

from events.calendars import feed, joining, memory, snapshots
from events.calendars.selection import EVERYTHING
from events.calendars.snapshots import AlarmReason
from events.domain import calendar
from events.models import CalendarFragment, EventPage
from portal.kernel.languages import Language
from tests.events.calendars.test_feed import VI, _now, set_now, summaries  # noqa: F401 -- a fixture
from tests.factories import events as make


def _damage(page: EventPage, **values: Any) -> None:
    CalendarFragment.objects.filter(key=page.translation_key, language="vi").update(**values)


@pytest.mark.parametrize("column", ["data", "short", "stamp", "digest", "nothing"])
def test_a_damaged_row_is_made_anew_and_told(
    site: Site, client: Client, caplog: pytest.LogCaptureFixture, column: str
) -> None:
    page = make.make_event(make.make_index(site), lead="Hội chợ. " * 60)
    good = client.get(VI)
    row = CalendarFragment.objects.get(key=page.translation_key, language="vi")
    torn = {
        "data": {"data": bytes(row.data).replace(b"SUMMARY:", b"SUMMARY:X")},
        "short": {"short": bytes(row.short)[:-20]},
        "stamp": {"stamp": "20010101T000000Z"},
        "digest": {"digest": ""},
        "nothing": {"data": b""},
    }
    _damage(page, **torn[column])
    memory.forget()
    again = client.get(VI)
    assert (again.content, again["ETag"]) == (good.content, good["ETag"])
    assert [record.levelname for record in caplog.records if record.name == joining.__name__] == ["WARNING"]
    caplog.clear()
    memory.forget()
    assert client.get(VI).content == good.content
    assert not [record for record in caplog.records if record.name == joining.__name__]


def test_a_row_that_is_damaged_before_the_next_change_is_read_is_made_anew(site: Site, client: Client) -> None:
    index = make.make_index(site)
    page = make.make_event(index)
    make.make_event(index, starts_at=make.day(13))
    client.get(VI)
    page.title = "Tên khác"
    page.save_revision().publish()
    _damage(page, data=b"BEGIN:VEVENT\r\nEND:VEVENT\r\n")
    assert client.get(VI).content == feed.render(language=Language.VIETNAMESE, now=make.NOW)


def test_what_cannot_be_made_anew_keeps_the_last_good_file(
    site: Site, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = make.make_event(make.make_index(site))
    good = client.get(VI)
    _damage(page, data=b"BEGIN:VEVENT\r\nEND:VEVENT\r\n")
    memory.forget()
    monkeypatch.setattr(calendar, "renew", lambda **_values: 0)
    assert client.get(VI).content == good.content
    (state,) = snapshots.state()
    assert state.alarm is AlarmReason.DAMAGED


@pytest.mark.parametrize("is_other_process", [True, False])
def test_what_an_operator_accepts_holds_in_every_process(site: Site, client: Client, *, is_other_process: bool) -> None:
    index = make.make_index(site)
    pages = [make.make_event(index, starts_at=make.day(12 + number)) for number in range(5)]
    client.get(VI)
    remembered = memory.get(EVERYTHING, Language.VIETNAMESE)
    assert remembered is not None
    EventPage.objects.filter(pk__in=[page.pk for page in pages[:3]]).update(live=False)
    memory.forget()
    client.get(VI)
    (held,) = snapshots.state()
    assert held.alarm is AlarmReason.SHRUNK
    assert feed.accept(chosen=EVERYTHING, language=Language.VIETNAMESE, etag=held.held_etag or "", now=make.NOW)
    # Something else is published before the process that remembers is asked again.
    pages[4].title = "Tên khác"
    pages[4].save_revision().publish()
    memory.forget()
    if not is_other_process:
        memory.put(EVERYTHING, Language.VIETNAMESE, remembered)
    assert len(summaries(client.get(VI).content)) == 2
    assert [state.alarm for state in snapshots.state()] == [None]


@pytest.mark.parametrize("is_other_process", [True, False])
def test_the_alarm_comes_in_a_process_that_remembers_too(
    site: Site, client: Client, monkeypatch: pytest.MonkeyPatch, *, is_other_process: bool
) -> None:
    index = make.make_index(site)
    pages = [make.make_event(index, starts_at=make.day(12 + number)) for number in range(5)]
    good = client.get(VI)
    EventPage.objects.filter(pk__in=[page.pk for page in pages[:3]]).update(live=False)
    set_now(monkeypatch, make.NOW + timedelta(minutes=1))
    # A revision without a row: nobody knows what has changed.
    calendar.CalendarFeedState.objects.update(revision=calendar.CalendarFeedState.objects.get().revision + 1)
    if is_other_process:
        memory.forget()
    assert client.get(VI).content == good.content
    assert [state.alarm for state in snapshots.state()] == [AlarmReason.SHRUNK]
