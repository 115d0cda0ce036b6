"""What is written down as a change of the programme, and what is not."""

import json
import uuid
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from wagtail.models import Page, PageViewRestriction, Site

from events.domain import calendar, programme, status
from events.enums import AttendanceMode, EventStatus
from events.enums import ProgrammeChangeKind as Kind
from events.models import EventIndexPage, EventPage, ProgrammeChange, ProgrammeState
from portal.kernel import clock
from portal.kernel.languages import Language
from tests import worlds
from tests.factories import events as make

NOTES = {Language.VIETNAMESE: "Do mưa bão.", Language.ENGLISH: "Because of the storm."}


@worlds.standing
def index(site: Site) -> EventIndexPage:
    return make.make_index(site)


def kinds(page: EventPage) -> list[str]:
    """Return the kinds of an event's changes after its announcement, oldest first."""
    rows = ProgrammeChange.objects.filter(event_key=page.translation_key).order_by("at", "pk")
    found = list(rows.values_list("kind", flat=True))
    assert found[0] == Kind.ANNOUNCED
    return found[1:]


def last(page: EventPage) -> ProgrammeChange:
    return ProgrammeChange.objects.filter(event_key=page.translation_key).order_by("at", "pk").last()  # type: ignore[return-value]


def publish(page: EventPage, **values: Any) -> EventPage:
    fresh = type(page).objects.get(pk=page.pk)
    for name, value in values.items():
        setattr(fresh, name, value)
    fresh.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


def move(page: EventPage, days: int) -> EventPage:
    return status.reschedule(
        event=page,
        starts_at=page.starts_at + timedelta(days=days),
        ends_at=page.ends_at + timedelta(days=days),
        by=make.make_operator(),
        now=clock.now(),
        notes=NOTES,
    )


def test_the_first_publication_is_announced_once_however_often_it_is_repeated(index: EventIndexPage) -> None:
    page = make.make_event(index)
    publish(page)
    make.english(page)
    row = ProgrammeChange.objects.get()
    assert (row.kind, row.event_key) == (Kind.ANNOUNCED, page.translation_key)
    assert row.after["starts_at"] == "2026-12-12T14:00:00+07:00"
    assert row.before == {}


def test_a_draft_and_a_private_page_write_nothing(index: EventIndexPage) -> None:
    draft = make.make_event(index, publish=False)
    draft.save_revision()
    hidden = make.make_event(index, publish=False)
    PageViewRestriction.objects.create(page=Page.objects.get(pk=hidden.pk), restriction_type="login")
    hidden.save_revision().publish()
    assert not ProgrammeChange.objects.exists()
    assert not ProgrammeState.objects.exists()


@pytest.mark.parametrize(
    "values",
    [
        {"title": "Tên khác"},
        {"lead": "Câu dẫn khác."},
        {"contact_email": "khac@example.org"},
        {"venue_name": "NHÀ văn hoá"},
        {"capacity": 12},
    ],
)
def test_words_are_no_change_of_the_programme(index: EventIndexPage, values: dict[str, Any]) -> None:
    page = make.make_event(index)
    publish(page, **values)
    assert kinds(page) == []


def test_a_new_time_keeps_the_old_one_and_is_told_once(index: EventIndexPage) -> None:
    page = make.make_event(index)
    page = publish(page, starts_at=make.day(14, 14), ends_at=make.day(14, 16))
    publish(page)
    assert kinds(page) == [Kind.MOVED]
    row = last(page)
    assert row.before["starts_at"] == "2026-12-12T14:00:00+07:00"
    assert row.after["starts_at"] == "2026-12-14T14:00:00+07:00"


def test_a_change_undone_at_once_is_still_history(index: EventIndexPage) -> None:
    page = make.make_event(index)
    page = publish(page, starts_at=make.day(12, 13))
    publish(page, starts_at=make.day(12, 14))
    assert kinds(page) == [Kind.MOVED, Kind.MOVED]


def test_hours_of_whole_days_do_not_count(index: EventIndexPage) -> None:
    page = make.make_event(index, starts_at=make.day(12, 0), ends_at=make.day(13, 23, 59), is_all_day=True)
    publish(page, starts_at=make.day(12, 8))
    assert kinds(page) == []
    publish(page, ends_at=make.day(14, 0, 0))
    assert kinds(page) == [Kind.MOVED]


def test_another_place_in_both_languages(index: EventIndexPage) -> None:
    page = make.make_event(index)
    make.english(page, venue_name="Culture House")
    status.change_place(
        event=page,
        venues={Language.VIETNAMESE: "Cung triển lãm", Language.ENGLISH: "Exhibition Palace"},
        addresses={Language.VIETNAMESE: "2 phố Mới", Language.ENGLISH: "2 Mới Street"},
        place=None,
        by=make.make_operator(),
        now=clock.now(),
        notes=NOTES,
    )
    assert kinds(page) == [Kind.PLACE]
    row = last(page)
    assert row.before["place"] == {"vi": "Nhà văn hóa, 1 phố Thử", "en": "Culture House, 1 phố Thử"}
    assert row.after["place"] == {"vi": "Cung triển lãm, 2 phố Mới", "en": "Exhibition Palace, 2 Mới Street"}


