"""Sends one line past the queue, to see what the mail relay answers."""

import smtplib
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.mail import domain


class Command(BaseCommand):
    """``manage.py try_relay you@example.org``."""

    help = "Send one line to an address at once and show the relay's answer."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the address."""
        parser.add_argument("recipient")

    def handle(self, *_args: Any, recipient: str, **_options: Any) -> None:
        """Send it."""
        try:
            domain.try_relay(recipient=recipient)
        except (smtplib.SMTPException, OSError, ValueError) as error:
            raise CommandError(f"{type(error).__name__}: {error}") from error
        self.stdout.write("The relay took the mail.")
