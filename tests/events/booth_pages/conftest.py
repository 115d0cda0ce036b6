"""What these tests begin with."""

import uuid
from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import Site

from portal.accounts.models import User
from tests.events.booth_pages.scene import NOW
from tests.factories import booths as stock
from tests.factories import events as make
from tests.factories import exhibitors as people


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def fair(site: Site) -> Any:
    people.make_directory(site)
    return make.make_fair(make.make_index(site))


@pytest.fixture
def key(fair: Any) -> uuid.UUID:
    found: uuid.UUID = fair.translation_key
    return found


@pytest.fixture
def owner(db: None) -> User:
    return people.make_person()


@pytest.fixture
def operator(db: None) -> User:
    return make.make_operator()


@pytest.fixture
def hall(key: uuid.UUID) -> Any:
    return stock.make_hall(key)
