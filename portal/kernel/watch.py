"""What rooms tell the operator's watch (/readyz) of themselves; it never makes the portal count as not ready."""

from collections.abc import Callable, Mapping
from enum import StrEnum


class Word(StrEnum):
    """The answer of a room."""

    OK = "ok"
    LATE = "late"
    FAILED = "failed"


WatchSource = Callable[[], Word]
_SOURCES: dict[str, WatchSource] = {}


def register(name: str, source: WatchSource) -> None:
    """Add what is asked for ``name``; the source may read the database, a few rows at most."""
    _SOURCES[name] = source


def sources() -> Mapping[str, WatchSource]:
    """Return who is asked, by name."""
    return _SOURCES
