"""Meters of a plan's progress, for pages of rooms that do not see the room that keeps the figures.

The room that keeps them registers who can tell; the front page asks.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from portal.kernel.languages import Language


@dataclass(frozen=True, slots=True)
class Meter:
    """One indicator: ``share`` is the last value in whole per cent of the target, 0 to 100; the texts carry their units."""

    label: str
    share: int
    value: str
    target: str
    year: int
    measured_in: int | None
    url: str
    is_illustrative: bool


MeterSource = Callable[[Language, int], Sequence[Meter]]
_sources: list[MeterSource] = []


def register(source: MeterSource) -> None:
    """Set who tells the progress; the last one registered answers."""
    _sources[:] = [source]


def current(language: Language, limit: int) -> Sequence[Meter]:
    """Return at most ``limit`` meters in a language; none where nobody is registered."""
    return _sources[0](language, limit) if _sources else ()
