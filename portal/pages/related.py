"""What pages may name of other rooms: rooms register how their things are chosen and drawn, and what names a thing.

A story names a technology and stands below the room of technologies, so neither sees the other; both know this registry.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, TextChoices
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from portal.kernel import languages
from portal.kernel.languages import Language


class RelatedKind(TextChoices):
    """Kinds of things that a page may name."""

    TECHNOLOGY = "technology", _("Related technology")
    EVENT = "event", _("Related event")
    ORGANISATION = "organisation", _("Related organisation")
    AWARD = "award", _("Related award or winner")


@dataclass(frozen=True, slots=True)
class Shown:
    """A public thing as readers see it: ``template`` of its own room draws it, with ``item`` in its context."""

    template: str
    item: Any


Drawing = Callable[[Collection[str], Language], Mapping[str, Shown]]
"""From keys to what is public of them in a language; what the reader may not see is left out. The number of queries is constant."""


@dataclass(frozen=True, slots=True)
class Source:
    """How things of one kind are chosen and drawn; ``widget`` makes the chooser of records that are no pages."""

    models: Callable[[], Sequence[type[Model]]]
    draw: Drawing
    widget: Callable[[], Any] | None = None


Naming = Callable[[str, Language], Shown | None]
"""From the key of a thing to what names it, drawn; None where nothing public does."""

_sources: dict[RelatedKind, Source] = {}
_naming: list[Naming] = []


def register(kind: RelatedKind, source: Source) -> None:
    """Set who knows the things of a kind, from an AppConfig.ready()."""
    _sources[kind] = source


def register_naming(naming: Naming) -> None:
    """Add something that names things, from an AppConfig.ready(); the same again is kept once."""
    if naming not in _naming:
        _naming.append(naming)


def source(kind: RelatedKind) -> Source | None:
    """Return who knows the things of a kind; None where no room does."""
    return _sources.get(kind)


def key_of(thing: Any) -> str:
    """Return the key of a thing: a page's translation key, so that both languages are one; a record's number."""
    return str(thing.translation_key) if isinstance(thing, Page) else str(thing.pk)


def drawn(keys: Collection[tuple[RelatedKind, str]], language: Language | None = None) -> dict[tuple[str, str], Shown]:
    """Return what is public of these things, drawn in a language (default: the active one)."""
    found: dict[tuple[str, str], Shown] = {}
    for kind in dict.fromkeys(kind for kind, _key in keys):
        known = _sources.get(kind)
        if known is None:
            continue
        wanted = list(dict.fromkeys(key for of_kind, key in keys if of_kind == kind))
        shown = known.draw(wanted, language or languages.current())
        found |= {(str(kind), key): shown[key] for key in wanted if key in shown}
    return found


def naming(thing: Any, language: Language | None = None) -> list[Shown]:
    """Return what names a page or record, drawn in a language (default: the active one)."""
    key, wanted = key_of(thing), language or languages.current()
    return [shown for one in _naming if (shown := one(key, wanted)) is not None]
