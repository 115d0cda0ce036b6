"""Calendars of pages that another room chose: the room that owns the dates registers how they are written.

The search imports no feature, and a calendar is written in one place only.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from portal.kernel.languages import Language
from portal.pages.findables import FindableKind


class DamagedError(Exception):
    """The file must not be served; whoever asked keeps what they have."""


@dataclass(frozen=True, slots=True)
class Head:
    """What a calendar says of itself; ``source`` is its own full address, ``url`` that of the page beside it."""

    name: str
    description: str
    source: str
    url: str


class Maker(Protocol):
    """Writes what has a date among some pages."""

    def __call__(self, keys: Collection[UUID], *, head: Head, language: Language, now: datetime) -> bytes:
        """Return a calendar file of the public ones of these translation keys; raises DamagedError."""


_MAKERS: list[tuple[frozenset[FindableKind], Maker]] = []


def register(kinds: frozenset[FindableKind], maker: Maker) -> None:
    """Say which kinds of items can stand in a calendar and who writes it, from an AppConfig.ready(); the last one counts."""
    _MAKERS[:] = [(kinds, maker)]


def kinds() -> frozenset[FindableKind]:
    """Return the kinds of items that can stand in a calendar; none where no room has any."""
    return _MAKERS[0][0] if _MAKERS else frozenset()


def calendar_of(keys: Collection[UUID], *, head: Head, language: Language, now: datetime) -> bytes:
    """Return the calendar of pages; raises DamagedError, also where no room writes any."""
    if not _MAKERS:
        raise DamagedError
    return _MAKERS[0][1](keys, head=head, language=language, now=now)
