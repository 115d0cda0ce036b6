"""Reminds chief editors of requests for corrections and replies; forgets requests that nobody confirmed."""

from typing import Any

from django.core.management.base import BaseCommand

from news.domain import replies
from portal.kernel import clock


class Command(BaseCommand):
    """Run each night; a second run writes no mail twice."""

    help = "Remind newsrooms of requests whose time ends or is over; delete requests that were not confirmed within a week."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Remind once before the last day and once when it is over."""
        self.stdout.write(f"{replies.remind(now=clock.now())} reminders looked at")
