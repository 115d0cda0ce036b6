"""Values of indicators from the ledger of outcomes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from plan.domain import shares
from portal.kernel import clock, errors


class Command(BaseCommand):
    """``manage.py record_shares 2026``: once a year is over; running it again replaces the values."""

    help = "Keep a finished year's shares of confirmed contracts as values of the plan's indicators."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the year."""
        parser.add_argument("year", type=int, help="A year that is over.")

    def handle(self, *_args: Any, year: int, **_options: Any) -> None:
        """Keep them and say which."""
        try:
            kept = shares.record(year=year, now=clock.now())
        except errors.DomainError as error:
            raise CommandError(str(error)) from error
        for value in kept:
            self.stdout.write(f"{value.indicator.code} {value.year}: {value.value}")
        left_out = sorted(set(shares.INDICATORS) - {value.indicator.code for value in kept})
        if left_out:
            self.stdout.write(f"Left out, because few parties stand behind them: {', '.join(left_out)}")
