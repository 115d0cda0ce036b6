"""Makes tasks ready again whose worker died."""

import logging
from typing import Any

from django.core.management.base import BaseCommand

from portal.kernel import clock
from portal.operations import lost_tasks

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """``manage.py recover_tasks``: for a timer; running it again does nothing."""

    help = "Make tasks ready again whose worker died; give up those that five workers died of."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Recover once."""
        again, given_up = lost_tasks.recover(now=clock.now())
        if given_up:
            logger.error("%d tasks were given up: several workers died of them.", given_up)
        self.stdout.write(f"{again} tasks of dead workers are ready again, {given_up} were given up.")
