"""What these tests begin with."""

from typing import Any

import pytest
from wagtail.models import Site

from events.domain import delegations
from events.models import (
    DelegationInvitation,
    TradePromotionPage,
)
from portal.accounts.models import User
from tests.events.delegations.scene import END, NOW, START
from tests.factories import events as make
from tests.factories import exhibitors as people


@pytest.fixture
def trip(site: Site) -> Any:
    people.make_directory(site)
    return make.make_event(make.make_index(site), TradePromotionPage, starts_at=START, ends_at=END)


@pytest.fixture
def organiser() -> User:
    return User.objects.create_superuser("to.chuc@example.org", "x", full_name="Ban Tổ Chức")


@pytest.fixture
def owner() -> User:
    return people.make_person()


@pytest.fixture
def invitation(trip: Any, organiser: User, owner: User) -> DelegationInvitation:
    organisation = people.make_organisation(owner)
    return delegations.invite(programme=trip, organisation=organisation, seats=2, by=organiser, now=NOW)
