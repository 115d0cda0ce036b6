"""What the worker does by itself, and leases: one process at a time, one failure stops nothing."""

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from portal.kernel import clock
from portal.operations import leases, periodic
from portal.operations.models import Lease

NOON = datetime.fromisoformat("2026-12-03T12:00:00+07:00")


@pytest.fixture
def _alone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(periodic, "_WORKS", {})
    monkeypatch.setattr(periodic, "PAUSE", 0.001)
    monkeypatch.setattr(periodic.connection, "close", lambda: None)
    return


@pytest.mark.usefixtures("_alone")
def test_work_that_fails_is_done_again_and_stops_no_other() -> None:
    stopped, done = threading.Event(), []

    def fail() -> None:
        done.append("bad")
        raise RuntimeError

    def work() -> None:
        done.append("good")
        if done.count("good") == 3:
            stopped.set()

    periodic.register("bad", every=timedelta(0), do=fail)
    periodic.register("good", every=timedelta(0), do=work)
    periodic.run_until(stopped)
    assert done.count("bad") == 3


@pytest.mark.usefixtures("_alone")
def test_work_waits_for_its_turn() -> None:
    stopped, done = threading.Event(), []
    periodic.register("seldom", every=timedelta(hours=1), do=lambda: done.append("seldom"))
    periodic.register("often", every=timedelta(0), do=lambda: done.append("often") or (len(done) > 5 and stopped.set()))
    periodic.run_until(stopped)
    assert done.count("seldom") == 1


def test_planned_publishing_is_part_of_the_worker() -> None:
    assert periodic.works()["publish_due"].every <= timedelta(seconds=60)


def test_a_lease_has_one_holder_until_it_runs_out_or_is_given_back(db: None) -> None:
    first = leases.take("x", read=lambda: NOON)
    assert first is not None
    assert leases.take("x", read=lambda: NOON + leases.TERM - timedelta(seconds=1)) is None
    second = leases.take("x", read=lambda: NOON + leases.TERM)
    assert second is not None
    assert not first.keep(), "it learns that another has it"
    second.give_back()
    assert leases.take("x", read=lambda: NOON + leases.TERM) is not None


def test_a_lease_is_longer_the_oftener_it_is_renewed(db: None) -> None:
    now = clock.now()
    held = leases.take("x", read=lambda: now)
    assert held is not None
    later = leases.Held("x", held.holder, lambda: now + timedelta(seconds=50))
    assert later.keep()
    assert Lease.objects.get().until == now + timedelta(seconds=50) + leases.TERM
