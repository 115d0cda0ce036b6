"""Erases personal data whose time of keeping is over, as every room declares it in ``personal_data.py``, and what is left behind."""

import logging
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.kernel import clock, erasure, personal_data
from portal.kernel.erasure import Erased
from portal.operations import jobs

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """``manage.py erase_expired [--dry-run]``: every night; running it again does nothing."""

    help = "Erase personal data whose time of keeping is over; --dry-run only counts it."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the switch for trying."""
        parser.add_argument("--dry-run", action="store_true", help="Count what would be erased, and change nothing.")

    def handle(self, *_args: Any, dry_run: bool, **_options: Any) -> None:
        """Erase model by model, then sweep; one that fails does not keep the others, and ends the command with status 1."""
        now = clock.now()
        done: list[Erased] = []
        failed: list[str] = []
        for rule in personal_data.rules():
            try:
                done += erasure.erase_expired_of(rule, now=now, dry_run=dry_run)
            except Exception:
                logger.exception("Erasing of %s failed.", rule.model)
                failed.append(rule.model)
        done.append(erasure.forget_dead_tokens(now=now, dry_run=dry_run))
        for name, sweep in erasure.sweeps().items():
            try:
                done += sweep(now=now, dry_run=dry_run)
            except Exception:
                logger.exception("The sweep %s failed.", name)
                failed.append(name)
        for item in done:
            self.stdout.write(f"{item.model}: {item.number} ({item.action.value})")
        counts = {f"{item.model} {item.action.value}": item.number for item in done}
        if not dry_run:
            logger.info(
                "Erased: %s", ", ".join(f"{name} {number}" for name, number in counts.items() if number) or "nothing"
            )
            jobs.record(
                name=jobs.ERASE_EXPIRED, started_at=now, finished_at=clock.now(), is_ok=not failed, counts=counts
            )
        if failed:
            raise CommandError(f"Not erased, see the log: {', '.join(failed)}")
        self.stdout.write("Nothing was changed." if dry_run else "Done.")
