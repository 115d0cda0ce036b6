"""Goes on with imports whose task died, and deletes what is kept no longer."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.kernel import clock
from portal.tables.domain import batch as batches


class Command(BaseCommand):
    """``manage.py tend_imports``: run every few minutes."""

    help = "Go on with imports of tables that stopped, and delete files and contents past their time of keeping."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Do both and say how many."""
        now = clock.now()
        resumed = batches.resume_stalled(now=now)
        retired = batches.retire_old(now=now)
        self.stdout.write(f"{resumed} imports go on, {retired} are emptied.")
