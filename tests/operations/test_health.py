"""Health for the operator's watch, the worker's sign of life, and catalogues."""

import logging
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import polib
import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test import Client
from django_tasks_db.models import DBTaskResult

from portal.kernel import clock
from portal.operations import catalogues, failed_tasks, health
from portal.operations.models import WorkerHeartbeat


def test_healthz_answers_without_asking_the_database() -> None:
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies
    assert Client().post("/healthz").status_code == 405


def ready() -> tuple[int, dict[str, str]]:
    answer = Client().get("/readyz")
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies
    return answer.status_code, answer.json()


def test_readyz_waits_for_a_worker(db: None) -> None:
    assert ready() == (
        503,
        {
            "database": "ok",
            "cache": "ok",
            "worker": "failed",
            "erase_expired": "never",
            "mails": "ok",
            "tasks": "ok",
            "calendars": "ok",
            "schedule": "late",
        },
    )
    health.record_heartbeat(worker_id="one")
    assert ready() == (
        200,
        {
            "database": "ok",
            "cache": "ok",
            "worker": "ok",
            "erase_expired": "never",
            "mails": "ok",
            "tasks": "ok",
            "calendars": "ok",
            "schedule": "late",
        },
    )


def test_readyz_takes_a_silent_worker_for_dead(db: None) -> None:
    health.record_heartbeat(worker_id="one")
    silent = clock.now() - health.HEARTBEAT_TOLERANCE - timedelta(seconds=1)
    WorkerHeartbeat.objects.update(seen_at=silent)
    assert ready()[1]["worker"] == "failed"


def refuse(*_args: Any, **_kwargs: Any) -> Any:
    raise OperationalError("the database is away")


def test_readyz_names_a_database_that_is_away(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    health.record_heartbeat(worker_id="one")
    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", refuse)
        status, parts = ready()
    assert status == 503
    assert parts["database"] == "failed"
    assert parts["cache"] == "ok"


def test_readyz_names_a_cache_that_forgets(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    health.record_heartbeat(worker_id="one")
    with monkeypatch.context() as patch:
        patch.setattr(cache, "get", lambda *_args, **_kwargs: None)
        status, parts = ready()
    assert (status, parts) == (
        503,
        {
            "database": "ok",
            "cache": "failed",
            "worker": "ok",
            "erase_expired": "never",
            "mails": "ok",
            "tasks": "ok",
            "calendars": "ok",
            "schedule": "late",
        },
    )


def test_readyz_tells_of_failed_tasks_for_a_while_and_stays_ready(db: None) -> None:
    health.record_heartbeat(worker_id="one")
    values: dict[str, Any] = {
        "args_kwargs": {"args": [], "kwargs": {}},
        "backend_name": "default",
        "task_path": "registration.tasks.send_notice",
        "run_after": clock.now(),
    }
    row = DBTaskResult.objects.create(**values, status="FAILED", finished_at=clock.now())
    DBTaskResult.objects.create(**values, status="SUCCESSFUL", finished_at=clock.now())
    status, parts = ready()
    assert (status, parts["tasks"], parts["mails"]) == (200, "failed", "ok")
    DBTaskResult.objects.filter(pk=row.pk).update(finished_at=clock.now() - failed_tasks.ALARM - timedelta(minutes=1))
    assert ready()[1]["tasks"] == "ok"


def test_heartbeat_keeps_one_row_for_a_worker_and_sweeps_old_ones(db: None) -> None:
    health.record_heartbeat(worker_id="one")
    first = WorkerHeartbeat.objects.get()
    WorkerHeartbeat.objects.create(
        worker_id="old", started_at=first.started_at, seen_at=clock.now() - timedelta(days=1, minutes=1)
    )
    health.record_heartbeat(worker_id="one")
    again = WorkerHeartbeat.objects.get()
    assert again.started_at == first.started_at
    assert again.seen_at > first.seen_at
    health.forget_worker(worker_id="other")
    assert WorkerHeartbeat.objects.exists()
    health.forget_worker(worker_id="one")
    assert not WorkerHeartbeat.objects.exists()


def test_heartbeat_outlives_a_database_that_is_away(
    db: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with monkeypatch.context() as patch, caplog.at_level(logging.WARNING):
        patch.setattr(WorkerHeartbeat.objects, "update_or_create", refuse)
        health.record_heartbeat(worker_id="one")
    assert "heartbeat could not be written" in caplog.text
    assert not WorkerHeartbeat.objects.exists()


@pytest.fixture
def catalogue(settings: Any, tmp_path: Path) -> Path:
    folder = tmp_path / "vi" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Award"\nmsgstr "Giải thưởng"\n',
        encoding="utf-8",
    )
    settings.LOCALE_PATHS = [tmp_path]
    return folder / "django.po"


def test_catalogues_are_compiled_once_and_again_when_they_change(catalogue: Path) -> None:
    import os

    assert catalogues.compile_all() == 1
    compiled = catalogue.with_suffix(".mo")
    assert [(entry.msgid, entry.msgstr) for entry in polib.mofile(str(compiled))] == [("Award", "Giải thưởng")]
    assert catalogues.compile_all() == 0
    later = compiled.stat().st_mtime + 5
    os.utime(catalogue, (later, later))
    assert catalogues.compile_all() == 1


def test_command_says_how_many_were_compiled(catalogue: Path) -> None:
    said = StringIO()
    call_command("compile_catalogues", stdout=said)
    assert said.getvalue() == "1 catalogues compiled.\n"
