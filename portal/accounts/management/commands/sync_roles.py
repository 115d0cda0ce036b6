"""Makes groups, permissions, collections and workflows as the code declares them."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.accounts.domain import roles


class Command(BaseCommand):
    """``manage.py sync_roles [--check]``."""

    help = "Make groups, permissions and workflows as declared; with --check only report differences."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the check-only switch."""
        parser.add_argument("--check", action="store_true", help="Change nothing; fail if anything differs.")

    def handle(self, *_args: Any, check: bool, **_options: Any) -> None:
        """Sync, or list the drift."""
        if check:
            differences = roles.drift()
            for line in differences:
                self.stderr.write(line)
            if differences:
                raise CommandError(f"{len(differences)} differences; run sync_roles.")
            self.stdout.write("Roles are as declared.")
            return
        self.stdout.write(f"{roles.sync()} groups are as declared.")
