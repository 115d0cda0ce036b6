"""Another address to join online is told to those who take part there; a session that is taken out to those who chose it."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from wagtail.models import Site

from events.domain import status
from events.enums import AttendanceMode
from events.models import EventPage, ProgrammeChange, ProgrammeState
from portal.kernel import clock
from registration.enums import AnnouncementKind, RegistrationState
from registration.models import Announcement, PlaceKind, Registration
from tests.events.test_moved_by_editors import bodies, kinds, later, publish
from tests.factories import events as make
from tests.factories.registration import make_registration

pytestmark = pytest.mark.django_db
OLD, NEW = "https://hop.example.org/cu", "https://hop.example.org/moi"


def make_both(site: Site, **values: Any) -> EventPage:
    wanted = {"attendance_mode": AttendanceMode.BOTH, "online_url": OLD, "capacity": 9, **make.far_ahead(), **values}
    page: EventPage = make.make_event(make.make_index(site), **wanted)
    return page


def join(page: EventPage, code: str, **values: Any) -> Registration:
    kind = PlaceKind.objects.get(subject=page.translation_key, code=code)
    return make_registration(kind, email_verified=True, now=clock.now(), **values)


def test_only_those_who_take_part_online_are_told_another_address_once(site: Site) -> None:
    page = make_both(site, online_capacity=1)
    online, _here = join(page, "online", language="vi"), join(page, "on-site")
    waiting = join(page, "online")
    assert waiting.state == RegistrationState.WAIT_LISTED
    mail.outbox.clear()
    changes = ProgrammeChange.objects.count()
    page = publish(page, online_url=NEW)
    assert kinds() == [AnnouncementKind.JOINING_CHANGED]
    assert list(bodies()) == [online.email]
    body = bodies()[online.email]
    assert NEW in body
    assert f"(trước đây: {OLD})" in body
    assert ProgrammeChange.objects.count() == changes, "it is no change of the programme"
    publish(publish(page), lead="Lời khác.")
    assert (len(kinds()), len(mail.outbox)) == (1, 1)


def test_an_address_that_is_set_or_taken_away_is_told_too(site: Site) -> None:
    page = make_both(site, online_url="")
    person = join(page, "online", language="vi")
    mail.outbox.clear()
    page = publish(page, online_url=NEW)
    assert NEW in bodies()[person.email]
    mail.outbox.clear()
    publish(page, online_url="")
    body = bodies()[person.email]
    assert f"(trước đây: {NEW})" in body
    assert "Ban tổ chức sẽ gửi địa chỉ" in body


def test_everybody_takes_part_online_in_what_moved_there(site: Site) -> None:
    page = make_both(site, attendance_mode=AttendanceMode.ON_SITE, online_url="")
    person = join(page, "on-site")
    status.move_online(event=page, online_url=OLD, by=make.make_operator(), now=clock.now(), notes={})
    mail.outbox.clear()
    publish(EventPage.objects.get(pk=page.pk), online_url=NEW)
    assert NEW in bodies()[person.email]


def test_another_address_of_a_session_is_told_with_its_name(site: Site) -> None:
    page = make_both(site)
    page.sessions = [make.make_session(page.starts_at, 60, title="Phiên mở đầu", online_url=OLD)]
    page.save_revision().publish()
    person = join(page, "online")
    mail.outbox.clear()
    fresh = EventPage.objects.get(pk=page.pk)
    [row] = fresh.sessions.all()
    row.online_url = NEW
    fresh.sessions = [row]
    fresh.save_revision().publish()
    assert f"Phiên mở đầu: {NEW}" in bodies()[person.email]


@pytest.mark.parametrize(
    ("before", "values"),
    [
        ({"attendance_mode": AttendanceMode.ON_SITE}, {"online_url": NEW}),
        ({"attendance_mode": AttendanceMode.ON_SITE}, {"online_url": NEW, "attendance_mode": AttendanceMode.BOTH}),
    ],
)
def test_where_nobody_took_part_online_nothing_is_told(site: Site, before: Any, values: Any) -> None:
    page = make_both(site, **before)
    join(page, "on-site")
    publish(page, **values)
    assert kinds() == []


def test_what_was_written_down_before_addresses_were_is_no_change(site: Site) -> None:
    page = make_both(site)
    state = ProgrammeState.objects.get()
    del state.facts["online"]
    state.save()
    publish(page, online_url=NEW)
    assert kinds() == []
    publish(page, online_url=OLD)
    assert kinds() == [AnnouncementKind.JOINING_CHANGED]


def test_a_new_time_with_another_address_is_one_mail(site: Site) -> None:
    page = make_both(site)
    person = join(page, "online")
    mail.outbox.clear()
    publish(page, **later(page, 2), online_url=NEW)
    assert kinds() == [AnnouncementKind.RESCHEDULED]
    assert NEW in bodies()[person.email]
    assert len(mail.outbox) == 1


def with_sessions(site: Site, **values: Any) -> EventPage:
    starts = clock.at(clock.today() + timedelta(days=20), 8)
    rows = [
        make.make_session(starts + timedelta(hours=2 * number), title=title, **values)
        for number, title in enumerate(("Phiên giữ", "Phiên bỏ"))
    ]
    page: EventPage = make.make_event(
        make.make_index(site), starts_at=starts, ends_at=starts + timedelta(hours=9), sessions=rows, capacity=9
    )
    return page


def drop(page: EventPage, title: str = "Phiên bỏ") -> None:
    fresh = EventPage.objects.get(pk=page.pk)
    fresh.sessions = [row for row in fresh.sessions.all() if row.title != title]
    fresh.save_revision().publish()


def test_who_chose_a_session_that_is_taken_out_is_told(site: Site) -> None:
    page = with_sessions(site, takes_registrations=True)
    kind = PlaceKind.objects.get(subject=page.translation_key, session=None)
    chosen = {
        title: PlaceKind.objects.get(session=key)
        for title, key in page.sessions.values_list("title", "translation_key")
    }
    people = {
        title: make_registration(kind, email_verified=True, now=clock.now(), sessions=[own])
        for title, own in chosen.items()
    }
    mail.outbox.clear()
    drop(page)
    assert kinds() == [AnnouncementKind.SESSIONS_DROPPED]
    assert Announcement.objects.get().sessions == [str(chosen["Phiên bỏ"].session)]
    assert list(bodies()) == [people["Phiên bỏ"].email]
    assert "Phiên bỏ: sẽ không diễn ra (trước đây: 10:00" in bodies()[people["Phiên bỏ"].email]


def test_a_session_for_everybody_that_is_taken_out_is_told_to_everybody(site: Site) -> None:
    page = with_sessions(site)
    kind = PlaceKind.objects.get(subject=page.translation_key)
    person = make_registration(kind, email_verified=True, now=clock.now())
    mail.outbox.clear()
    drop(page)
    assert kinds() == [AnnouncementKind.SESSIONS_DROPPED]
    assert list(bodies()) == [person.email]


def test_taking_out_a_session_that_is_over_is_told_to_nobody(site: Site) -> None:
    now = clock.now().replace(microsecond=0)
    rows = [
        make.make_session(now - timedelta(hours=5), 30, title="Phiên bỏ"),
        make.make_session(now + timedelta(hours=1), 30),
    ]
    page = make.make_event(
        make.make_index(site), starts_at=now - timedelta(hours=6), ends_at=now + timedelta(hours=4), sessions=rows
    )
    drop(page)
    assert kinds() == []
