"""Values of indicators from the ledger of outcomes."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from plan.domain import shares
from portal.kernel import clock, errors


class Command(BaseCommand):
    """``manage.py record_shares 2026 --by …``: once a year is over; running it again replaces the values."""

    help = "Keep a finished year's shares of confirmed contracts as values of the plan's indicators."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the year and the person who answers for the figures."""
        parser.add_argument("year", type=int, help="A year that is over.")
        parser.add_argument("--by", required=True, help="E-mail address of a person who keeps the plan's figures.")

    def handle(self, *_args: Any, year: int, by: str, **_options: Any) -> None:
        """Keep them and say which."""
        accounts: Any = get_user_model()
        person = accounts.objects.filter(email=by.strip().lower()).first()
        try:
            kept = shares.record(year=year, by=person, now=clock.now())
        except errors.DomainError as error:
            raise CommandError(str(error)) from error
        for value in kept:
            self.stdout.write(f"{value.indicator.code} {value.year}: {value.value}")
        left_out = sorted(set(shares.INDICATORS) - {value.indicator.code for value in kept})
        if left_out:
            self.stdout.write(f"Left out, because few parties stand behind them: {', '.join(left_out)}")
