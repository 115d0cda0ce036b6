"""What time itself brings about in awards; sub-rooms declare it, ``manage.py tend_awards`` does it every few minutes.

Each piece must be safe to run twice, or in two processes at once.
"""

import logging
from collections.abc import Callable
from datetime import datetime

Work = Callable[[datetime], int]
"""Gets the present instant; gives how many things it did."""

logger = logging.getLogger(__name__)
_works: dict[str, Work] = {}


def register(name: str, do: Work) -> None:
    """Declare a piece of work; once, when the app is ready. The same name again replaces it."""
    _works[name] = do


def tend(now: datetime) -> tuple[dict[str, int], tuple[str, ...]]:
    """Do everything that is due; return how much was done by name, and the names of what failed. One failure stops no other."""
    done: dict[str, int] = {}
    failed = []
    for name, do in _works.items():
        try:
            done[name] = do(now)
        except Exception:
            logger.exception("The work “%s” of awards failed; it is tried again.", name)
            failed.append(name)
    return done, tuple(failed)
