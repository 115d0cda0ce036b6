"""Form, desk and approval together: exactly full, the rest wait in the order of the commits, on the database of this run."""

from collections.abc import Iterator
from typing import Any
from unittest import mock

import pytest

from registration.domain import waiting_list
from tests import databases
from tests.factories.registration import make_organiser
from tests.registration import races, rush

ROUNDS = 3
CONTROL_ROUNDS = 8


@pytest.fixture
def database(settings: Any, django_db_setup: None, django_db_blocker: Any) -> Iterator[races.Settings]:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "mail"]}}
    with (
        django_db_blocker.unblock(),
        databases.cloned("rush") as made,
        races.connected(rush.patient(made)),
        rush.subjects_known(),
    ):
        yield rush.patient(made)


@pytest.mark.parametrize(("wishes", "capacity", "rounds"), [(50, 1, ROUNDS), (500, 100, 1)])
def test_rush_by_all_ways_fills_exactly_and_the_rest_wait_in_the_order_of_the_commits(
    database: races.Settings, wishes: int, capacity: int, rounds: int
) -> None:
    organiser = make_organiser()
    for _round in range(rounds):
        outcome = rush.run(database, wishes=wishes, capacity=capacity, organiser=organiser)
        assert outcome.failures == []
        assert (outcome.confirmed, outcome.waiting) == (capacity, wishes - capacity)
        assert outcome.mismatches == 0
        assert outcome.out_of_order == 0
        assert outcome.good


def test_control_run_without_the_lock_oversells(database: races.Settings) -> None:
    """The same three ways with the gate off; else the rushes above would prove nothing."""
    organiser = make_organiser()
    with rush.gate_off():
        outcomes = (
            rush.run(database, wishes=50, capacity=3, organiser=organiser, order_matters=False)
            for _round in range(CONTROL_ROUNDS)
        )
        assert any(outcome.oversold for outcome in outcomes)


def test_order_is_told_from_another_one(database: races.Settings) -> None:
    organiser = make_organiser()
    with mock.patch.object(waiting_list, "_join_behind"):
        outcomes = (rush.run(database, wishes=50, capacity=1, organiser=organiser) for _round in range(CONTROL_ROUNDS))
        assert any(outcome.out_of_order for outcome in outcomes)
