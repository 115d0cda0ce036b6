"""Queues the reminders that are due."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.kernel import clock
from registration.domain import reminders


class Command(BaseCommand):
    """``manage.py send_reminders``: for a timer; running it again, or two at once, reminds nobody twice."""

    help = "Queue reminders of events by the organisers' rules; nothing between 22:00 and 07:00."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Queue what is due."""
        self.stdout.write(f"{reminders.send_due(now=clock.now())} reminders were queued.")