def test_moved_online_is_told_once_and_not_as_another_place(index: EventIndexPage) -> None:
    page = make.make_event(index)
    by = make.make_operator()
    status.move_online(event=page, by=by, now=clock.now(), online_url="https://example.org/hop", notes=NOTES)
    assert kinds(page) == [Kind.MOVED_ONLINE]
    assert last(page).after["place"] == {"vi": "Trực tuyến", "en": "Online"}
    assert "https://example.org/hop" not in json.dumps(last(page).after)


def test_both_ways_of_taking_part(index: EventIndexPage) -> None:
    page = make.make_event(index)
    publish(page, attendance_mode=AttendanceMode.BOTH)
    assert kinds(page) == [Kind.ATTENDANCE]


def test_postponed_and_on_again_at_a_new_time_tells_the_time_that_people_counted_on(index: EventIndexPage) -> None:
    page = make.make_event(index)
    status.postpone(event=page, by=make.make_operator(), now=clock.now(), notes=NOTES)
    page = publish(page, starts_at=make.day(20, 8), ends_at=make.day(20, 10))
    assert kinds(page) == [Kind.POSTPONED]
    move(page, 1)
    assert kinds(page) == [Kind.POSTPONED, Kind.MOVED]
    assert last(page).before["starts_at"] == "2026-12-12T14:00:00+07:00"
    assert last(page).after["starts_at"] == "2026-12-21T08:00:00+07:00"


def test_postponed_and_on_again_at_the_old_time(index: EventIndexPage) -> None:
    page = make.make_event(index)
    status.postpone(event=page, by=make.make_operator(), now=clock.now(), notes=NOTES)
    move(EventPage.objects.get(pk=page.pk), 0)
    assert kinds(page) == [Kind.POSTPONED, Kind.RESUMED]


def test_cancelled_says_nothing_else(index: EventIndexPage) -> None:
    page = make.make_event(index)
    status.cancel(event=page, by=make.make_operator(), now=clock.now(), notes=NOTES)
    publish(page, venue_name="Nơi khác")
    assert kinds(page) == [Kind.CANCELLED]


def test_taken_off_and_back(index: EventIndexPage) -> None:
    page = make.make_event(index, title="CANARY tên sự kiện", venue_name="CANARY nơi họp")
    page.unpublish()
    page.unpublish()
    assert kinds(page) == [Kind.TAKEN_OFF]
    assert set(last(page).before) == {"kind", "starts_at", "ends_at", "is_all_day"}
    assert "CANARY" not in json.dumps([last(page).before, last(page).after], ensure_ascii=False)
    publish(page)
    assert kinds(page) == [Kind.TAKEN_OFF, Kind.RETURNED]


def test_a_deleted_event_is_taken_off_and_a_deleted_draft_is_not(index: EventIndexPage) -> None:
    page, draft = make.make_event(index), make.make_event(index, publish=False)
    page.delete()
    draft.delete()
    assert ProgrammeChange.objects.filter(kind=Kind.TAKEN_OFF).count() == 1
    assert ProgrammeChange.objects.get(kind=Kind.TAKEN_OFF).event_key == page.translation_key


def test_one_language_taken_off_is_no_change(index: EventIndexPage) -> None:
    page = make.make_event(index)
    translated = make.english(page, venue_name="Culture House")
    translated.unpublish()
    publish(translated)
    assert kinds(page) == []


def test_the_vietnamese_page_after_the_english_one_is_no_change_of_place(index: EventIndexPage) -> None:
    page = make.make_event(index)
    make.english(page, venue_name="Culture House")
    page.unpublish()
    publish(page)
    assert kinds(page) == []


def test_sessions_added_moved_and_dropped(index: EventIndexPage) -> None:
    one, two = make.make_session(make.day(12, 14)), make.make_session(make.day(12, 15), minutes=30)
    page = make.make_event(index, sessions=[one, two])
    fresh = EventPage.objects.get(pk=page.pk)
    first, second = fresh.sessions.all()
    first.starts_at = make.day(12, 14, 15)
    fresh.sessions = [
        first,
        make.make_session(make.day(12, 16), minutes=20),
        make.make_session(make.day(12, 16), minutes=25),
    ]
    fresh.save_revision().publish()
    assert kinds(page) == [Kind.SESSIONS_MOVED, Kind.SESSIONS_ADDED, Kind.SESSIONS_DROPPED]
    rows = {row.kind: row for row in ProgrammeChange.objects.filter(event_key=page.translation_key)}
    assert len(rows[Kind.SESSIONS_ADDED].after["sessions"]) == 2
    assert rows[Kind.SESSIONS_DROPPED].before["sessions"][0]["key"] == str(second.translation_key)
    assert rows[Kind.SESSIONS_MOVED].before["sessions"][0]["starts_at"] == "2026-12-12T14:00:00+07:00"
    assert rows[Kind.SESSIONS_MOVED].after["sessions"][0]["starts_at"] == "2026-12-12T14:15:00+07:00"


