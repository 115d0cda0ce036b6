"""Recompute a published draw of booths from its file."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from events import draw_rules


class Command(BaseCommand):
    """Say whether a draw is what its published rules, lists and seed give."""

    help = "Recompute a draw of booths from the JSON file that its page offers."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file."""
        parser.add_argument("file")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Check the file; a fault is an error."""
        if draw_rules.main([options["file"]]):
            raise CommandError("The draw could not be confirmed.")
