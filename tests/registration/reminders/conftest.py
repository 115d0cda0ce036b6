"""Fixtures of reminders: one event and a kind of place at it."""

import uuid
from datetime import timedelta

import pytest

from registration.models import PlaceKind
from registration.subjects import SubjectInfo
from tests.factories.registration import make_kind
from tests.registration.conftest import Known
from tests.registration.reminders.scene import START


@pytest.fixture
def event(known: Known) -> SubjectInfo:
    info = SubjectInfo(
        key=uuid.uuid4(), title="Chợ công nghệ", url="/su-kien/cho/", starts=START, ends=START + timedelta(hours=8)
    )
    known[info.key] = info
    return info


@pytest.fixture
def kind(db: None, event: SubjectInfo) -> PlaceKind:
    return make_kind(subject=event.key, capacity=100)
