"""Compiles the message catalogues."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.operations import catalogues


class Command(BaseCommand):
    """``manage.py compile_catalogues``; part of every installation and upgrade."""

    help = "Compile the message catalogues that changed."
    requires_system_checks = ()

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Compile and say how many."""
        self.stdout.write(f"{catalogues.compile_all()} catalogues compiled.")
