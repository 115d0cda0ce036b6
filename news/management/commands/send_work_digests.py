"""Sends the daily mail to people of newsrooms who wish one."""

from typing import Any

from django.core.management.base import BaseCommand

from news.domain import notices, stuck


class Command(BaseCommand):
    """``manage.py send_work_digests``: for a nightly timer; only to those for whom something happened, nothing twice."""

    help = "Mail everybody who wants one mail a day what happened to stories and topics since the last one."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Send, and say to how many; look again whether every step in approval can be done by somebody."""
        stuck.review()
        self.stdout.write(f"{notices.send_digests()} mails about work were queued.")
