"""Measures the seat gate on PostgreSQL: ``python -m tests.performance.bench_places``; prints one JSON object a line.

Three ways to accept a registration, in turn, several rounds, each with its own subject on one database:
a single statement (counter and row together), the engine's ``register`` as it is, and a row lock with a count.
"""

import json
import os
import statistics
import sys
import time
import uuid
from collections.abc import Callable
from functools import partial

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")

import django

django.setup()

from django.conf import settings  # noqa: E402 -- settings come first
from django.db import connections, transaction  # noqa: E402 -- the same

from registration.domain import registrations  # noqa: E402 -- the same
from registration.models import PlaceKind, Pool, Registration  # noqa: E402 -- the same
from tests.factories.registration import NOON, make_kind  # noqa: E402 -- the same
from tests.registration import races  # noqa: E402 -- the same

ATTEMPTS = 480
THREADS = 16
ROUNDS = 3
COLUMNS = (
    "reference, place_kind_id, state, party_size, full_name, email, phone, organisation, note, language, form_key,"
    " queue_class, joined_at, answers, created_at, changed_at"
)
VALUES = "%s, %s, 'confirmed', 1, 'Bench', %s, '', '', '', 'vi', %s, 100, now(), '{}', now(), now()"


def _row(kind: PlaceKind, number: int) -> list[object]:
    return [f"B-{uuid.uuid4().hex[:12]}", kind.pk, f"b{number}-{kind.pk}@example.org", uuid.uuid4()]


def one_statement(kind: PlaceKind, pool: Pool, number: int) -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "WITH gate AS (UPDATE registration_pool SET taken = taken + 1 WHERE id = %s AND taken < capacity RETURNING id)"
            f" INSERT INTO registration_registration ({COLUMNS}) SELECT {VALUES} FROM gate",
            [pool.pk, *_row(kind, number)],
        )


def lock_and_count(kind: PlaceKind, pool: Pool, number: int) -> None:
    with transaction.atomic():
        locked = Pool.objects.select_for_update().get(pk=pool.pk)
        if Registration.objects.filter(place_kind=kind, state="confirmed").count() < locked.capacity:
            with connections["default"].cursor() as cursor:
                cursor.execute(
                    f"INSERT INTO registration_registration ({COLUMNS}) VALUES ({VALUES})", _row(kind, number)
                )


def engine(kind: PlaceKind, _pool: Pool, number: int) -> None:
    registrations.register(
        place_kind=kind, full_name="Bench", email=f"b{number}-{kind.pk}@example.org", language="vi", now=NOON
    )


def measure(database: races.Settings, method: Callable[[PlaceKind, Pool, int], None]) -> float:
    """Return accepted registrations a second."""
    kind = make_kind(capacity=ATTEMPTS)
    pool = kind.pools.get()
    attempts = [partial(method, kind, pool, number) for number in range(ATTEMPTS)]
    started = time.perf_counter()
    results = races.race(database, attempts, threads=THREADS)
    seconds = time.perf_counter() - started
    failures = [result for result in results if isinstance(result, Exception)]
    if failures:
        raise failures[0]
    return Registration.objects.filter(place_kind=kind).count() / seconds


def main() -> None:
    """Measure all three in turn and print the medians."""
    if not races.postgresql_answers():
        sys.exit("bench_places: no PostgreSQL answers at PORTAL_TEST_DATABASE_URL.")
    settings.TASKS["default"]["BACKEND"] = "django_tasks.backends.dummy.DummyBackend"
    methods = {
        "gate_one_statement": one_statement,
        "gate_engine_register": engine,
        "gate_lock_and_count": lock_and_count,
    }
    figures: dict[str, list[float]] = {name: [] for name in methods}
    with races.postgresql_settings() as database, races.connected(database) as wrapper:
        races.make_tables(wrapper)
        for _round in range(ROUNDS):
            for name, method in methods.items():
                figures[name].append(measure(database, method))
    base = statistics.median(figures["gate_lock_and_count"])
    for name, values in figures.items():
        value = statistics.median(values)
        row = {
            "name": name,
            "value": round(value, 1),
            "unit": "accepted/s",
            "database": "postgresql",
            "ratio_to": "gate_lock_and_count",
            "ratio": round(value / base, 2),
            "lowest": round(min(values), 1),
            "highest": round(max(values), 1),
        }
        sys.stdout.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    main()
