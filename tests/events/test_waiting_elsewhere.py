"""What waits at fairs and delegations stands on top of the desk, and is told at the person's other organisations."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Site

from events.domain import delegations
from events.enums import ApplicationState
from events.models import FairApplication, TradePromotionPage
from exhibitors.domain import membership as memberships
from exhibitors.enums import MemberRole
from exhibitors.models import Organisation
from portal.accounts.models import User
from portal.kernel import clock
from tests.events.delegations import scene
from tests.factories import booths as stock
from tests.factories import events as make
from tests.factories import exhibitors as people

pytestmark = pytest.mark.django_db


@pytest.fixture
def trip(site: Site) -> TradePromotionPage:
    people.make_directory(site)
    return make.make_event(make.make_index(site), TradePromotionPage, starts_at=scene.START, ends_at=scene.END)


def _desk(client: Client, owner: User) -> str:
    client.force_login(owner)
    return client.get(reverse("exhibitors:desk")).content.decode()


@pytest.fixture
def work_for(client: Client) -> Callable[[User, Organisation], None]:
    def choose(person: User, organisation: Organisation) -> None:
        memberships.choose(membership=organisation.memberships.get(user=person), by=person, now=clock.now())

    return choose


def test_a_delegation_that_waits_is_told_on_every_desk_of_the_owner(
    client: Client, trip: TradePromotionPage, work_for: Callable[[User, Organisation], None]
) -> None:
    owner, operator = people.make_person(), make.make_operator()
    here, there = people.make_organisation(owner), people.make_organisation(owner, name="Công ty Bên Kia")
    work_for(owner, here)
    assert "chờ bạn tại" not in _desk(client, owner)
    invitation = delegations.invite(programme=trip, organisation=there, seats=2, by=operator, now=scene.NOW)
    assert "Có 1 việc đang chờ bạn tại Công ty Bên Kia" in _desk(client, owner)
    member = scene.named(invitation, owner)
    assert "Có 1 việc đang chờ bạn tại Công ty Bên Kia" in _desk(client, owner)
    work_for(owner, there)
    assert reverse("events:delegation", args=[invitation.pk]) in _waiting(_desk(client, owner))
    scene.complete(member, owner)
    assert reverse("events:delegation", args=[invitation.pk]) not in _waiting(_desk(client, owner))
    work_for(owner, here)
    assert "chờ bạn tại" not in _desk(client, owner)


def _waiting(page: str) -> str:
    return page.split('id="waiting"')[1].split("</section>", maxsplit=1)[0]


@pytest.mark.parametrize("state", [ApplicationState.CHANGES_ASKED, ApplicationState.SUBMITTED])
def test_an_application_waits_where_only_the_organisation_can_go_on(
    client: Client, trip: TradePromotionPage, work_for: Callable[[User, Organisation], None], state: ApplicationState
) -> None:
    owner = people.make_person()
    here, there = people.make_organisation(owner), people.make_organisation(owner)
    application = stock.make_applicant(trip.translation_key, people.make_person(), state=state)
    FairApplication.objects.filter(pk=application.pk).update(organisation=there)
    waits = state is ApplicationState.CHANGES_ASKED
    work_for(owner, here)
    assert (f"chờ bạn tại {there.display_name}" in _desk(client, owner)) == waits
    work_for(owner, there)
    assert (application.reference in _waiting(_desk(client, owner))) == waits


def test_many_other_organisations_cost_as_much_as_one(client: Client, trip: TradePromotionPage) -> None:
    owner, operator = people.make_person(), make.make_operator()
    people.make_organisation(owner)

    def another() -> None:
        organisation = people.make_organisation()
        people.make_member(organisation, MemberRole.OWNER, owner)
        delegations.invite(programme=trip, organisation=organisation, seats=2, by=operator, now=scene.NOW)

    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            _desk(client, owner)
        return len(seen)

    another()
    another()
    _desk(client, owner)
    few = cost()
    for _each in range(4):
        another()
    assert cost() == few
