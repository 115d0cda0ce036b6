"""Publishes and takes down what is due."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.pages.schedule import runner
from portal.pages.schedule.enums import Outcome


class Command(BaseCommand):
    """``manage.py publish_due``: for a timer, beside the worker, which does the same; running it again does nothing."""

    help = "Publish and take down what is due at the time that editors set; one that fails keeps no other waiting."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Run once; ends with status 1 where something failed, after everything else was done."""
        done = runner.run()
        if done is None:
            self.stdout.write("Another process is publishing.")
            return
        for outcome in Outcome:
            if done[outcome]:
                self.stdout.write(f"{outcome.value}: {done[outcome]}")
        if done[Outcome.FAILED]:
            raise CommandError(
                f"Failed: {done[Outcome.FAILED]}; see the log and the admin, Reports > Planned publishing."
            )
        self.stdout.write("Done.")
