"""Passes that rooms above give out beside tickets, such as those of exhibitors' staff: gates of the same subject read their numbers."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

KIND: Final = "*pass"
"""Stands where the code of a kind of place stands for tickets; no code of a kind can be this."""


@dataclass(frozen=True, slots=True)
class Pass:
    """One pass. ``code`` are the eight signs by which gates know it, ``number`` is how it is printed."""

    code: str
    number: str
    full_name: str
    is_valid: bool


class PassSource(Protocol):
    """Where passes come from."""

    def __call__(self, *, subject: uuid.UUID, codes: Collection[str] | None, lock: bool) -> Sequence[Pass]:
        """Return the passes of a subject with these codes (None: all), revoked ones too; at most one query.

        With ``lock`` their rows are taken by key, in the transaction of the caller.
        """


_SOURCES: list[PassSource] = []


def register(source: PassSource) -> None:
    """Add a source from an AppConfig.ready()."""
    if source not in _SOURCES:
        _SOURCES.append(source)


def unregister(source: PassSource) -> None:
    """Remove a source."""
    _SOURCES.remove(source)


def of(subject: uuid.UUID) -> list[Pass]:
    """Return every pass of a subject."""
    return [one for source in _SOURCES for one in source(subject=subject, codes=None, lock=False)]


def by_code(subject: uuid.UUID, codes: Collection[str], *, lock: bool = False) -> dict[str, Pass]:
    """Return the passes with these codes; nothing is asked where there is none to look for."""
    if not codes:
        return {}
    return {one.code: one for source in _SOURCES for one in source(subject=subject, codes=codes, lock=lock)}
