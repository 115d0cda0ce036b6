"""Moments other than the present, in the demo only: the past in which invented things happened, and a day ahead to look at.

A file ``days-ahead`` in the demo's folder, with a whole number in it, lets all its processes live that many days later: what
an edition of an award or an offer looks like after its time limit can be seen without waiting for it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from django.db import connection
from django.utils import timezone

from portal.operations import db_clock

FILE_NAME: Final = "days-ahead"
MOST_DAYS: Final = 3650

Now = Callable[[], datetime]


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let every clock of this process stand at a moment; for builders of the demo."""
    kept = timezone.now, db_clock.now
    _put(lambda: moment, lambda: moment)
    try:
        yield
    finally:
        _put(*kept)


def days_ahead(file: Path) -> int:
    """Return the number in the file; 0 where there is none, or something else stands in it."""
    try:
        number = int(file.read_text(encoding="utf-8").strip()[:10])
    except (OSError, ValueError):
        return 0
    return number if 0 <= number <= MOST_DAYS else 0


def follow(file: Path) -> None:
    """Let the clocks of this process be as many days ahead as the file says, now and whenever it changes."""
    present, of_database = timezone.now, db_clock.now

    def ahead() -> datetime:
        return present() + timedelta(days=days_ahead(file))

    def ahead_in_database() -> datetime:
        # On SQLite the database's clock is this process's, which is ahead already.
        return ahead() if connection.vendor != "postgresql" else of_database() + timedelta(days=days_ahead(file))

    _put(ahead, ahead_in_database)


def _put(now: Now, of_database: Now) -> None:
    timezone.now = now
    db_clock.now = of_database
