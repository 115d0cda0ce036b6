"""Identities, sequence, facts shared by the languages, places in the seat engine."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from wagtail.models import Site

from events import occurrences
from events.domain import calendar, publishing, status
from events.enums import AttendanceMode, CalendarSubject, EventStatus
from events.models import CalendarFeedState, CalendarIdentity, EventPage
from portal.kernel import clock
from portal.kernel.errors import DomainError, IllegalMoveError, NotAllowedError
from portal.kernel.languages import Language
from registration.models import PlaceKind, Pool
from tests.factories import events as make
from tests.factories import exhibitors as people

NOTES = {Language.VIETNAMESE: "Do mưa bão.", Language.ENGLISH: "Because of the storm."}


def identity(page: EventPage) -> CalendarIdentity:
    return CalendarIdentity.objects.get(key=page.translation_key)


def test_publishing_makes_an_identity_once(site: Site) -> None:
    page = make.make_event(make.make_index(site))
    first = identity(page)
    page.save_revision().publish()
    again = identity(page)
    assert (first.uid, first.sequence, first.content_changed_at) == (again.uid, 0, again.content_changed_at)
    assert CalendarFeedState.objects.get().revision == 1


def test_words_move_the_content_time_and_not_the_sequence(site: Site) -> None:
    page = make.make_event(make.make_index(site))
    before = identity(page)
    CalendarIdentity.objects.update(content_changed_at=make.NOW)
    page.title = "Tên khác"
    page.save_revision().publish()
    after = identity(page)
    assert after.sequence == before.sequence
    assert after.content_changed_at > make.NOW


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("starts_at", make.day(12, 13)),
        ("ends_at", make.day(12, 18)),
        ("venue_name", "Nơi khác"),
        ("attendance_mode", AttendanceMode.BOTH),
    ],
)
def test_time_and_place_raise_the_sequence(site: Site, name: str, value: object) -> None:
    page = make.make_event(make.make_index(site))
    setattr(page, name, value)
    page.save_revision().publish()
    assert identity(page).sequence == 1


def test_both_languages_share_the_identity_and_an_english_title_moves_its_time(site: Site) -> None:
    page = make.make_event(make.make_index(site))
    CalendarIdentity.objects.update(content_changed_at=make.NOW)
    translated = make.english(page)
    assert identity(translated).pk == identity(page).pk
    assert identity(page).content_changed_at > make.NOW
    assert identity(page).sequence == 0


def test_sessions_of_a_fair_have_identities_and_a_removed_one_is_marked(site: Site) -> None:
    sessions = [make.make_session(make.day(18, 9)), make.make_session(make.day(19, 9))]
    fair = make.make_fair(make.make_index(site), sessions=sessions)
    rows = CalendarIdentity.objects.filter(event_key=fair.translation_key).exclude(subject=CalendarSubject.CLOSING)
    assert sorted(rows.values_list("subject", flat=True)) == [*["day"] * 3, "event", "session", "session"]
    gone = fair.sessions.all()[1]
    fair.sessions = [fair.sessions.all()[0]]
    fair.save_revision().publish()
    assert CalendarIdentity.objects.get(key=gone.translation_key).removed_at is not None


def test_moving_one_session_touches_its_identity_only(site: Site) -> None:
    sessions = [make.make_session(make.day(18, 9)), make.make_session(make.day(19, 9))]
    fair = make.make_fair(make.make_index(site), sessions=sessions)
    rows = list(fair.sessions.all())
    rows[0].starts_at -= timedelta(minutes=30)
    fair.sessions = rows
    fair.save_revision().publish()
    sequences = dict(CalendarIdentity.objects.values_list("key", "sequence"))
    assert sequences[rows[0].translation_key] == 1
    assert sequences[rows[1].translation_key] == 0
    assert sequences[fair.translation_key] == 0


def test_a_fair_has_its_days_with_and_without_sessions_and_a_conference_has_the_sessions_alone(site: Site) -> None:
    index = make.make_index(site)
    fair = make.make_fair(index)
    uids = dict(CalendarIdentity.objects.filter(subject=CalendarSubject.DAY).values_list("key", "uid"))
    fair.sessions = [make.make_session(make.day(18, 9))]
    fair.save_revision().publish()
    bar, *days, session = occurrences.of(fair)
    assert (bar.is_bar, session.subject) == (True, CalendarSubject.SESSION)
    assert {day.key for day in days} == set(uids), "the same days as before, with their identifiers"
    assert [clock.local(day.starts).hour for day in days if isinstance(day.starts, datetime)] == [8, 8, 8]
    standing = CalendarIdentity.objects.filter(event_key=fair.translation_key, removed_at=None)
    assert standing.filter(key__in=uids, sequence=0).count() == 3
    conference = make.make_event(
        index, starts_at=make.day(18), ends_at=make.day(20, 17), sessions=[make.make_session(make.day(18, 9))]
    )
    assert [item.subject for item in occurrences.of(conference)] == [CalendarSubject.EVENT, CalendarSubject.SESSION]


def test_a_fair_without_sessions_has_an_identity_for_each_day(site: Site) -> None:
    fair = make.make_fair(make.make_index(site))
    days = CalendarIdentity.objects.filter(event_key=fair.translation_key, subject=CalendarSubject.DAY)
    assert days.count() == 3


def test_unpublishing_marks_removal_and_coming_back_raises_the_sequence(site: Site) -> None:
    page = make.make_event(make.make_index(site))
    uid = identity(page).uid
    page.unpublish()
    assert identity(page).removed_at is not None
    assert CalendarFeedState.objects.get().revision == 2
    page.save_revision().publish()
    back = identity(page)
    assert (back.removed_at, back.sequence, back.uid) == (None, 2, uid), (
        "the mail that takes the entry back has the number between"
    )


def test_deleting_a_page_marks_removal(site: Site) -> None:
    page = make.make_event(make.make_index(site))
    EventPage.objects.get(pk=page.pk).delete()
    assert identity(page).removed_at is not None


def test_a_new_address_of_the_list_moves_the_content_time(site: Site, django_capture_on_commit_callbacks: Any) -> None:
    index = make.make_index(site)
    page = make.make_event(index)
    CalendarIdentity.objects.update(content_changed_at=make.NOW)
    index.slug = "su-kien-moi"
    with django_capture_on_commit_callbacks(execute=True):
        index.save_revision().publish()
    assert identity(page).content_changed_at > make.NOW


def test_refreshing_everything_changes_nothing_when_all_is_right(site: Site) -> None:
    make.make_fair(make.make_index(site))
    assert calendar.refresh_all(now=clock.now()) == 0


def test_facts_follow_the_vietnamese_page_and_words_do_not(site: Site) -> None:
    page = make.make_event(make.make_index(site), sessions=[make.make_session(make.day(12, 14))])
    translated = make.english(page, lead="English lead")
    page.starts_at, page.ends_at = make.day(13, 8), make.day(13, 10)
    page.lead = "Câu khác"
    page.sessions = [*page.sessions.all(), make.make_session(make.day(13, 9), title="Phiên mới")]
    page.save_revision().publish()
    translated.refresh_from_db()
    assert translated.starts_at == make.day(13, 8)
    assert translated.lead == "English lead"
    keys = set(page.sessions.values_list("translation_key", flat=True))
    assert set(translated.sessions.values_list("translation_key", flat=True)) == keys
    assert len(keys) == 2


def test_sharing_facts_leaves_an_unfinished_draft_unpublished(site: Site) -> None:
    page = make.make_event(make.make_index(site))
    translated = make.english(page)
    translated.title = "Unfinished"
    translated.save_revision()
    page.capacity = 77
    page.save_revision().publish()
    live = EventPage.objects.get(pk=translated.pk)
    assert live.title != "Unfinished"
    assert live.capacity == 77
    draft = live.get_latest_revision_as_object()
    assert (draft.title, draft.capacity) == ("Unfinished", 77)


def test_publishing_opens_places_and_a_second_time_changes_nothing(site: Site) -> None:
    page = make.make_event(make.make_index(site), capacity=40, online_capacity=100, attendance_mode=AttendanceMode.BOTH)
    publishing.published(page=page, now=make.NOW)
    kinds = PlaceKind.objects.filter(subject=page.translation_key)
    assert sorted(kinds.values_list("code", flat=True)) == ["on-site", "online"]
    assert dict(Pool.objects.values_list("code", "capacity")) == {"on-site": 40, "online": 100}


def test_an_event_without_registration_opens_no_places(site: Site) -> None:
    page = make.make_event(make.make_index(site), takes_registrations=False)
    assert not PlaceKind.objects.filter(subject=page.translation_key).exists()


def test_switching_registration_off_closes_the_places(site: Site) -> None:
    page = make.make_event(make.make_index(site), capacity=5)
    page.takes_registrations = False
    page.save_revision().publish()
    assert not PlaceKind.objects.get(subject=page.translation_key).is_open


def test_postponing_closes_places_in_both_languages_and_raises_the_sequence(site: Site) -> None:
    page = make.make_event(make.make_index(site), capacity=5)
    translated = make.english(page)
    status.postpone(event=page, by=make.make_operator(), now=clock.now(), notes=NOTES)
    page.refresh_from_db()
    translated.refresh_from_db()
    assert (page.status, page.status_note) == (EventStatus.POSTPONED, "Do mưa bão.")
    assert (translated.status, translated.status_note) == (EventStatus.POSTPONED, "Because of the storm.")
    assert identity(page).sequence == 1
    assert not PlaceKind.objects.get(subject=page.translation_key).is_open


def test_rescheduling_moves_the_sessions_and_opens_places_again(site: Site) -> None:
    page = make.make_event(make.make_index(site), capacity=5, sessions=[make.make_session(make.day(12, 14, 30))])
    translated = make.english(page)
    operator = make.make_operator()
    status.postpone(event=page, by=operator, now=clock.now(), notes=NOTES)
    status.reschedule(
        event=page, starts_at=make.day(20, 8), ends_at=make.day(20, 10), by=operator, now=clock.now(), notes={}
    )
    for row in (page, translated):
        row.refresh_from_db()
        assert row.status == EventStatus.SCHEDULED
        assert row.previous_starts_at == make.day(12, 14)
        assert EventPage.objects.get(pk=row.pk).sessions.get().starts_at == make.day(20, 8, 30)
    assert identity(page).sequence == 2
    assert PlaceKind.objects.get(subject=page.translation_key).is_open


def test_moving_online_keeps_the_places(site: Site) -> None:
    page = make.make_event(make.make_index(site), capacity=5)
    status.move_online(
        event=page, by=make.make_operator(), now=clock.now(), online_url="https://hop.example.org/1", notes=NOTES
    )
    page.refresh_from_db()
    assert (page.status, page.attendance_mode) == (EventStatus.MOVED_ONLINE, AttendanceMode.ONLINE)
    kind = PlaceKind.objects.get(subject=page.translation_key)
    assert (kind.code, kind.is_open) == ("on-site", True)


def test_a_cancelled_event_is_final_and_dated(site: Site) -> None:
    page = make.make_event(make.make_index(site))
    operator = make.make_operator()
    status.cancel(event=page, by=operator, now=clock.now(), notes=NOTES)
    assert identity(page).cancelled_at is not None
    page.refresh_from_db()
    for move in (status.postpone, status.move_online, status.cancel):
        with pytest.raises(IllegalMoveError):
            move(event=page, by=operator, now=clock.now(), notes={})
    with pytest.raises(IllegalMoveError):
        status.reschedule(
            event=page, starts_at=make.day(1), ends_at=make.day(2), by=operator, now=clock.now(), notes={}
        )


def test_a_person_without_rights_changes_no_status(site: Site) -> None:
    page = make.make_event(make.make_index(site))
    with pytest.raises(NotAllowedError):
        status.cancel(event=page, by=people.make_person(), now=clock.now(), notes={})


def test_rescheduling_refuses_an_end_before_the_start(site: Site) -> None:
    page = make.make_event(make.make_index(site))
    with pytest.raises(DomainError):
        status.reschedule(
            event=page, starts_at=make.day(2), ends_at=make.day(1), by=make.make_operator(), now=make.NOW, notes={}
        )


def test_the_status_is_in_the_history_of_the_page(site: Site) -> None:
    page = make.make_event(make.make_index(site))
    operator = make.make_operator()
    status.postpone(event=page, by=operator, now=clock.now(), notes=NOTES)
    from wagtail.models import PageLogEntry

    row = PageLogEntry.objects.get(page=page.pk, action=status.LOG_ACTION)
    assert (row.user, row.data["to"]) == (operator, "postponed")


def test_an_online_event_is_limited_by_its_one_number_of_places(site: Site) -> None:
    make.make_event(make.make_index(site), attendance_mode=AttendanceMode.ONLINE, capacity=12)
    assert dict(Pool.objects.values_list("code", "capacity")) == {"online": 12}
