"""Loads a version of the lists of technology transfer from a CSV file."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any, Final

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from portal.kernel import clock, errors
from showcase.domain import transfer_list

SAMPLE: Final = Path(__file__).resolve().parents[2] / "data" / "transfer_list_sample.csv"


class Command(BaseCommand):
    """``manage.py load_transfer_list FILE --version … --source … --valid-from … --by …``."""

    help = "Load a version of the lists of technology transfer, and compare every live technology with it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file and what it is."""
        parser.add_argument("file", type=Path, nargs="?", default=SAMPLE)
        parser.add_argument("--list-version", required=True, help="As officers cite it.")
        parser.add_argument("--source", required=True, help="The source document.")
        parser.add_argument("--valid-from", type=date.fromisoformat, required=True)
        parser.add_argument("--valid-to", type=date.fromisoformat)
        parser.add_argument("--by", required=True, help="Mail address of the officer who answers for it.")
        parser.add_argument("--illustrative", action="store_true", help="An invented sample, marked as such.")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Load, or say what is wrong."""
        officer = get_user_model().objects.filter(email=options["by"]).first()
        if officer is None:
            raise CommandError(f"Nobody has the address {options['by']}.")
        try:
            loaded = transfer_list.load_list(
                version=options["list_version"],
                source=options["source"],
                valid_from=options["valid_from"],
                valid_to=options["valid_to"],
                # The bundled file is invented, whatever the command line says.
                is_illustrative=options["illustrative"] or options["file"] == SAMPLE,
                entries=transfer_list.read_rows(options["file"].read_text(encoding="utf-8")),
                by=officer,
                now=clock.now(),
            )
        except (errors.DomainError, OSError, UnicodeDecodeError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{loaded.version}: {loaded.entries.count()} entries loaded.")
