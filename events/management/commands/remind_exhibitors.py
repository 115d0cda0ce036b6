"""Queues the reminders to exhibitors that are due."""

from typing import Any

from django.core.management.base import BaseCommand

from events.domain import exhibitor_reminders
from portal.kernel import clock


class Command(BaseCommand):
    """``manage.py remind_exhibitors``: for a timer; running it again, or two at once, reminds nobody twice."""

    help = "Queue reminders of unsent applications and unconfirmed booths, by each fair's set-up; nothing between 22:00 and 07:00."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Queue what is due."""
        self.stdout.write(f"{exhibitor_reminders.send_due(now=clock.now())} reminders to exhibitors were queued.")
