"""Queues the issues of the newsletter that are due."""

from typing import Any

from django.core.management.base import BaseCommand

from news.domain import newsletter_issues
from portal.kernel import clock


class Command(BaseCommand):
    """``manage.py send_newsletters``: every five minutes by day; nobody gets more than the rhythm that was chosen."""

    help = "Queue the issues of the newsletter that are due."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Do it, and say how many there were; nothing at night."""
        now = clock.now()
        number = newsletter_issues.send_due(now=now) if newsletter_issues.is_time(now) else 0
        self.stdout.write(f"{number} issues of the newsletter queued.")
