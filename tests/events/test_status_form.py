"""The form for what becomes of an event: first what, then only what that needs; a cancellation is asked for twice."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from wagtail.models import Site

from events.domain import status
from events.enums import EventStatus
from events.models import EventPage
from portal.kernel import clock, formats
from portal.kernel.errors import DomainError
from registration.models import PlaceKind, Registration
from tests import worlds
from tests.factories import events as make
from tests.factories.registration import make_registration

pytestmark = pytest.mark.django_db
NOTES = {"action", "note_vi", "note_en"}


@worlds.standing
def page(site: Site) -> EventPage:
    found: EventPage = make.make_event(make.make_index(site), **make.far_ahead())
    return found


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(make.make_operator())
    return client


def address(page: EventPage) -> str:
    return reverse("event_status", args=[page.pk])


def test_first_only_the_action_is_asked_for(desk: Client, page: EventPage) -> None:
    answer = desk.get(address(page))
    assert set(answer.context["form"].fields) == {"action"}
    assert '<form method="get"' in answer.content.decode()
    assert set(desk.get(address(page), {"action": "anything"}).context["form"].fields) == {"action"}


@pytest.mark.parametrize(
    ("action", "fields"),
    [
        ("reschedule", {"starts_at", "ends_at"}),
        ("change-place", {"venue_vi", "venue_en", "address_vi", "address_en", "place"}),
        ("moved_online", {"online_url"}),
        ("postponed", set()),
        ("cancelled", set()),
    ],
)
def test_then_what_belongs_to_it(desk: Client, page: EventPage, action: str, fields: set[str]) -> None:
    answer = desk.get(address(page), {"action": action})
    assert set(answer.context["form"].fields) == fields | NOTES
    assert f'type="hidden" name="action" value="{action}"' in answer.content.decode()


def test_cancelling_names_how_many_are_told_and_asks_once_more(desk: Client, page: EventPage) -> None:
    kind = PlaceKind.objects.get(subject=page.translation_key)
    for _number in range(2):
        make_registration(kind, email_verified=True)
    make_registration(kind)
    mail.outbox.clear()
    given = {"action": "cancelled", "note_vi": "Vì “bão”", "note_en": ""}
    asked = desk.post(address(page), given)
    html = asked.content.decode()
    assert asked.status_code == 200
    assert "2 người đăng ký và đơn vị trưng bày sẽ được báo" in html
    assert 'value="Vì “bão”"' in html
    page.refresh_from_db()
    assert (page.status, mail.outbox) == (EventStatus.SCHEDULED, [])
    assert desk.post(address(page), {**given, "sure": "yes"}).status_code == 302
    page.refresh_from_db()
    assert page.status == EventStatus.CANCELLED
    assert len(mail.outbox) == 2
    assert Registration.objects.filter(state="cancelled").count() == 3


def test_a_new_time_is_shown_beside_the_old_one_before_anybody_is_told(desk: Client, page: EventPage) -> None:
    make_registration(PlaceKind.objects.get(subject=page.translation_key), email_verified=True)
    mail.outbox.clear()
    before = page.starts_at
    starts, ends = (clock.local(moment) + timedelta(days=7) for moment in (page.starts_at, page.ends_at))
    given = {
        "action": "reschedule",
        "starts_at": f"{starts:%d/%m/%Y %H:%M}",
        "ends_at": f"{ends:%d/%m/%Y %H:%M}",
        "note_vi": "Dời một tuần",
        "note_en": "",
    }
    asked = desk.post(address(page), given)
    html = asked.content.decode()
    assert asked.status_code == 200
    assert all(formats.short_date(clock.local(moment).date()) in html for moment in (before, starts))
    assert asked.context["shift"]["number"] == 1
    assert "Dời một tuần" in html
    page.refresh_from_db()
    assert (page.starts_at, mail.outbox) == (before, [])
    sure = asked.context["sure"]
    other = {**given, "ends_at": f"{ends + timedelta(hours=1):%d/%m/%Y %H:%M}", "sure": sure}
    assert desk.post(address(page), other).status_code == 200
    assert desk.post(address(page), {**given, "sure": sure}).status_code == 302
    page.refresh_from_db()
    assert page.starts_at == starts.replace(second=0, microsecond=0)
    assert len(mail.outbox) == 1


def test_a_new_time_that_is_refused_is_told_at_once(desk: Client, page: EventPage) -> None:
    same = f"{clock.local(page.starts_at):%d/%m/%Y %H:%M}"
    answer = desk.post(
        address(page), {"action": "reschedule", "starts_at": same, "ends_at": same, "note_vi": "", "note_en": ""}
    )
    assert answer.context["form"].errors["ends_at"]


def test_what_the_present_status_forbids_is_refused(desk: Client, page: EventPage) -> None:
    EventPage.objects.filter(pk=page.pk).update(status=EventStatus.CANCELLED)
    answer = desk.post(address(page), {"action": "postponed"})
    assert answer.status_code == 200
    assert answer.context["form"].errors["action"]


def test_a_time_that_is_over_is_refused_beside_its_field(desk: Client, page: EventPage) -> None:
    given = {"action": "reschedule", "starts_at": "2020-05-05 08:00", "ends_at": "2020-05-05 10:00", "note_vi": "Bão"}
    answer = desk.post(address(page), given)
    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == {"starts_at"}
    assert "Bão" in answer.content.decode()
    begun = EventPage.objects.get(pk=page.pk)
    begun = status.reschedule(
        event=begun,
        starts_at=clock.now() - timedelta(hours=1),
        ends_at=clock.now() + timedelta(hours=1),
        by=make.make_operator(),
        now=clock.now(),
        notes={},
    )
    assert begun.starts_at < clock.now() < begun.ends_at, "what has begun may get another end"


def test_what_is_postponed_gets_a_date_before_it_moves_online(desk: Client, page: EventPage) -> None:
    shared = {"event": page, "by": make.make_operator(), "now": clock.now(), "notes": {}}
    status.postpone(**shared)
    with pytest.raises(DomainError) as refusal:
        status.move_online(**shared)
    assert refusal.value.field == "action"
    page.refresh_from_db()
    assert page.status == EventStatus.POSTPONED
    html = desk.get(address(page)).content.decode()
    assert "cần có ngày mới" in html
    assert 'value="moved_online"' not in html
