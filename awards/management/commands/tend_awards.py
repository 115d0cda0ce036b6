"""What time itself brings about in awards: reminders, requests that lapse, votes that end, dossiers that are erased."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from awards import tending
from portal.kernel import clock


class Command(BaseCommand):
    """``manage.py tend_awards``: for a timer; running it again, or two at once, does nothing twice."""

    help = "Reminds entrants, ends what has a time limit, and erases what is due in the editions of awards."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Do what is due and say how much it was; exit with an error where something failed."""
        done, failed = tending.tend(clock.now())
        for name, number in done.items():
            self.stdout.write(f"{name}: {number}")
        if failed:
            raise CommandError(f"failed, and tried again next time: {', '.join(failed)}")
