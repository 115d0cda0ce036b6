"""Reminds owners of listings that end soon, and archives those that nobody confirmed."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.kernel import clock
from showcase.domain import lifecycle


class Command(BaseCommand):
    """``manage.py tend_listings``: for a daily timer. Missed days are caught up; a second run the same day does nothing."""

    help = "Remind owners of listings that end soon; archive those that nobody confirmed."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Tend all listings."""
        done = lifecycle.tend(now=clock.now())
        self.stdout.write(f"{done.reminded} listings reminded of, {done.archived} archived.")
