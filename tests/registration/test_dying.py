"""The process is killed in the middle of a step: nothing is left half done, and what was answered is kept."""

import os
import signal
import uuid
from collections.abc import Callable, Iterator
from typing import Any, Final

import pytest
from django_tasks_db.models import DBTaskResult

from registration import queries
from registration.domain import gate, registrations, steps, waiting_list
from registration.enums import RegistrationState
from registration.models import Hold, PlaceKind, Registration, RegistrationLog
from tests import databases
from tests.factories.registration import NOON, make_kind, make_registration
from tests.registration import races

# Where the process dies: behind which function of which module, all inside the transaction of the step.
REGISTERING: Final = {
    "row and log written": (steps, "log"),
    "mail queued": (steps, "tell"),
    "place taken": (gate, "take"),
    "looked again": (gate, "require_open_still"),
}
CANCELLING: Final = {
    "log written": (steps, "log"),
    "mail queued": (steps, "tell"),
    "pools locked": (gate, "lock"),
    "place given back": (gate, "give_back"),
    "next one offered": (waiting_list, "_offer"),
}


@pytest.fixture
def database(settings: Any, django_db_setup: None, django_db_blocker: Any) -> Iterator[races.Settings]:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "mail"]}}
    with django_db_blocker.unblock(), databases.cloned("dying") as made:
        yield made


def dies(database: races.Settings, step: Callable[[], object], *, behind: tuple[Any, str] | None) -> None:
    """Take a step in a process of its own, which is killed behind a function, or when the step is done."""
    pid = os.fork()
    if pid == 0:
        try:
            with races.connected(database):
                if behind is not None:
                    module, name = behind
                    todo = getattr(module, name)

                    def last(*args: Any, **kwargs: Any) -> None:
                        todo(*args, **kwargs)
                        os.kill(os.getpid(), signal.SIGKILL)

                    setattr(module, name, last)
                step()
                os.kill(os.getpid(), signal.SIGKILL)
        finally:
            os._exit(1)
    _pid, status = os.waitpid(pid, 0)
    assert os.WIFSIGNALED(status)
    assert os.WTERMSIG(status) == signal.SIGKILL


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
