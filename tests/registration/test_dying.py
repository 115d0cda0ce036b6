"""The process is killed in the middle of a step: nothing is left half done, and what was answered is kept."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult

from registration import queries
from registration.domain import registrations
from registration.enums import RegistrationState
from registration.models import Hold, PlaceKind, Registration, RegistrationLog
from tests import databases
from tests.factories.registration import NOON, make_kind, make_registration
from tests.registration import races
from tests.registration.kills import CANCELLING, REGISTERING, dies


@pytest.fixture
def database(settings: Any, django_db_setup: None, django_db_blocker: Any) -> Iterator[races.Settings]:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "mail"]}}
    with django_db_blocker.unblock(), databases.cloned("dying") as made:
        yield made


def everything() -> tuple[int, ...]:
    rows = (Registration, RegistrationLog, Hold, DBTaskResult)
    return tuple(model.objects.count() for model in rows)


def registering(kind: PlaceKind, key: uuid.UUID) -> Registration:
    return make_registration(kind, email="an@example.org", form_key=key)


@pytest.mark.parametrize("point", REGISTERING)
def test_registration_that_dies_leaves_nothing_and_can_be_sent_again(database: races.Settings, point: str) -> None:
    with races.connected(database):
        kind, key = make_kind(capacity=1), uuid.uuid4()
        before = everything()
    dies(database, lambda: registering(kind, key), behind=REGISTERING[point])
    with races.connected(database):
        assert everything() == before
        assert queries.counters_match_rows() == []
        assert queries.places_left(kind.subject, NOON) == 1
        assert registering(kind, key).state == RegistrationState.CONFIRMED
        assert queries.places_left(kind.subject, NOON) == 0


def test_registration_that_was_written_is_kept_and_answered_again(database: races.Settings) -> None:
    with races.connected(database):
        kind, key = make_kind(capacity=1), uuid.uuid4()
    dies(database, lambda: registering(kind, key), behind=None)
    with races.connected(database):
        kept = Registration.objects.get()
        assert kept.state == RegistrationState.CONFIRMED
        assert registering(kind, key) == kept
        assert DBTaskResult.objects.filter(task_path="registration.tasks.send_notice").count() == 1
        assert kept.log.count() == 1
        assert queries.counters_match_rows() == []


@pytest.mark.parametrize("point", CANCELLING)
def test_cancelling_that_dies_leaves_the_place_with_its_holder(database: races.Settings, point: str) -> None:
    with races.connected(database):
        kind = make_kind(capacity=1)
        holder, waiting = make_registration(kind), make_registration(kind)
        before = everything()
    dies(database, lambda: registrations.cancel(registration=holder, now=NOON), behind=CANCELLING[point])
    with races.connected(database):
        assert everything() == before
        assert [Registration.objects.get(pk=row.pk).state for row in (holder, waiting)] == ["confirmed", "wait-listed"]
        assert queries.counters_match_rows() == []
        registrations.cancel(registration=holder, now=NOON)
        assert [Registration.objects.get(pk=row.pk).state for row in (holder, waiting)] == ["cancelled", "offered"]
