"""Whatever an organiser changes on the page of an event: whoever can have a place is offered it."""

from typing import Any

import pytest
from wagtail.models import Site

from events.domain import status
from events.enums import AttendanceMode, EventKind
from events.models import CoursePage, EventPage
from portal.kernel import clock
from registration import queries
from registration.domain import registrations
from registration.models import PlaceKind, Registration
from tests.events.test_admin import form_of
from tests.factories import events as make
from tests.factories.registration import make_registration

pytestmark = pytest.mark.django_db


def kind_of(page: EventPage, code: str = "on-site") -> PlaceKind:
    return PlaceKind.objects.get(subject=page.translation_key, code=code)


def come(page: EventPage, code: str = "on-site", **fields: Any) -> Registration:
    return make_registration(kind_of(page, code), now=make.NOW, email_verified=True, **fields)


def publish(page: EventPage, **values: Any) -> None:
    for name, value in values.items():
        setattr(page, name, value)
    page.save_revision().publish()
    assert queries.counters_match_rows() == []


def states(*rows: Registration) -> list[str]:
    return [Registration.objects.get(pk=row.pk).state for row in rows]


def test_taking_the_limit_away_serves_everybody_who_waits(site: Site) -> None:
    course = make.make_event(make.make_course_index(site), CoursePage, kind=EventKind.COURSE, capacity=1)
    rows = [come(course) for _number in range(3)]
    assert states(*rows) == ["confirmed", "wait-listed", "wait-listed"]
    publish(course, capacity=None)
    assert states(*rows) == ["confirmed", "offered", "offered"]


def test_taking_the_limit_of_one_kind_away_serves_past_a_party_that_waits_for_another(site: Site) -> None:
    page = make.make_event(make.make_index(site), attendance_mode=AttendanceMode.BOTH, capacity=3, online_capacity=1)
    rows = [come(page, party_size=2), come(page, party_size=2), come(page, "online"), come(page, "online")]
    assert states(*rows) == ["confirmed", "wait-listed", "confirmed", "wait-listed"]
    publish(page, online_capacity=None)
    assert states(*rows) == ["confirmed", "wait-listed", "confirmed", "offered"]


def test_registration_that_opens_again_serves_those_who_wait(site: Site) -> None:
    page = make.make_event(make.make_index(site), capacity=2)
    rows = [come(page) for _number in range(4)]
    publish(page, takes_registrations=False)
    registrations.cancel(registration=rows[0], now=make.NOW)
    assert states(*rows) == ["cancelled", "confirmed", "wait-listed", "wait-listed"]
    publish(page, takes_registrations=True)
    assert states(*rows) == ["cancelled", "confirmed", "offered", "wait-listed"]


def test_event_that_was_moved_online_opens_again_too(site: Site) -> None:
    page = make.make_event(make.make_index(site), capacity=1)
    status.move_online(event=page, by=make.make_operator(), now=make.NOW, notes={})
    page = EventPage.objects.get(pk=page.pk)
    rows = [come(page), come(page)]
    publish(page, takes_registrations=False)
    registrations.cancel(registration=rows[0], now=make.NOW)
    publish(page, takes_registrations=True)
    assert kind_of(page).is_open
    assert states(*rows) == ["cancelled", "offered"]


def test_a_new_date_does_not_open_a_kind_that_is_offered_no_more(site: Site) -> None:
    page = make.make_event(make.make_index(site), attendance_mode=AttendanceMode.BOTH, capacity=3, online_capacity=1)
    publish(page, attendance_mode=AttendanceMode.ONLINE)
    operator = make.make_operator()
    status.postpone(event=page, by=operator, now=make.NOW, notes={})
    starts, ends = make.day(20, 8), make.day(20, 10)
    status.reschedule(event=page, starts_at=starts, ends_at=ends, by=operator, now=make.NOW, notes={})
    assert (kind_of(page).is_open, kind_of(page, "online").is_open) == (False, True)


def test_a_limit_that_comes_back_too_small_is_refused_and_takes_no_place_away(site: Site) -> None:
    page = make.make_event(make.make_index(site), capacity=1)
    come(page)
    publish(page, capacity=None)
    rows = [come(page) for _number in range(3)]
    assert "capacity" in form_of(EventPage.objects.get(pk=page.pk), capacity="3").errors
    assert "capacity" not in form_of(EventPage.objects.get(pk=page.pk), capacity="4").errors
    publish(page, capacity=2)
    assert states(*rows) == ["confirmed"] * 3
    assert queries.places_left(page.translation_key, clock.now()) is None
    publish(page, capacity=4)
    assert queries.places_left(page.translation_key, clock.now()) == 0


@pytest.mark.parametrize(
    ("mode", "left"), [(AttendanceMode.ONLINE, 100), (AttendanceMode.ON_SITE, 600), (AttendanceMode.BOTH, 700)]
)
def test_places_of_a_kind_that_is_offered_no_more_do_not_count(site: Site, mode: AttendanceMode, left: int) -> None:
    fair = make.make_fair(make.make_index(site), attendance_mode=AttendanceMode.BOTH, capacity=600, online_capacity=100)
    publish(fair, attendance_mode=mode)
    assert queries.places_left(fair.translation_key, clock.now()) == left


def test_a_closed_kind_without_limit_does_not_make_the_rest_unlimited(site: Site) -> None:
    fair = make.make_fair(make.make_index(site), attendance_mode=AttendanceMode.BOTH, capacity=600)
    assert queries.places_left(fair.translation_key, clock.now()) is None
    publish(fair, attendance_mode=AttendanceMode.ON_SITE)
    assert queries.places_left(fair.translation_key, clock.now()) == 600
