"""What rooms above add to an organisation's public profile: sections, registered when the app is ready."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from portal.kernel.languages import Language

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from exhibitors.models import Organisation


@dataclass(frozen=True, slots=True)
class ProfileSection:
    """A heading and cards, drawn by the ``template`` of the room that made it with ``items`` in its context.

    ``more_url`` leads to the full list; ``position`` orders the sections.
    """

    title: "str | _StrPromise"
    template: str
    items: tuple[Any, ...]
    more_url: str = ""
    more_text: "str | _StrPromise" = ""
    position: int = 0


SectionSource = Callable[["Organisation", Language], ProfileSection | None]
_SOURCES: list[SectionSource] = []


def register_section(source: SectionSource) -> None:
    """Add a source; it returns None where the organisation has nothing of the kind to show."""
    if source not in _SOURCES:
        _SOURCES.append(source)


def sections(organisation: "Organisation", language: Language) -> list[ProfileSection]:
    """Return the sections of a profile in their order."""
    made = (source(organisation, language) for source in _SOURCES)
    return sorted((section for section in made if section is not None), key=lambda section: section.position)
