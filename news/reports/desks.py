"""Which desk a story belongs to, told by whoever knows desks; without it reports have no column for them."""

from collections.abc import Callable, Collection, Mapping

DeskNames = Callable[[Collection[int]], Mapping[int, str]]
_SOURCES: list[DeskNames] = []


def register(source: DeskNames) -> None:
    """Set who names the desks of stories, given their pages' keys; one query, whatever their number."""
    _SOURCES[:] = [source]


def are_known() -> bool:
    """Return whether anybody names desks."""
    return bool(_SOURCES)


def names(pages: Collection[int]) -> Mapping[int, str]:
    """Return the names of desks by page; a story without one is left out."""
    return _SOURCES[0](pages) if _SOURCES else {}
