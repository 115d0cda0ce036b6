"""What these tests begin with."""

from datetime import timedelta

import pytest

from portal.accounts.models import User
from portal.kernel import clock
from registration.models import Device, PlaceKind
from registration.subjects import SubjectInfo
from tests.factories.check_in import connect, make_gate
from tests.factories.registration import make_kind


@pytest.fixture
def kind(fair: SubjectInfo) -> PlaceKind:
    return make_kind(subject=fair.key, capacity=None, party_maximum=5)


@pytest.fixture
def phone(fair: SubjectInfo, organiser: User) -> Device:
    return connect(make_gate(subject=fair.key, by=organiser), by=organiser, now=clock.now() - timedelta(hours=3))[0]
