"""Puts Wagtail's default site where ``PORTAL_BASE_URL`` says that the portal stands."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.operations import site, stock


class Command(BaseCommand):
    """``manage.py sync_site [--check]``."""

    help = (
        "Put the default site at PORTAL_BASE_URL, name the roots of pages and files, and remove Wagtail's unused stock groups and "
        "workflow; with --check only compare the addresses."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the check-only switch."""
        parser.add_argument("--check", action="store_true", help="Change nothing; fail if the addresses differ.")

    def handle(self, *_args: Any, check: bool, **_options: Any) -> None:
        """Sync, or say what differs."""
        if not check:
            site.sync_address()
            site.name_roots()
            for line in stock.remove_unused():
                self.stdout.write(line)
        left = site.differences()
        for line in left:
            self.stderr.write(line)
        if left:
            raise CommandError("Run sync_site." if check else "Make a default site under Settings > Sites first.")
        self.stdout.write("The site stands where PORTAL_BASE_URL says.")
