"""Joined calendars: what is rendered again, what is answered from memory, and what is made anew when nothing of it is left."""

import gzip
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from events.calendars import feed, icalendar, joining, memory, pieces, selection, snapshots
from events.calendars.selection import EVERYTHING
from events.calendars.snapshots import AlarmReason
from events.domain import calendar, fragments
from events.models import CalendarFeedState, CalendarFragment, EventPage
from portal.kernel.languages import Language
from tests.events.calendars.test_feed import VI, _now, set_now, summaries  # noqa: F401 -- a fixture
from tests.factories import events as make

FAIRS = "/su-kien/lich.ics?kind=fair"


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the summaries of entries in the order in which they are rendered."""
    said: list[str] = []
    write = icalendar.fragment

    def note(entry: icalendar.Entry) -> bytes:
        said.append(entry.summary)
        return write(entry)

    monkeypatch.setattr(icalendar, "fragment", note)
    return said


def test_a_change_renders_its_own_event_and_reading_renders_none(
    site: Site, client: Client, rendered: list[str]
) -> None:
    index = make.make_index(site)
    page = make.make_event(index)
    make.make_event(index, starts_at=make.day(13))
    client.get(VI)
    rendered.clear()
    page.title = "Tên khác"
    page.save_revision().publish()
    assert set(rendered) == {"Tên khác"}
    rendered.clear()
    assert "Tên khác" in summaries(client.get(VI).content)
    memory.forget()
    assert "Tên khác" in summaries(client.get(VI).content)
    assert rendered == []


def test_a_change_costs_the_same_queries_among_one_event_and_among_thirty(site: Site) -> None:
    index = make.make_index(site)
    page = make.make_event(index)

    def queries() -> tuple[int, int]:
        feed.current(language=Language.VIETNAMESE, now=make.NOW)
        EventPage.objects.filter(pk=page.pk).update(title=f"Tên {CalendarFeedState.objects.get().revision}")
        calendar.refresh(keys=[page.translation_key], now=make.NOW)
        counts = []
        for prepare in (lambda: None, memory.forget):
            prepare()
            with CaptureQueriesContext(connection) as captured:
                feed.current(language=Language.VIETNAMESE, now=make.NOW)
            counts.append(len(captured))
        return counts[0], counts[1]

    before = queries()
    for number in range(4):
        make.make_event(index, starts_at=make.day(13 + number))
    assert queries() == before
    assert before[0] <= 6


def test_entries_that_are_missing_are_made_when_a_file_needs_them(site: Site, client: Client) -> None:
    make.make_fair(make.make_index(site))
    good = client.get(VI)
    CalendarFragment.objects.all().delete()
    memory.forget()
    again = client.get(VI)
    assert (again.content, again["ETag"], again["Last-Modified"]) == (
        good.content,
        good["ETag"],
        good["Last-Modified"],
    )
    assert CalendarFragment.objects.filter(language="vi").count() == 1


def test_entries_of_another_release_are_made_anew(
    site: Site, client: Client, settings: Any, rendered: list[str]
) -> None:
    make.make_event(make.make_index(site), contact_email="")
    client.get(VI)
    settings.DEFAULT_FROM_EMAIL = "moi@example.org"
    memory.forget()
    rendered.clear()
    assert b"moi@example.org" in client.get(VI).content.replace(b"\r\n ", b"")
    assert rendered
    rendered.clear()
    memory.forget()
    client.get(VI)
    assert rendered == []


def test_an_upgrade_makes_the_entries_of_another_release_anew_before_anybody_reads(
    site: Site, client: Client, settings: Any, rendered: list[str]
) -> None:
    make.make_event(make.make_index(site), contact_email="")
    settings.DEFAULT_FROM_EMAIL = "moi@example.org"
    out = StringIO()
    call_command("tend_calendars", "--stored", stdout=out)
    assert out.getvalue().startswith("2 ")
    rendered.clear()
    assert b"moi@example.org" in client.get(VI).content.replace(b"\r\n ", b"")
    assert rendered == []
    call_command("tend_calendars", "--stored", stdout=out)
    assert out.getvalue().splitlines()[1].startswith("0 ")


def test_what_was_written_without_publishing_is_found_at_night(
    site: Site, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    index = make.make_index(site)
    page = make.make_event(index)
    make.make_event(index, starts_at=make.day(13))
    client.get(VI)
    EventPage.objects.filter(pk=page.pk).update(title="Qua cửa sau")
    calendar.renew_all(now=make.NOW)
    assert "Qua cửa sau" in summaries(client.get(VI).content)
    assert [record.args for record in caplog.records if record.name == calendar.__name__] == [(2,)]
    caplog.clear()
    calendar.renew_all(now=make.NOW)
    assert not [record for record in caplog.records if record.name == calendar.__name__]


def test_another_organiser_changes_the_calendars_of_organisers_only(site: Site, client: Client) -> None:
    from events.models import EventOrganiser
    from tests.factories import exhibitors as people

    first, second = people.make_organisation(), people.make_organisation()
    page = make.make_event(make.make_index(site), organisers=[EventOrganiser(organisation=first)])
    address = f"{VI}?organiser={second.slug}"
    everything = client.get(VI)
    assert summaries(client.get(address).content) == []
    page.organisers = [*page.organisers.all(), EventOrganiser(organisation=second)]
    page.save_revision().publish()
    assert summaries(client.get(address).content) == [page.title]
    assert client.get(VI)["ETag"] == everything["ETag"]


def test_a_refused_entry_holds_back_only_the_calendars_that_show_it(
    site: Site, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = make.make_index(site)
    make.make_fair(index)
    page = make.make_event(index)
    good = client.get(VI)
    fairs = client.get(FAIRS)
    page.title = "Khác"
    with monkeypatch.context() as patched:
        patched.setattr(pieces, "problem", lambda _data: "line 1: thử")
        page.save_revision().publish()
        revision = CalendarFeedState.objects.get().revision
        for _time in range(2):
            assert client.get(VI).content == good.content
            memory.forget()
        # Asking again and again for what is refused again moves nobody's calendar.
        assert CalendarFeedState.objects.get().revision == revision
    assert client.get(FAIRS)["ETag"] == fairs["ETag"]
    (alarmed,) = [state for state in snapshots.state() if state.alarm]
    assert (alarmed.selection, alarmed.alarm) == (EVERYTHING, AlarmReason.DAMAGED)


@pytest.mark.parametrize(("room", "kept"), [(50, 3), (900, 2)])
def test_what_does_not_fit_is_left_out_as_when_made_from_pages(
    site: Site, monkeypatch: pytest.MonkeyPatch, room: int, kept: int
) -> None:
    index = make.make_index(site)
    for number in range(3):
        make.make_event(index, starts_at=make.day(12 + number), lead="Hội chợ. " * 30)
    whole = len(feed.render(language=Language.VIETNAMESE, now=make.NOW))
    monkeypatch.setattr(feed, "LARGEST", whole - room)
    joined = feed.current(language=Language.VIETNAMESE, now=make.NOW)
    assert joined.body == feed.render(language=Language.VIETNAMESE, now=make.NOW)
    assert len(joined.body) <= whole - room
    assert joined.entries == len(summaries(joined.body)) == kept


def test_an_unchanged_calendar_is_answered_before_its_view(
    site: Site, client: Client, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    make.make_event(make.make_index(site))
    first = client.get(VI)
    monkeypatch.setattr(feed, "current", lambda **_values: pytest.fail("the view was asked"))
    monkeypatch.setattr(gzip, "compress", lambda *_values, **_named: pytest.fail("it was compressed"))
    with django_assert_num_queries(1):
        again = client.get(VI)
    assert (again.content, again["ETag"]) == (first.content, first["ETag"])
    headers = {"If-None-Match": f'"{first["ETag"][1:-1]}-gzip"', "Accept-Encoding": "gzip"}
    with django_assert_num_queries(1):
        assert client.get(VI, headers=headers).status_code == 304
    kept = ("Cache-Control", "Vary", "Access-Control-Allow-Origin", "Content-Language", "Content-Security-Policy")
    assert {name: again[name] for name in kept} == {name: first[name] for name in kept}


def test_whatever_is_not_known_goes_to_its_view(site: Site, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    make.make_event(make.make_index(site))
    tag = client.get(VI)["ETag"]
    headers = {"If-None-Match": tag}
    assert client.get(f"{VI}?utm_source=thu", headers=headers).status_code == 404
    assert client.get("/su-kien/khac.ics", headers=headers).status_code == 404
    assert client.post(VI, headers=headers).status_code == 405

    def away(*_args: Any) -> Any:
        raise OperationalError

    with connection.execute_wrapper(away):
        assert client.get(VI, headers=headers).status_code == 304
    set_now(monkeypatch, make.NOW + timedelta(days=1))
    asked: list[str] = []
    current = feed.current
    monkeypatch.setattr(feed, "current", lambda **values: asked.append("view") or current(**values))
    assert client.get(VI, headers=headers).status_code == 304
    assert asked == ["view"]


def test_memory_forgets_what_was_made_longest_ago(site: Site, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    make.make_event(make.make_index(site))
    client.get(VI)
    held = memory.get(EVERYTHING, Language.VIETNAMESE)
    assert held is not None
    monkeypatch.setattr(memory, "LARGEST", 2 * held.size)
    for kind in ("fair", "seminar"):
        client.get(f"{VI}?kind={kind}")
    assert memory.get(EVERYTHING, Language.VIETNAMESE) is None
    assert memory.get(selection.make({"kind": ["seminar"]}), Language.VIETNAMESE) is not None


def test_a_file_that_an_earlier_release_stored_is_read(site: Site, client: Client) -> None:
    make.make_event(make.make_index(site))
    body = client.get(VI).content
    path = snapshots._file(EVERYTHING, Language.VIETNAMESE, snapshots.GOOD)
    head, _separator, plain = path.read_bytes().partition(b"\n")
    path.write_bytes(head.replace(b'"check"', b'"former"') + b"\n" + gzip.compress(plain))
    found = snapshots.load(EVERYTHING, Language.VIETNAMESE)
    assert found is not None
    assert found.feed.body == body


def test_files_whose_bytes_have_changed_on_the_disk_are_not_served(site: Site, client: Client) -> None:
    make.make_event(make.make_index(site))
    client.get(VI)
    path = snapshots._file(EVERYTHING, Language.VIETNAMESE, snapshots.GOOD)
    path.write_bytes(path.read_bytes().replace(b"SUMMARY", b"SUMMERY"))
    assert snapshots.load(EVERYTHING, Language.VIETNAMESE) is None


@pytest.mark.postgresql
def test_stored_entries_are_joined_on_each_database(site: Site) -> None:
    index = make.make_index(site)
    page = make.make_event(index)
    make.make_fair(index)
    before = joining.whole(EVERYTHING, Language.ENGLISH, make.NOW)
    EventPage.objects.filter(pk=page.pk).update(title="Tên khác")
    calendar.refresh(keys=[page.translation_key], now=make.NOW)
    renewed = joining.renewed(before, EVERYTHING, Language.ENGLISH, make.NOW)
    assert renewed == joining.whole(EVERYTHING, Language.ENGLISH, make.NOW)
    assert renewed is not None
    assert b"".join(piece.data for piece in renewed.pieces).count(b"BEGIN:VEVENT") == 5
    assert fragments.made_by() in CalendarFragment.objects.values_list("made_by", flat=True)
