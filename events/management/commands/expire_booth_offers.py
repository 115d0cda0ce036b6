"""End offers of booths that were not confirmed in time."""

from typing import Any

from django.core.management.base import BaseCommand

from events.domain import booths
from portal.kernel import clock


class Command(BaseCommand):
    """Tell exhibitors whose hold has run out; the booths are free without it."""

    help = "End offers of booths that were not confirmed in time, and tell the exhibitors."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Print how many offers ended."""
        self.stdout.write(f"{booths.expire_offers(now=clock.now())} offers of booths ended")
