"""Asks trainees of courses that are over for their evaluation."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.kernel import clock
from registration.domain import evaluations


class Command(BaseCommand):
    """``manage.py ask_for_evaluations``: for a nightly timer; nobody is asked twice."""

    help = "Mail everybody who was at a course that ended in the last 14 days, once each."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Ask, and say how many were asked."""
        self.stdout.write(f"{evaluations.invite(now=clock.now())} trainees were asked.")
