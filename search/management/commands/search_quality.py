"""Run queries with what they should find, and print how well the search does."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search import quality


class Command(BaseCommand):
    """``search_quality [--json] [FILE]``; the shipped file is written for the demo content."""

    help = "Run a tab-separated file of queries (query, words of a hit, language) and print how well the search finds them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the file and --json."""
        parser.add_argument("file", nargs="?", type=Path, default=quality.SHIPPED, help="the shipped one by default")
        parser.add_argument("--json", action="store_true", help="print one JSON object: hit_at_5, mrr, misses and more")

    def handle(self, **options: Any) -> None:
        """Ask every question and print the figures."""
        try:
            lines = options["file"].read_text(encoding="utf-8-sig").splitlines()
            found = quality.figures(quality.ask(question) for question in quality.read(lines))
        except (OSError, UnicodeDecodeError, quality.BadLineError) as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(_summary(found), ensure_ascii=False))
            return
        self.stdout.write(f"{found.number} queries")
        self.stdout.write(f"hit at 5        {found.hit_at_5:.3f}")
        self.stdout.write(f"precision at 5  {found.precision_at_5:.3f}")
        self.stdout.write(f"mean reciprocal rank  {found.mrr:.3f}")
        for answer in found.misses:
            shown = "; ".join(answer.titles) or "nothing"
            self.stdout.write(f"missed: {answer.question.typed} ({answer.question.language.value}): {shown}")


def _summary(found: quality.Figures) -> dict[str, object]:
    return {
        "queries": found.number,
        "hit_at_5": round(found.hit_at_5, 4),
        "precision_at_5": round(found.precision_at_5, 4),
        "mrr": round(found.mrr, 4),
        "misses": [
            {
                "query": answer.question.typed,
                "language": answer.question.language.value,
                "words": " ".join(answer.question.words),
                "found": list(answer.titles),
            }
            for answer in found.misses
        ],
    }
