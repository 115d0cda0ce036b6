"""Nobody gets in behind an organiser who cancels; without the second look the same race lets somebody in."""

import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction

from portal.accounts.models import User
from registration import errors
from registration.domain import gate, places, registrations
from registration.enums import LIVE_STATES
from registration.models import PlaceKind, Registration
from tests.factories.registration import NOON, make_kind
from tests.registration import races

pytestmark = pytest.mark.postgresql
SECONDS = 20
KINDS = [
    pytest.param({"capacity": 1}, id="one place"),
    pytest.param({"capacity": None}, id="not limited"),
    pytest.param({"capacity": 1, "needs_approval": True}, id="approval"),
    pytest.param({"capacity": 1, "needs_email_confirmation": True}, id="address to confirm"),
]


@pytest.fixture
def database(settings: Any, django_db_blocker: Any) -> Iterator[races.Settings]:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend", "QUEUES": ["default", "mail"]}}
    if not races.postgresql_answers():
        pytest.skip("no PostgreSQL answers at PORTAL_TEST_DATABASE_URL")
    with django_db_blocker.unblock(), races.postgresql_settings() as made, races.connected(made) as wrapper:
        races.make_tables(wrapper)
        yield made


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return bool(cursor.fetchone()[0])


def cancel_while_somebody_registers(database: races.Settings, kind: PlaceKind) -> object:
    """Cancel with a registration waiting at the lock; return what the one who waited got."""
    organiser = User.objects.create_superuser("organiser@example.org")
    closing, answered = threading.Event(), threading.Event()

    def cancelling() -> None:
        with transaction.atomic():
            places.freeze(subject=kind.subject)
            closing.set()
            deadline = time.monotonic() + SECONDS
            while not (_somebody_waits() or answered.is_set()) and time.monotonic() < deadline:
                time.sleep(0.02)
            registrations.cancel_all(subject=kind.subject, by=organiser, now=NOON, why="Bão")

    def registering() -> object:
        closing.wait(SECONDS)
        try:
            return registrations.register(
                place_kind=kind, full_name="Người thử", email="an@example.org", language="vi", now=NOON
            )
        finally:
            answered.set()

    results = races.race(database, [cancelling, registering], threads=2)
    assert results[0] is None, results[0]
    return results[1]


@pytest.mark.parametrize("values", KINDS)
def test_who_waits_while_the_event_is_cancelled_is_refused(database: races.Settings, values: dict[str, Any]) -> None:
    kind = make_kind(**values)
    assert isinstance(cancel_while_somebody_registers(database, kind), errors.RegistrationClosedError)
    assert not Registration.objects.filter(state__in=LIVE_STATES).exists()


@pytest.mark.parametrize("values", KINDS)
def test_control_run_without_the_second_look_lets_somebody_in(
    database: races.Settings, values: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "require_open_still", lambda **_arguments: None)
    kind = make_kind(**values)
    assert isinstance(cancel_while_somebody_registers(database, kind), Registration)
    if values["capacity"] is not None and not kind.needs_approval:
        # The others wait for no pool: they get in while it is closing, and the cancellation still finds them.
        assert Registration.objects.filter(state__in=LIVE_STATES).exists()
