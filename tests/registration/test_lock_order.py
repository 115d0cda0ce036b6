"""Two who need the same rows wait for each other in turn: nobody is thrown out by the database to break a knot."""

import threading
import uuid
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from portal.accounts.models import User
from portal.kernel import contention
from registration import errors, queries, subjects
from registration.domain import bulk, gate, moving, steps
from registration.enums import RegistrationState
from registration.models import BulkRun, Pool, Registration
from registration.organiser_enums import BulkAction, BulkOutcome
from tests.factories.registration import NOON, make_kind, make_pool, make_registration
from tests.registration import races

pytestmark = pytest.mark.postgresql
PATIENCE = 1.5
"""Seconds that one waits for the other to come so far that a knot would be tied."""


@pytest.fixture
def database(settings: Any, monkeypatch: pytest.MonkeyPatch, django_db_blocker: Any) -> Iterator[races.Settings]:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend", "QUEUES": ["default", "mail"]}}
    monkeypatch.setattr(subjects, "_RESOLVERS", [])
    monkeypatch.setattr(subjects, "_SESSION_RESOLVERS", [])
    if not races.postgresql_answers():
        pytest.skip("no PostgreSQL answers at PORTAL_TEST_DATABASE_URL")
    with (
        django_db_blocker.unblock(),
        races.postgresql_settings() as made,
        races.connected(made) as wrapper,
    ):
        races.make_tables(wrapper)
        yield made


def test_an_address_that_moves_while_it_registers_there_gets_one_of_both(
    database: races.Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    hall = make_kind(capacity=5, code="hall")
    screen = make_kind(subject=hall.subject, capacity=5, code="screen")
    row = make_registration(hall, email="an@example.org")
    added, locked = threading.Event(), threading.Event()
    tell, refuse = steps.tell, moving._require_target

    def told(**names: Any) -> None:
        """Stand between the new row and the gate until the mover holds the pools, if it ever does."""
        tell(**names)
        if names["registration"].place_kind_id == screen.pk and not added.is_set():
            added.set()
            locked.wait(PATIENCE)

    def holding_the_pools(**names: Any) -> None:
        locked.set()
        refuse(**names)

    monkeypatch.setattr(steps, "tell", told)
    monkeypatch.setattr(moving, "_require_target", holding_the_pools)

    def move() -> Registration:
        added.wait(PATIENCE)
        return moving.move(registration=row, to=screen, now=NOON)

    attempts: list[Callable[[], object]] = [partial(make_registration, screen, email="an@example.org"), move]
    results = races.race(database, attempts, threads=2)
    assert [type(result) for result in results] == [Registration, errors.AlreadyRegisteredError]
    assert Registration.objects.filter(email="an@example.org").count() == 2
    assert queries.counters_match_rows() == []


def test_an_address_that_registers_while_it_moves_there_gets_one_of_both(database: races.Settings) -> None:
    hall = make_kind(capacity=50, code="hall")
    screen = make_kind(subject=hall.subject, capacity=50, code="screen")
    rows = [make_registration(hall) for _number in range(12)]
    attempts: list[Callable[[], object]] = []
    for row in rows:
        attempts += [
            partial(moving.move, registration=row, to=screen, now=NOON),
            partial(make_registration, screen, email=row.email),
        ]
    results = races.race(database, attempts, threads=8)
    allowed = (Registration, errors.AlreadyRegisteredError)
    assert [result for result in results if not isinstance(result, allowed)] == []
    assert Registration.objects.filter(place_kind=screen).count() == len(rows)
    assert not Registration.objects.filter(state=RegistrationState.SUBMITTED).exists()
    assert queries.counters_match_rows() == []


def test_two_runs_in_opposite_order_are_both_taken_back(
    database: races.Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    organiser = User.objects.create_superuser("organiser@example.org")
    first, second = make_kind(capacity=1), make_kind(capacity=1)
    for kind in (first, second):
        make_registration(kind)
    waiting = [make_registration(kind) for kind in (first, second, second, first)]
    runs = [classed([row.pk for row in waiting[:2]], organiser), classed([row.pk for row in waiting[2:]], organiser)]
    restore, met = bulk._restore, threading.Barrier(2)

    def restored(*values: Any) -> None:
        restore(*values)
        try:
            met.wait(PATIENCE)
        except threading.BrokenBarrierError:
            return

    monkeypatch.setattr(bulk, "_restore", restored)
    attempts = [partial(bulk.undo, run=run, by=organiser, now=NOON) for run in runs]
    results = races.race(database, attempts, threads=2)
    assert [type(result) for result in results] == [BulkRun, BulkRun]
    assert set(Registration.objects.values_list("queue_class", flat=True)) == {100}
    for run in runs:
        assert set(run.rows.values_list("outcome", flat=True)) == {BulkOutcome.UNDONE}


def classed(keys: list[int], by: User) -> BulkRun:
    run = bulk.start(key=uuid.uuid4(), action=BulkAction.CLASS, registration_ids=keys, by=by, now=NOON, queue_class=50)
    bulk.work(run_id=run.pk, now=NOON)
    run.refresh_from_db()
    assert run.finished_at is not None
    return run


def knot(pools: list[Pool], turns: list[int], met: threading.Barrier) -> int:
    """Lock two pools one after the other; the first time, each meets the other in between."""
    turns.append(1)
    with transaction.atomic():
        gate.lock(subject=pools[0].subject)
        if len(turns) == 1:
            met.wait(30)
        gate.lock(subject=pools[-1].subject)
    return len(turns)


def test_what_the_database_gave_up_to_break_a_knot_is_tried_again(database: races.Settings) -> None:
    pools, met = [make_pool(), make_pool()], threading.Barrier(2)

    def turn(order: list[Pool]) -> int:
        turns: list[int] = []
        return contention.tried_again(lambda: knot(order, turns, met))

    results = races.race(database, [partial(turn, pools), partial(turn, pools[::-1])], threads=2)
    assert sorted(str(result) for result in results) == ["1", "2"]


def test_who_waits_for_a_file_that_another_writes_to_is_told_that_it_is_busy(
    tmp_path: Path, django_db_blocker: Any
) -> None:
    slow = races.sqlite_settings(tmp_path)
    fast = {**slow, "OPTIONS": {**slow["OPTIONS"], "timeout": 0}}
    with django_db_blocker.unblock(), races.connected(slow) as wrapper:
        races.make_tables(wrapper)
        pool = make_pool()
        with wrapper.cursor() as cursor:
            cursor.execute("BEGIN IMMEDIATE")
            turns: list[int] = []
            (failure,) = races.race(fast, [partial(knot, [pool], turns, threading.Barrier(1))], threads=1)
            cursor.execute("ROLLBACK")
    assert isinstance(failure, Exception)
    assert contention.is_busy(failure)
