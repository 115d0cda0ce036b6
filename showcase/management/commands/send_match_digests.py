"""Queues the mails about new matches that are due."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.kernel import clock
from showcase.domain import match_digests


class Command(BaseCommand):
    """``manage.py send_match_digests``: once a day; nobody gets more than one a week."""

    help = "Queue the mails about new matches that are due."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Do it, and say how many there were."""
        self.stdout.write(f"{match_digests.send_due(now=clock.now())} mails about new matches queued.")
