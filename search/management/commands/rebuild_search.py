"""Make every search document anew, or with --check only say what differs."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search.domain import checking, indexing

_NAMED = 10


class Command(BaseCommand):
    """``rebuild_search [--check]``; the check ends with status 1 when anything differs."""

    help = "Make every search document anew from the published pages and items; --check only compares."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add --check."""
        parser.add_argument("--check", action="store_true", help="compare and report, change nothing")

    def handle(self, **options: Any) -> None:
        """Rebuild or compare."""
        if options["check"]:
            self._check()
            return
        number = indexing.rebuild(progress=lambda done: self.stdout.write(f"{done} documents …"))
        self.stdout.write(f"{number} documents in the search.")

    def _check(self) -> None:
        drift = checking.drift()
        if drift.is_clean:
            self.stdout.write(f"{drift.number} documents, all as they should be.")
            return
        for problem in drift.problems:
            self.stdout.write(problem)
        for name, keys in (("missing", drift.missing), ("differ", drift.stale), ("should not be there", drift.stray)):
            if keys:
                more = " …" if len(keys) > _NAMED else ""
                self.stdout.write(f"{len(keys)} {name}: {', '.join(keys[:_NAMED])}{more}")
        raise CommandError("The search differs from the portal's content; run rebuild_search.")
