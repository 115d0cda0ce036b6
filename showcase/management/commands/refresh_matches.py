"""Makes stored matches true: all of them, or only what ended since yesterday."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from portal.kernel import clock
from showcase.domain import match_rebuild, match_refresh


class Command(BaseCommand):
    """``manage.py refresh_matches``: needs and technologies that fit each other."""

    help = "Compare needs and technologies anew and store what fits."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take whether only ended listings are to be removed."""
        parser.add_argument("--ended", action="store_true", help="Only remove listings whose last day has passed.")

    def handle(self, *_args: Any, ended: bool, **_options: Any) -> None:
        """Do it, and say what was done."""
        now = clock.now()
        if ended:
            self.stdout.write(f"{match_refresh.expire(now=now)} ended listings removed from the matches.")
            return
        done = match_rebuild.refresh_all(now=now, progress=self._tell)
        self.stdout.write(
            f"{done.needs} needs, {done.technologies} technologies: {done.scored} pairs scored, {done.kept} kept."
        )

    def _tell(self, words: str, done: int, number: int) -> None:
        if not done % 1000 or done == number:
            self.stdout.write(f"  {words}: {done} of {number}")
