"""Loads the shipped terms and places."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.vocabularies.domain import loading


class Command(BaseCommand):
    """``manage.py load_vocabularies``."""

    help = "Load the shipped vocabularies and places; safe to run again."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Load and say how many entries there are."""
        self.stdout.write(f"{loading.load_all()} terms and places are loaded.")
