"""The worker lives on where the database is busy, and ends where it is broken."""

import pytest
from django.db import OperationalError
from django_tasks_db.management.commands.db_worker import Worker

from portal.operations.management.commands import run_worker


class _Playing:
    """A worker whose runs end as written."""

    def __init__(self, *ends: Exception | None) -> None:
        self.running = True
        self.ends = list(ends)

    def run(self) -> None:
        """End as written next."""
        if (end := self.ends.pop(0)) is not None:
            raise end


def _work(worker: _Playing) -> None:
    run_worker._work(worker)


def test_worker_waits_for_a_lock_held_for_long() -> None:
    worker = _Playing(OperationalError("database is locked"), OperationalError("database is locked"), None)
    _work(worker)
    assert worker.ends == []


def test_worker_ends_with_any_other_mistake_of_the_database() -> None:
    with pytest.raises(OperationalError, match="no such table"):
        _work(_Playing(OperationalError("no such table: tasks"), None))


def test_worker_that_was_told_to_stop_does_not_begin_again() -> None:
    worker = _Playing(OperationalError("database is locked"), None)
    worker.running = False
    _work(worker)
    assert len(worker.ends) == 2


def test_library_still_says_by_this_name_whether_it_runs() -> None:
    assert "running" in Worker.__init__.__code__.co_names
