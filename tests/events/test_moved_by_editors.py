"""An editor who publishes another time or place on the page itself: everybody concerned is told, once, as after the status form."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from wagtail.models import Site

from events.domain import status
from events.enums import AttendanceMode
from events.models import EventPage
from portal.kernel import clock
from portal.kernel.languages import Language
from registration.enums import AnnouncementKind
from registration.models import Announcement, PlaceKind, Registration
from tests.factories import events as make
from tests.factories import exhibitors as people
from tests.factories.registration import make_registration

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(site: Site) -> EventPage:
    page = make.make_event(make.make_index(site), **make.far_ahead(), capacity=5)
    make.english(page)
    return page


@pytest.fixture
def registered(event: EventPage) -> list[Registration]:
    kind = PlaceKind.objects.get(subject=event.translation_key)
    rows = [
        make_registration(kind, now=clock.now(), language=language, email_verified=True) for language in ("vi", "en")
    ]
    mail.outbox.clear()
    return rows


def publish(page: EventPage, **values: Any) -> EventPage:
    fresh = type(page).objects.get(pk=page.pk)
    for name, value in values.items():
        setattr(fresh, name, value)
    fresh.save_revision().publish()
    return EventPage.objects.get(pk=page.pk)


def later(page: EventPage, days: int) -> dict[str, Any]:
    shift = timedelta(days=days)
    return {"starts_at": page.starts_at + shift, "ends_at": page.ends_at + shift}


def bodies() -> dict[str, str]:
    return {message.to[0]: message.subject + message.body for message in mail.outbox}


def kinds() -> list[str]:
    return list(Announcement.objects.order_by("pk").values_list("kind", flat=True))


def test_a_new_time_reaches_everybody_in_their_language_once(event: EventPage, registered: list[Registration]) -> None:
    moved = publish(event, **later(event, 3), venue_name="Trung tâm mới")
    told = bodies()
    assert len(mail.outbox) == 2
    assert "Trung tâm mới" in told[registered[0].email]
    assert "New time" in told[registered[1].email]
    assert "Start of the event: " in told[registered[1].email]
    assert kinds() == [AnnouncementKind.RESCHEDULED]
    publish(moved)
    publish(moved, title="Tên khác", lead="Lời khác.")
    assert (len(mail.outbox), len(kinds())) == (2, 1), "the same again, and words, tell nobody"


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ({"venue_name": "Trung tâm mới"}, AnnouncementKind.PLACE_CHANGED),
        (
            {"attendance_mode": AttendanceMode.ONLINE, "online_url": "https://hop.example.org/1"},
            AnnouncementKind.MOVED_ONLINE,
        ),
        ({"attendance_mode": AttendanceMode.BOTH}, None),
        ({"venue_name": "nhà  văn hóa"}, None),
        ({"contact_phone": "0222 000 000"}, None),
    ],
)
def test_only_what_people_who_come_must_know_is_told(
    event: EventPage, registered: list[Registration], values: dict[str, Any], kind: AnnouncementKind | None
) -> None:
    publish(event, **values)
    assert kinds() == ([kind] if kind else [])
    assert len(mail.outbox) == (len(registered) if kind else 0)


def test_a_place_that_is_only_spelt_otherwise_is_not_told(event: EventPage, registered: list[Registration]) -> None:
    place = publish(event, venue_name="Nhà văn hoá Tp. Bắc Ninh, Q. Kinh Bắc")
    assert kinds() == [AnnouncementKind.PLACE_CHANGED]
    publish(place, venue_name="Nhà Văn hóa thành phố Bắc Ninh – quận Kinh Bắc")
    again = {"by": make.make_operator(), "now": clock.now(), "notes": {}, "place": place.place}
    english = EventPage.objects.exclude(pk=place.pk).get(translation_key=place.translation_key)
    venue = {
        Language.VIETNAMESE: "NHÀ VĂN HÓA TP Bắc Ninh (Q. Kinh Bắc)",
        Language.ENGLISH: english.venue_name.upper(),
    }
    status.change_place(event=place, venues=venue, addresses={Language.VIETNAMESE: place.address}, **again)
    assert len(kinds()) == 1
    assert EventPage.objects.get(pk=place.pk).venue_name == venue[Language.VIETNAMESE]
    publish(place, venue_name="Nhà văn hoá Tx. Bắc Ninh, Q. Kinh Bắc")
    assert len(kinds()) == 2


def test_the_end_of_joining_online_is_told(site: Site) -> None:
    page = make.make_event(make.make_index(site), **make.far_ahead(), attendance_mode=AttendanceMode.BOTH)
    publish(page, attendance_mode=AttendanceMode.ON_SITE)
    assert kinds() == [AnnouncementKind.PLACE_CHANGED]


def test_a_session_that_moves_is_told_with_both_times_and_a_new_one_is_not(site: Site) -> None:
    starts = clock.at(clock.today() + timedelta(days=20), 8)
    rows = [make.make_session(starts, title="Phiên mở đầu")]
    page = make.make_event(
        make.make_index(site), starts_at=starts, ends_at=starts + timedelta(hours=9), sessions=rows, capacity=5
    )
    person = make_registration(
        PlaceKind.objects.get(subject=page.translation_key), now=clock.now(), language="vi", email_verified=True
    )
    mail.outbox.clear()
    fresh = EventPage.objects.get(pk=page.pk)
    fresh.sessions = [*fresh.sessions.all(), make.make_session(starts + timedelta(hours=4), title="Phiên thêm")]
    fresh.save_revision().publish()
    assert kinds() == []
    fresh = EventPage.objects.get(pk=page.pk)
    moved = list(fresh.sessions.all())
    first = next(row for row in moved if row.title == "Phiên mở đầu")
    first.starts_at += timedelta(hours=1)
    first.ends_at += timedelta(hours=1)
    fresh.sessions = moved
    fresh.save_revision().publish()
    assert kinds() == [AnnouncementKind.RESCHEDULED]
    body = bodies()[person.email]
    assert "Phiên mở đầu: 09:00" in body
    assert "08:00" in body


def test_the_status_form_tells_once_with_its_words(event: EventPage, registered: list[Registration]) -> None:
    shared = {"event": event, "by": make.make_operator(), "now": clock.now(), "notes": {}}
    status.reschedule(**shared, **later(event, 4))
    assert (len(mail.outbox), len(kinds())) == (2, 1)


def test_drafts_first_publications_and_what_is_over_tell_nobody(site: Site) -> None:
    index = make.make_index(site)
    draft = make.make_event(index, **make.far_ahead(), publish=False)
    draft.starts_at += timedelta(hours=1)
    draft.save_revision()
    publish(draft)
    past = clock.now() - timedelta(days=9)
    over = make.make_event(index, starts_at=past, ends_at=past + timedelta(hours=2))
    publish(over, venue_name="Nơi khác")
    assert kinds() == []


def test_an_event_that_comes_back_with_another_date_is_told(event: EventPage, registered: list[Registration]) -> None:
    event.unpublish()
    assert mail.outbox == []
    publish(event, **later(event, 2))
    assert len(mail.outbox) == len(registered)


def test_exhibitors_of_a_fair_are_told_too(site: Site) -> None:
    fair = make.make_fair(make.make_index(site))
    owner = people.make_person()
    make.submit(fair, people.make_organisation(owner), owner)
    mail.outbox.clear()
    publish(fair, venue_name="Trung tâm mới")
    [message] = mail.outbox
    assert message.to == [owner.email]
    assert "Trung tâm mới" in message.body
