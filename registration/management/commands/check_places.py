"""Compares the counters of all pools with their rows."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.kernel import clock
from registration import queries
from registration.domain import waiting_list


class Command(BaseCommand):
    """``manage.py check_places [--repair]``."""

    help = "Compare every pool's counter with its registrations and holds; fail if any differs."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the repair switch."""
        parser.add_argument("--repair", action="store_true", help="Set differing counters to what the rows say.")

    def handle(self, *_args: Any, repair: bool, **_options: Any) -> None:
        """Name every difference; with --repair make it good."""
        mismatches = queries.counters_match_rows()
        for mismatch in mismatches:
            self.stderr.write(
                f"pool {mismatch.pool.pk} ({mismatch.pool.code}): counter {mismatch.counter}, rows {mismatch.rows}"
            )
        if not mismatches:
            self.stdout.write("All counters agree with their rows.")
            return
        if not repair:
            raise CommandError(f"{len(mismatches)} pools differ; run again with --repair after finding out why.")
        subjects = sorted({mismatch.pool.subject for mismatch in mismatches})
        waiting_list.recount(subjects=subjects, now=clock.now())
        self.stdout.write(f"{len(mismatches)} counters were set to what their rows say.")
