"""Add the abbreviations and synonyms that a newer version ships."""

from typing import Any

from django.core.management.base import BaseCommand

from search.domain import abbreviations
from search.models import Abbreviation, Synonym


class Command(BaseCommand):
    """``load_search_words``: adds what is missing, changes and removes nothing."""

    help = (
        "Add shipped abbreviations and synonyms that the lists in the admin lack. Rows that editors deleted come back: "
        "for use after an upgrade, by hand."
    )

    def handle(self, **_options: Any) -> None:
        """Add the rows, let searches follow at once, and say how many there were."""
        short = abbreviations.load_shipped(Abbreviation)
        same = abbreviations.load_shipped_synonyms(Synonym)
        abbreviations.forget()
        self.stdout.write(f"{short} abbreviations and {same} rows of synonyms added.")
