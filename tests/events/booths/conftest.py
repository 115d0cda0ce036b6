"""What these tests begin with."""

from typing import Any

import pytest

from portal.accounts.models import User
from tests.events.booths.scene import KEY
from tests.factories import booths as stock
from tests.factories import events as make
from tests.factories import exhibitors as people


@pytest.fixture
def owner(db: None) -> User:
    return people.make_person()


@pytest.fixture
def operator(db: None) -> User:
    return make.make_operator()


@pytest.fixture
def hall(db: None) -> Any:
    return stock.make_hall(KEY)
