"""Subjects for the tests of the seat engine."""

import uuid
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

import pytest

from portal.accounts.models import User
from portal.kernel import clock
from portal.kernel.languages import Language
from registration import subjects
from registration.subjects import SessionInfo, SubjectInfo
from tests.factories.registration import make_organiser

Known = dict[uuid.UUID, SubjectInfo]


@pytest.fixture
def known() -> Iterator[Known]:
    """Return the subjects that a test resolver knows; add to it."""
    table: Known = {}

    def resolve(keys: Collection[uuid.UUID], language: Language) -> Known:
        return {key: table[key] for key in keys if key in table}

    def begin(after: datetime, until: datetime) -> list[uuid.UUID]:
        return [key for key, info in table.items() if after < info.starts <= until]

    subjects.register(resolve)
    subjects.register_beginnings(begin)
    yield table
    subjects.unregister_beginnings(begin)
    subjects.unregister(resolve)


@pytest.fixture
def fair(known: Known) -> SubjectInfo:
    """Return a subject in ten days, with a calendar file."""
    starts = clock.now() + timedelta(days=10)
    info = SubjectInfo(
        key=uuid.uuid4(),
        title="Chợ công nghệ và thiết bị",
        url="/su-kien/cho-cong-nghe/",
        starts=starts,
        ends=starts + timedelta(hours=8),
        place="Nhà văn hoá Kinh Bắc",
        invitations=lambda **_asked: [b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"],
    )
    known[info.key] = info
    return info


@pytest.fixture
def organiser(db: None) -> User:
    """Return a user who may decide on registrations."""
    return make_organiser()


Programme = dict[uuid.UUID, list[SessionInfo]]


@pytest.fixture
def programme() -> Iterator[Programme]:
    """Return the sessions that a test resolver knows, by subject; add to it."""
    table: Programme = {}

    def resolve(keys: Collection[uuid.UUID], language: Language) -> Programme:
        return {key: table[key] for key in keys if key in table}

    subjects.register_sessions(resolve)
    yield table
    subjects.unregister_sessions(resolve)
