"""Recompute the result of an award from its score sheet."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from awards.ledger import recompute


class Command(BaseCommand):
    """Print the ranking that the rules give, and say whether the file holds together; exit status 1 where it does not."""

    help = "Recompute the result of an award from the score sheet that its page offers; --head looks for a digest noted earlier."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file, a digest and the language."""
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--head", default="", metavar="DIGEST", help="A digest noted when it was published.")
        parser.add_argument("--language", choices=("vi", "en"), help="Else the portal's own language.")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Check the file; anything wrong is an error."""
        language = options["language"] or get_language() or "vi"
        lines, is_good = recompute.report(options["file"], language, options["head"])
        for line in lines:
            self.stdout.write(line)
        if not is_good:
            raise CommandError(_("The result could not be confirmed."), returncode=1)
