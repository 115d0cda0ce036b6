"""What rooms and modules do when an event is postponed, moved online or cancelled: they register, the change calls them.

A callable gets ``event`` (as it is now), ``status``, ``by`` and ``now``, in the transaction of the change: it gives back what
nobody needs any more, such as stands, and must not render or send anything itself.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

from events.enums import EventStatus
from events.models import EventPage


class Consequence(Protocol):
    """What follows from the new status of an event."""

    def __call__(self, *, event: EventPage, status: EventStatus, by: Any, now: datetime) -> object:
        """Follow the change; called again for a status that stands already, it changes nothing."""


_REGISTERED: list[Consequence] = []


def register(consequence: Consequence) -> Callable[[], None]:
    """Add what follows, from an AppConfig.ready(); return what takes it out again."""
    if consequence not in _REGISTERED:
        _REGISTERED.append(consequence)
    return lambda: _REGISTERED.remove(consequence)


def follow(*, event: EventPage, status: EventStatus, by: Any, now: datetime) -> None:
    """Call everything that is registered, in the order in which it came."""
    for consequence in _REGISTERED:
        consequence(event=event, status=status, by=by, now=now)
