"""Queues mails again whose task was lost."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.kernel import clock
from portal.mail import dead_letters


class Command(BaseCommand):
    """``manage.py recover_mails``: for a timer; running it again does nothing."""

    help = "Queue mails again that are long due and have no task, as after a worker's death."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Sweep once."""
        self.stdout.write(f"{dead_letters.requeue_forgotten(now=clock.now())} mails were queued again.")
