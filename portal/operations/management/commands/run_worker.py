"""Runs background tasks and shows a sign of life that /readyz reads."""

import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from portal.operations import health


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
            worker.run()
        finally:
            stopped.set()
            health.forget_worker(worker_id=worker_id)


def _beat(worker_id: str, stopped: threading.Event) -> None:
    while True:
        health.record_heartbeat(worker_id=worker_id)
        connection.close()
        if stopped.wait(health.HEARTBEAT_INTERVAL.total_seconds()):
            return
