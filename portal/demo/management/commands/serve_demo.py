"""Builds the demo portal where it is missing, then serves it and runs its worker until stopped."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from portal.demo import service


class Command(BaseCommand):
    """``make demo`` and ``make demo-reset``."""

    help = "Build the demo portal if it is not there, and serve it with its worker on 127.0.0.1:$PORT."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the reset switch."""
        parser.add_argument("--reset", action="store_true", help="Throw the demo's data away first.")

    def handle(self, *_args: Any, reset: bool, **_options: Any) -> None:
        """Prepare and serve."""
        service.run(reset=reset, out=self.stdout)
