"""Brings the calendar up to date with what changed without a page being published."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from events.domain import calendar
from portal.kernel import clock


class Command(BaseCommand):
    """``manage.py tend_calendars``: every night, and with ``--stored`` after an upgrade; a second run changes nothing."""

    help = "Give calendar entries the names of terms, places and organisations as they are now, and identities to those that lack one."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the wish for stored entries alone."""
        parser.add_argument(
            "--stored",
            action="store_true",
            help="only make the finished entries anew that are missing or that another release has made",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print how many entries changed, or how many were made anew."""
        if options["stored"]:
            self.stdout.write(f"{calendar.renew_stored(now=clock.now())} finished entries were made anew.")
            return
        self.stdout.write(f"{calendar.refresh_present(now=clock.now())} entries of the calendar changed.")
