"""Sweeps expired holds and offers."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.kernel import clock
from registration.domain import waiting_list


class Command(BaseCommand):
    """``manage.py expire_offers``: for a timer; each offer also plans its own sweep with the task worker."""

    help = "End offers that were not answered in time and offer their places to the next in order."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Sweep all subjects."""
        self.stdout.write(f"{waiting_list.expire_offers(now=clock.now())} subjects had expired holds.")
