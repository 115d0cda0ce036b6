"""What this process remembers of the calendars it has served: the finished file and the pieces it was joined from.

It is only ever taken for what it is: a file is good at one revision of the calendar on one day. What is forgotten, or never
was in this process, is joined again from the stored entries.
"""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Final

from django.conf import settings

from events.calendars.joining import Joined
from events.calendars.selection import Selection
from events.calendars.snapshots import Feed
from portal.kernel.languages import Language

LARGEST: Final = 64_000_000
PIECE: Final = 3_000
Name = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Held:
    """A file, the revision and day at which it is right, and what it was joined from.

    ``joined`` is None for an older file that stands in for one that could not be made; it is tried again after ``until``, in
    seconds of the monotonic clock.
    """

    revision: int
    day: date
    feed: Feed
    joined: Joined | None = None
    until: float | None = None

    @property
    def size(self) -> int:
        """About how many octets it takes, with the compressed form and the pieces, which hold short descriptions too."""
        return 2 * len(self.feed.body) + (PIECE * len(self.joined.pieces) if self.joined else 0)


_held: "OrderedDict[Name, Held]" = OrderedDict()
_lock = Lock()


def _name(chosen: Selection, language: Language) -> Name:
    # Files of another folder are another portal's: each test has one of its own.
    return str(settings.CALENDAR_SNAPSHOTS), language.value, chosen.name


def get(chosen: Selection, language: Language) -> Held | None:
    """Return what is remembered of a calendar."""
    return _held.get(_name(chosen, language))


def put(chosen: Selection, language: Language, held: Held) -> None:
    """Remember a calendar; those that were made longest ago are forgotten where all of them take too much."""
    name = _name(chosen, language)
    with _lock:
        _held[name] = held
        _held.move_to_end(name)
        total = sum(one.size for one in _held.values())
        while total > LARGEST and len(_held) > 1:
            total -= _held.popitem(last=False)[1].size


def forget() -> None:
    """Forget everything, as a process that starts."""
    with _lock:
        _held.clear()
