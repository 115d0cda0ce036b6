"""Builds the demo portal, or adds many plain technologies and events for load tests."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.demo import builder, bulk


class Command(BaseCommand):
    """``manage.py build_demo [--scale N]``."""

    help = "Build the demo portal; with --scale N add N technologies and N events to it quickly."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the seed and the scale."""
        parser.add_argument("--seed", type=int, default=149, help="Seed of everything that is chosen by chance.")
        parser.add_argument("--scale", type=int, default=0, help="How many technologies and events to add in bulk.")

    def handle(self, *_args: Any, seed: int, scale: int, **_options: Any) -> None:
        """Build what is missing, then add in bulk."""
        if scale < 0:
            raise CommandError("--scale must not be negative.")
        if not builder.is_built():
            builder.build(seed=seed, say=self.stdout.write)
        elif not scale:
            raise CommandError("The demo portal is there already; `make demo-reset` begins anew.")
        if scale:
            bulk.add(number=scale, seed=seed, say=self.stdout.write)
