"""Queues the mails of kept searches that are due."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.kernel import clock
from search.saved.domain import digests


class Command(BaseCommand):
    """``manage.py send_saved_searches``: every five minutes by day; nobody gets more than the rhythm that was chosen."""

    help = "Queue the mails of kept searches for which something is new."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Do it, and say how many there were; nothing at night."""
        now = clock.now()
        number = digests.send_due(now=now) if digests.is_time(now) else 0
        self.stdout.write(f"{number} mails of kept searches queued.")
