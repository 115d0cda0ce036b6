"""Tasks whose worker died: django-tasks-db leaves their rows at RUNNING for ever, so they are made ready again here.

Every task of the portal may run twice; a mail that was queued by the first run is not queued by the second (portal.mail.once).
"""

from datetime import datetime, timedelta
from typing import Final

from django_tasks_db.models import DBTaskResult

from portal.operations.health import HEARTBEAT_TOLERANCE
from portal.operations.models import WorkerHeartbeat

SETTLING: Final = timedelta(minutes=1)
"""A task that began a moment ago is left alone: its worker may not have shown a sign of life yet."""
MOST_DEATHS: Final = 5
"""A task that so many workers died of is not given to a sixth."""
LIMIT: Final = 500


def recover(*, now: datetime) -> tuple[int, int]:
    """Make tasks of dead workers ready again; return how many, and how many were given up. Safe to run twice at once."""
    alive = set(
        WorkerHeartbeat.objects.filter(seen_at__gte=now - HEARTBEAT_TOLERANCE).values_list("worker_id", flat=True)
    )
    running = DBTaskResult.objects.filter(status="RUNNING", started_at__lte=now - SETTLING).order_by("started_at")
    again = given_up = 0
    for key, worker_ids, started_at in list(running.values_list("pk", "worker_ids", "started_at")[:LIMIT]):
        if worker_ids and worker_ids[-1] in alive:
            continue
        row = DBTaskResult.objects.filter(pk=key, status="RUNNING", started_at=started_at)
        if len(worker_ids) >= MOST_DEATHS:
            given_up += row.update(
                status="FAILED", finished_at=now, traceback="", exception_class_path="builtins.SystemExit"
            )
        else:
            again += row.update(status="READY", started_at=None)
    return again, given_up