def test_sessions_that_go_along_with_their_event_did_not_move(index: EventIndexPage) -> None:
    page = make.make_event(index, sessions=[make.make_session(make.day(12, 14)), make.make_session(make.day(12, 15))])
    move(page, 2)
    assert kinds(page) == [Kind.MOVED]


def test_sessions_that_stay_when_their_event_begins_earlier_did_not_move(index: EventIndexPage) -> None:
    page = make.make_event(index, sessions=[make.make_session(make.day(12, 15))])
    publish(page, starts_at=make.day(12, 13))
    assert kinds(page) == [Kind.MOVED]


def test_what_is_over_is_no_news(index: EventIndexPage) -> None:
    page = make.make_event(index, starts_at=clock.now() - timedelta(days=9))
    publish(page, venue_name="Nơi khác")
    page.delete()
    assert not ProgrammeChange.objects.exists()


def test_bulk_pages_are_told_with_the_same_number_of_queries(
    index: EventIndexPage, django_assert_max_num_queries: Any
) -> None:
    for _number in range(8):
        make.make_event(index)
    ProgrammeState.objects.all().delete()
    ProgrammeChange.objects.all().delete()
    keys = list(EventPage.objects.values_list("translation_key", flat=True))
    pages = calendar.pages_by_language(keys)
    with django_assert_max_num_queries(3):
        assert programme.record(keys=keys, pages=pages, now=clock.now()) == len(keys) == 8


def test_a_change_that_fails_later_leaves_no_record(index: EventIndexPage, monkeypatch: pytest.MonkeyPatch) -> None:
    page = make.make_event(index)

    def fail(**_values: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("events.domain.status.announcing.tell", fail)
    with pytest.raises(RuntimeError):
        move(page, 3)
    assert kinds(page) == []
    assert ProgrammeState.objects.get().facts["starts_at"] == "2026-12-12T14:00:00+07:00"


def test_old_changes_are_forgotten_and_the_facts_are_kept(index: EventIndexPage) -> None:
    page = make.make_event(index)
    ProgrammeChange.objects.update(at=clock.now() - programme.KEPT - timedelta(days=1))
    move(page, 1)
    assert programme.forget_old(now=clock.now(), dry_run=True)[0].number == 1
    assert ProgrammeChange.objects.count() == 2
    assert programme.forget_old(now=clock.now())[0].number == 1
    assert [row.kind for row in ProgrammeChange.objects.all()] == [Kind.MOVED]
    assert ProgrammeState.objects.filter(event_key=page.translation_key).exists()


def test_the_migration_takes_public_events_as_told(index: EventIndexPage) -> None:
    page = make.make_event(index, sessions=[make.make_session(make.day(12, 15))])
    make.english(page, venue_name="Culture House")
    make.make_event(index, publish=False)
    # Where one joins online was not noted yet when the records began.
    written = {
        row.event_key: {name: value for name, value in row.facts.items() if name != "online"}
        for row in ProgrammeState.objects.all()
    }
    ProgrammeState.objects.all().delete()
    ProgrammeChange.objects.all().delete()
    import_module("events.migrations.0009_programme_changes").remember(apps, None)
    assert {row.event_key: row.facts for row in ProgrammeState.objects.all()} == written
    publish(page)
    assert not ProgrammeChange.objects.exists()


def test_the_database_refuses_a_kind_that_nobody_knows(index: EventIndexPage) -> None:
    make.make_event(index)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE events_programmechange SET kind = 'lost'")


def test_an_event_that_is_first_published_as_postponed_is_announced_only(index: EventIndexPage) -> None:
    page = make.make_event(index, status=EventStatus.POSTPONED)
    assert kinds(page) == []
    assert uuid.UUID(str(last(page).key)).version == 4


def test_moving_online_and_back_leaves_what_was_told_before_as_it_was(index: EventIndexPage) -> None:
    page = make.make_event(index, venue_name="Nhà V5", address="Số 5")

    def told() -> list[tuple[str, str]]:
        rows = ProgrammeChange.objects.filter(event_key=page.translation_key).order_by("at", "pk")
        return [(row.kind, row.after["place"]["vi"]) for row in rows]

    publish(page, attendance_mode=AttendanceMode.ONLINE, online_url="https://example.org/hop")
    online = [(Kind.ANNOUNCED, "Nhà V5, Số 5"), (Kind.MOVED_ONLINE, "Trực tuyến")]
    assert told() == online
    publish(page, attendance_mode=AttendanceMode.ON_SITE)
    assert told() == [*online, (Kind.ATTENDANCE, "Nhà V5, Số 5")]
