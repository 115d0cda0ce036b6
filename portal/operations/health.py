"""Whether the portal's parts answer: database, cache, worker."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.core.cache import cache
from django.db import DatabaseError, connection

from portal.kernel import clock, watch
from portal.operations import jobs
from portal.operations.models import WorkerHeartbeat

HEARTBEAT_INTERVAL = timedelta(seconds=10)
HEARTBEAT_TOLERANCE = timedelta(seconds=45)

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Check:
    """One part and whether it answers."""

    name: str
    ok: bool


def record_heartbeat(*, worker_id: str) -> None:
    """Note that a worker lives; a database that is busy or away is tried again at the next beat."""
    now = clock.now()
    try:
        WorkerHeartbeat.objects.update_or_create(
            worker_id=worker_id, defaults={"seen_at": now}, create_defaults={"seen_at": now, "started_at": now}
        )
        WorkerHeartbeat.objects.filter(seen_at__lt=now - timedelta(days=1)).delete()
    except DatabaseError:
        logger.warning("The worker's heartbeat could not be written.")


def forget_worker(*, worker_id: str) -> None:
    """Remove the heartbeat of a worker that stops."""
    WorkerHeartbeat.objects.filter(worker_id=worker_id).delete()


def _database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def _cache_answers() -> bool:
    cache.set("readyz", "yes", 5)
    return bool(cache.get("readyz") == "yes")


def _worker_lives() -> bool:
    return WorkerHeartbeat.objects.filter(seen_at__gte=clock.now() - HEARTBEAT_TOLERANCE).exists()


_CHECKS: dict[str, Callable[[], bool]] = {
    "database": _database_answers,
    "cache": _cache_answers,
    "worker": _worker_lives,
}


def readiness() -> list[Check]:
    """Ask every part; one that raises counts as not answering."""
    results = []
    for name, check in _CHECKS.items():
        try:
            ok = check()
        except Exception:
            logger.exception("The check of the %s failed.", name)
            ok = False
        results.append(Check(name, ok))
    return results


def nightly() -> dict[str, str]:
    """Return one word for each nightly command and for each room that tells something.

    See ``jobs.JobState`` and ``portal.kernel.watch``; nothing where the database does not answer.
    """
    try:
        commands = {name: state.value for name, state in jobs.states(now=clock.now()).items()}
        return {**commands, **{name: source().value for name, source in watch.sources().items()}}
    except DatabaseError:
        return {}
