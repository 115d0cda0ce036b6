"""What rooms above events put into the calendar beside events: deadlines, broadcasts. They register a source.

A source says what is public now, in one language, and reads only. The room that owns the page calls
``calendar.refresh_dated`` when it is published, unpublished or deleted; identifiers and their changes are kept there.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from events.enums import DatedKind
from portal.kernel.languages import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """One entry in one language. ``starts`` and ``ends`` are instants, or dates of which the last is not included.

    ``key`` is its own in every language and stays when the time changes; ``group`` is the translation key of the page.
    ``place`` and ``fields`` are codes, ``organisers`` address parts of organisations, ``newsroom``
    and ``programme`` codes. What is ``cancelled`` stays in calendars, marked.
    """

    key: UUID
    group: UUID
    kind: DatedKind
    starts: datetime | date
    ends: datetime | date
    summary: str
    url: str
    description: str = ""
    place: str = ""
    fields: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    organisers: tuple[str, ...] = ()
    newsroom: str = ""
    programme: str = ""
    cancelled: bool = False
    organizer_email: str = ""
    organizer_name: str = ""
    conference_url: str = ""

    @property
    def is_online(self) -> bool:
        """Whether one takes part at an address."""
        return bool(self.conference_url)


class Source(Protocol):
    """A room's dated entries."""

    def __call__(self, *, groups: Collection[UUID] | None, language: Language) -> Collection[Dated]:
        """Return the public ones of these pages, or of all pages, in a constant number of queries."""


_SOURCES: list[Source] = []


def register(source: Source) -> Callable[[], None]:
    """Add a source, from an AppConfig.ready(); return what takes it out again."""
    if source not in _SOURCES:
        _SOURCES.append(source)
    return lambda: _SOURCES.remove(source)


def collect(*, language: Language, groups: Collection[UUID] | None = None) -> Iterator[Dated]:
    """Yield the dated entries of all rooms in a language, of these pages or of all."""
    for source in _SOURCES:
        yield from source(groups=groups, language=language)
