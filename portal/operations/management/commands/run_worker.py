"""Runs background tasks and shows a sign of life that /readyz reads."""

import logging
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import OperationalError, connection
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.utils import is_locked_database_exception

from portal.operations import health, periodic

LAST_SECONDS = 10
"""For which a worker that stops waits for what it does by itself."""

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """``manage.py run_worker``: one worker for every queue."""

    help = "Run background tasks (mails, search documents, …) until stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the pause between two looks at the queue."""
        parser.add_argument("--interval", type=float, default=1.0, help="Seconds between two looks at the queue.")

    def handle(self, *_args: Any, interval: float, **_options: Any) -> None:
        """Start the heartbeat and work until a signal arrives."""
        worker_id = get_random_string(32)
        stopped = threading.Event()
        heart = threading.Thread(target=_beat, args=(worker_id, stopped), daemon=True)
        heart.start()
        hand = threading.Thread(target=periodic.run_until, args=(stopped,), daemon=True)
        hand.start()
        worker = Worker(
            queue_names=["*"],
            interval=interval,
            batch=False,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=worker_id,
            excluded_queue_names=[],
        )
        worker.configure_signals()
        try:
            _work(worker)
        finally:
            stopped.set()
            hand.join(LAST_SECONDS)
            health.forget_worker(worker_id=worker_id)


def _work(worker: Worker) -> None:
    """Work until told to stop, also where somebody else holds SQLite's one lock for longer than one waits for it.

    The library forgives a locked database while it takes a task, not while it begins the transaction for that.
    """
    while worker.running:
        try:
            return worker.run()
        except OperationalError as error:
            if not is_locked_database_exception(error):
                raise
            logger.warning("The database was locked for too long; the worker tries again.")
    return None


def _beat(worker_id: str, stopped: threading.Event) -> None:
    while True:
        health.record_heartbeat(worker_id=worker_id)
        connection.close()
        if stopped.wait(health.HEARTBEAT_INTERVAL.total_seconds()):
            return
