"""Real threads against a real database of their own: an SQLite file, or a PostgreSQL database made for the test."""

import os
import threading
import uuid
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.apps import apps
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import load_backend

from portal.media.models import PrivateFile

THREADS = 25
LABELS = ("contenttypes", "auth", "accounts", "kernel", "registration")
PG_URL = os.environ.get("PORTAL_TEST_DATABASE_URL") or "postgresql://root@127.0.0.1:5432/postgres"

Settings = dict[str, Any]


def sqlite_settings(folder: Path) -> Settings:
    return {
        **connections.databases["default"],
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(folder / "race.sqlite3"),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        },
    }


def postgresql_answers() -> bool:
    try:
        psycopg.connect(PG_URL, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


@contextmanager
def postgresql_settings() -> Iterator[Settings]:
    """Make a database for one test and drop it afterwards."""
    name = f"registration_race_{os.getpid()}_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(PG_URL, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        info = server.info
        try:
            yield {
                **connections.databases["default"],
                "ENGINE": "django.db.backends.postgresql",
                "NAME": name,
                "USER": info.user,
                "PASSWORD": info.password,
                "HOST": info.host,
                "PORT": info.port,
                "OPTIONS": {},
                "CONN_MAX_AGE": 0,
                "CONN_HEALTH_CHECKS": False,
            }
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def connected(database: Settings) -> Iterator[BaseDatabaseWrapper]:
    """Make this thread's default connection one to the given database."""
    before = connections["default"] if threading.current_thread() is threading.main_thread() else None
    wrapper: BaseDatabaseWrapper = load_backend(database["ENGINE"]).DatabaseWrapper(database, "default")
    connections["default"] = wrapper
    try:
        yield wrapper
    finally:
        wrapper.close()
        if before is None:
            del connections["default"]
        else:
            connections["default"] = before


def make_tables(wrapper: BaseDatabaseWrapper) -> None:
    """Make the tables of the engine and of what it points at, with all constraints."""
    with wrapper.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys=OFF" if wrapper.vendor == "sqlite" else "SELECT 1")
    with wrapper.schema_editor() as editor:
        editor.create_model(PrivateFile)
        for label in LABELS:
            for model in apps.get_app_config(label).get_models():
                editor.create_model(model)
    with wrapper.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys=ON" if wrapper.vendor == "sqlite" else "SELECT 1")


def race(database: Settings, attempts: Sequence[Callable[[], object]], *, threads: int = THREADS) -> list[object]:
    """Run all attempts from threads that start together; return each result or the exception it ended with."""
    gun = threading.Barrier(threads)
    shares = [attempts[number::threads] for number in range(threads)]

    def run(share: Sequence[Callable[[], object]]) -> list[object]:
        results: list[object] = []
        with connected(database) as wrapper:
            wrapper.ensure_connection()
            gun.wait(30)
            for attempt in share:
                try:
                    results.append(attempt())
                except Exception as error:  # noqa: BLE001 -- whatever happens is the result
                    results.append(error)
        return results

    with ThreadPoolExecutor(threads) as pool:
        return [result for results in pool.map(run, shares) for result in results]
