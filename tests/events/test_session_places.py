"""Sessions of an event with places of their own: opened on publishing, in both languages, by one key."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Site

from events.domain import sessions, status
from events.models import EventSession
from portal.accounts.models import User
from portal.kernel import clock
from portal.kernel.languages import Language
from portal.pages import completeness
from registration import queries, subjects
from registration.domain import registrations
from registration.models import PlaceKind, Registration
from tests.factories import events as make

pytestmark = pytest.mark.django_db


def make_event(site: Site, **values: Any) -> Any:
    starts = clock.at(clock.today() + timedelta(days=20), 8)
    rows = [
        make.make_session(starts, title="Phiên một", takes_registrations=True, capacity=2, room="A"),
        make.make_session(starts + timedelta(hours=2), title="Phiên hai", takes_registrations=True),
        make.make_session(starts + timedelta(hours=4), title="Nghỉ trưa"),
    ]
    given = {"starts_at": starts, "ends_at": starts + timedelta(hours=8), "sessions": rows, **values}
    return make.make_event(make.make_index(site), **given)


def kinds(page: Any) -> dict[str, PlaceKind]:
    found = PlaceKind.objects.filter(subject=page.translation_key, session__isnull=False)
    return {kind.name_vi: kind for kind in found}


def join(page: Any, *names: str, **values: Any) -> Registration:
    chosen = kinds(page)
    whole = PlaceKind.objects.get(subject=page.translation_key, session=None)
    given = {"full_name": "Người thử", "email": f"p{Registration.objects.count()}@example.org", "language": "vi"}
    return registrations.register(
        place_kind=whole,
        sessions=[chosen[name] for name in names],
        email_verified=True,
        now=clock.now(),
        **(given | values),
    )


def test_publishing_opens_places_for_sessions_that_are_chosen(site: Site) -> None:
    page = make_event(site, registration_closes_at=clock.at(clock.today() + timedelta(days=20), 9))
    found = kinds(page)
    assert set(found) == {"Phiên một", "Phiên hai"}
    assert [pool.capacity for pool in found["Phiên một"].pools.all()] == [2]
    assert not found["Phiên hai"].pools.exists()
    assert found["Phiên một"].closes_at == page.starts_at
    assert found["Phiên hai"].closes_at == page.registration_closes_at
    whole = PlaceKind.objects.get(subject=page.translation_key, session=None)
    assert whole.needs_email_confirmation
    page.save_revision().publish()
    assert {kind.pk for kind in kinds(page).values()} == {kind.pk for kind in found.values()}


def test_english_page_shares_places_and_gives_its_titles(site: Site) -> None:
    page = make_event(site)
    english = make.english(page)
    rows = list(english.sessions.all())
    rows[0].title = "Session one"
    english.sessions = rows
    english.save_revision().publish()
    page.refresh_from_db()
    type(page).objects.get(pk=page.pk).save_revision().publish()
    assert kinds(page)["Phiên một"].name_en == "Session one"
    assert [row.capacity for row in EventSession.objects.filter(event=english.pk)] == [2, None, None]
    for language, title in ((Language.ENGLISH, "Session one"), (Language.VIETNAMESE, "Phiên một")):
        known = subjects.sessions_for([page.translation_key], language)
        assert next(iter(known.values())).title == title
        assert len(known) == 2
    assert subjects.sessions_for([page.translation_key], Language.ENGLISH).keys() == known.keys()


def test_session_that_is_taken_out_is_closed_and_keeps_its_people(site: Site) -> None:
    page = make_event(site)
    row = join(page, "Phiên một")
    page.sessions = [each for each in page.sessions.all() if each.title != "Phiên một"]
    page.save_revision().publish()
    assert not kinds(page)["Phiên một"].is_open
    assert row.session_places.get().state == "held"
    assert kinds(page)["Phiên hai"].is_open
    status.move_online(
        event=page, by=make.make_operator(), now=clock.now(), notes={}, online_url="https://a.example.org/"
    )
    assert not kinds(page)["Phiên một"].is_open
    assert kinds(page)["Phiên hai"].is_open


def test_capacity_below_what_is_taken_is_refused_in_the_form_and_harmless_otherwise(site: Site) -> None:
    page = make_event(site)
    join(page, "Phiên một")
    join(page, "Phiên một")
    row = next(each for each in page.sessions.all() if each.title == "Phiên một")
    row.capacity = 1
    with pytest.raises(ValidationError) as refusal:
        row.clean()
    assert list(refusal.value.message_dict) == ["capacity"]
    rows = list(page.sessions.all())
    rows[0].capacity = 1
    page.sessions = rows
    with completeness.unasked():
        page.save_revision().publish()
    assert kinds(page)["Phiên một"].pools.get().capacity == 2
    rows[0].capacity = 5
    page.sessions = rows
    page.save_revision().publish()
    assert kinds(page)["Phiên một"].pools.get().capacity == 5
    assert queries.counters_match_rows() == []


def test_registration_that_opens_after_the_session_begins_leaves_it_closed(site: Site) -> None:
    starts = clock.at(clock.today() + timedelta(days=20), 8)
    page = make_event(site, registration_opens_at=starts + timedelta(hours=1))
    assert not kinds(page)["Phiên một"].is_open
    assert kinds(page)["Phiên hai"].is_open


def test_names_and_walking_time_come_from_the_page(site: Site) -> None:
    page = make_event(site, needs_names=True, session_gap_minutes=15)
    assert PlaceKind.objects.get(subject=page.translation_key, session=None).needs_names
    assert {each.gap_minutes for each in subjects.sessions_for([page.translation_key]).values()} == {15}


def test_places_of_the_whole_do_not_count_sessions(site: Site) -> None:
    page = make_event(site, capacity=10)
    join(page, "Phiên một", "Phiên hai")
    assert queries.places_left(page.translation_key) == 9
    code = sessions.code_of(next(iter(page.sessions.all())).translation_key)
    assert queries.taken_by_code(page.translation_key, clock.now())[code] == 1


def test_form_and_desk_lead_there(client: Client, site: Site) -> None:
    page = make_event(site)
    html = client.get(reverse("registration:register", args=[page.translation_key])).content.decode()
    assert "Phiên một" in html
    assert "Nghỉ trưa" not in html
    client.force_login(User.objects.create_user("an@example.org"))
    assert reverse("registration:mine") in client.get(reverse("exhibitors:desk")).content.decode()


def test_the_page_says_what_is_left_in_each_session_before_anybody_opens_the_form(client: Client, site: Site) -> None:
    page = make_event(site)
    join(page, "Phiên một")
    shown = client.get(page.url).content.decode()
    assert "1 chỗ" in shown
    join(page, "Phiên một")
    full = client.get(page.url)
    places = {row.row.title: (row.places, row.is_full) for day in full.context["programme"] for row in day.sessions}
    assert places["Phiên một"][1]
    assert places["Phiên một"][0] in full.content.decode()
    assert (places["Phiên hai"], places["Nghỉ trưa"]) == (("", False), ("", False))
    assert full.context["sessions_hint"] in full.content.decode()
    assert full.context["sessions_hint"]


def test_a_closed_or_cancelled_event_tells_no_places_of_sessions(client: Client, site: Site) -> None:
    page = make_event(site)
    status.cancel(event=page, by=make.make_operator(), now=clock.now(), notes={Language.VIETNAMESE: "Bão"})
    shown = client.get(page.url)
    assert {row.places for day in shown.context["programme"] for row in day.sessions} == {""}
    assert shown.context["sessions_hint"] == ""


def test_the_page_costs_the_same_with_two_and_with_twelve_sessions(client: Client, site: Site) -> None:
    costs = []
    starts = clock.at(clock.today() + timedelta(days=20), 8)
    index = make.make_index(site)
    for number in (2, 12):
        rows = [
            make.make_session(
                starts + timedelta(hours=hour), title=f"Phiên {hour}", takes_registrations=True, capacity=2
            )
            for hour in range(number)
        ]
        page = make.make_event(
            index, title=f"Ngày {number}", starts_at=starts, ends_at=starts + timedelta(hours=20), sessions=rows
        )
        client.get(page.url)
        with CaptureQueriesContext(connection) as queries_of_page:
            assert client.get(page.url).status_code == 200
        costs.append(len(queries_of_page))
    assert costs[0] == costs[1]
