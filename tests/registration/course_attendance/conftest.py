"""What these tests begin with."""

from collections.abc import Iterator

import pytest

from registration.courses import CourseFacts
from registration.models import (
    PlaceKind,
    Registration,
)
from tests.factories import courses as make


@pytest.fixture
def course() -> Iterator[CourseFacts]:
    facts = make.facts()
    with make.known(facts):
        yield facts


@pytest.fixture
def kind(course: CourseFacts) -> PlaceKind:
    return make.place_kind(course)


@pytest.fixture
def trainee(kind: PlaceKind) -> Registration:
    return make.trainee(kind, full_name="Đỗ Thị Hoà", email="hoa@example.org")
