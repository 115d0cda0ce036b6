"""Check calendar files."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from events.calendars import lint


class Command(BaseCommand):
    """Prints what is wrong with each file and fails if anything is."""

    help = "Check .ics files byte by byte, as the portal does before it serves them."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the files."""
        parser.add_argument("files", nargs="+", metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 -- Django's signature
        """Check each file."""
        found = 0
        for name in options["files"]:
            try:
                data = Path(name).read_bytes()
            except OSError as error:
                message = f"{name} cannot be read: {error.strerror}"
                raise CommandError(message) from error
            problems = lint.lint(data)
            found += len(problems)
            for problem in problems:
                self.stdout.write(f"{name}: {problem}")
            if not problems:
                self.stdout.write(f"{name}: good")
        if found:
            message = f"{found} problems"
            raise CommandError(message)
