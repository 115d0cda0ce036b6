"""What these tests begin with."""

import uuid
from collections.abc import Iterator

import pytest
from wagtail.models import Site

from registration.courses import CourseFacts
from registration.models import (
    PlaceKind,
    Registration,
)
from tests.factories import courses as make


@pytest.fixture
def table(site: Site) -> Iterator[dict[uuid.UUID, CourseFacts]]:
    with make.known(make.facts()) as known:
        yield known


@pytest.fixture
def course(table: dict[uuid.UUID, CourseFacts]) -> CourseFacts:
    return next(iter(table.values()))


@pytest.fixture
def kind(course: CourseFacts) -> PlaceKind:
    return make.place_kind(course)


@pytest.fixture
def trainee(kind: PlaceKind) -> Registration:
    return make.trainee(kind, full_name="Đỗ Thị Hoà", email="hoa@example.org")
