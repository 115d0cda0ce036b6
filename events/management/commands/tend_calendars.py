"""Brings the calendar up to date with what changed without a page being published."""

from typing import Any

from django.core.management.base import BaseCommand

from events.domain import calendar
from portal.kernel import clock


class Command(BaseCommand):
    """``manage.py tend_calendars``: every night; a second run changes nothing."""

    help = "Give calendar entries the names of terms, places and organisations as they are now, and identities to those that lack one."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Print how many entries changed."""
        self.stdout.write(f"{calendar.refresh_present(now=clock.now())} entries of the calendar changed.")
