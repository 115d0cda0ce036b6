"""The daily look at enquiries, for a timer."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.kernel import clock, working_days
from showcase.domain import enquiry_clock


class Command(BaseCommand):
    """``manage.py mind_enquiries``: reminds, tells the officers, ends. It catches up after a pause and does nothing twice."""

    help = "Remind organisations of enquiries, tell officers of late ones, end those without an answer."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Do what is due and say how much it was."""
        now = clock.now()
        done = enquiry_clock.run(now=now)
        self.stdout.write(
            f"{done.reminded} reminded, {done.alerted} told to officers, {done.expired} ended, "
            f"{done.unconfirmed} dropped unconfirmed."
        )
        due = enquiry_clock.horizon(now)
        if working_days.is_provisional(due):
            self.stderr.write(
                f"The public holidays of {due.year} are provisional: enter the decision in holidays.toml."
            )
