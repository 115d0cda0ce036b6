"""Work that the worker does by itself every few seconds, so that a small portal needs no timer for it.

Rooms register it; each piece must be safe to run in several processes at once and to be killed at any moment.
"""

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db import connection

PAUSE: Final = 1.0
"""Seconds between two looks at what is due."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Work:
    """What is done, and after how long again."""

    every: timedelta
    do: Callable[[], object]


_WORKS: dict[str, Work] = {}


def register(name: str, *, every: timedelta, do: Callable[[], object]) -> None:
    """Add a piece of work; the same name again replaces it."""
    _WORKS[name] = Work(every, do)


def works() -> Mapping[str, Work]:
    """Return what is done, by name."""
    return _WORKS


def run_until(stopped: threading.Event) -> None:
    """Do every piece of work in its turn until told to stop; one that fails is tried again when its time comes."""
    # By a clock that nobody sets: a jump of the machine's must neither stop this nor make it run wild.
    last: dict[str, float] = {}
    while not stopped.wait(PAUSE):
        for name, work in list(_WORKS.items()):
            moment = time.monotonic()
            if moment - last.get(name, float("-inf")) < work.every.total_seconds():
                continue
            last[name] = moment
            try:
                work.do()
            except Exception:
                logger.exception("The worker's %s failed; it is tried again.", name)
            finally:
                connection.close()
