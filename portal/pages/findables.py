"""What the search can find: features describe their items here, and tell when one changes.

The search room imports no feature; it listens to ``findable_changed`` and ``findable_pages_changed`` and reads the
registered sources.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from django.db.models import Model, TextChoices
from django.dispatch import Signal
from django.utils.translation import gettext_lazy as _


class FindableKind(TextChoices):
    """Kinds of things a visitor searches for; also the facet of the search page."""

    TECHNOLOGY = "technology", _("Technologies")
    NEED = "need", _("Technology needs")
    EVENT = "event", _("Events")
    COURSE = "course", _("Courses")
    AWARD = "award", _("Awards")
    NEWS = "news", _("News")
    ORGANISATION = "organisation", _("Organisations")
    EXPERT = "expert", _("Experts")
    POLICY = "policy", _("Policies and legal documents")
    SERVICE = "service", _("Support services")
    CONTENT = "content", _("Information")


@dataclass(frozen=True, slots=True)
class FindableDocument:
    """One public item in one language, as plain text.

    ``key`` is unique among all items of all languages ("page:12", "organisation:5:en"). ``facets`` holds codes of terms
    by the facet's name ("field", "place", "audience"). ``sort_date`` is what "newest" means for the kind.
    ``identifiers`` are numbers by which people ask for exactly this item ("149/KH-UBND"); it then comes first. ``files`` are the
    keys of the documents (``PortalDocument``) that the item shows: it is found by their words too.
    """

    key: str
    kind: FindableKind
    language: str
    title: str
    url: str
    summary: str = ""
    keywords: str = ""
    body: str = ""
    sort_date: date | None = None
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    identifiers: tuple[str, ...] = ()
    files: tuple[int, ...] = ()


class FindableSource(Protocol):
    """Describes the items of one model that is not a page."""

    model: type[Model]

    def keys(self, instance: Any) -> Iterable[str]:
        """Return every key the instance could have, public or not, so that old documents can be removed."""

    def documents(self, instance: Any) -> Iterable[FindableDocument]:
        """Return the instance's public documents, none when it is not public."""

    def instances(self) -> Iterable[Any]:
        """Return every public instance, for a rebuild."""


sources: dict[type[Model], FindableSource] = {}
findable_changed = Signal()
findable_pages_changed = Signal()


def register(source: FindableSource) -> None:
    """Add a source for a model that is not a page; pages describe themselves (see ``PortalPage.findable_document``)."""
    sources[source.model] = source


def changed(instance: Model) -> None:
    """Tell that a registered instance changed; call it inside the transaction of the change."""
    findable_changed.send(sender=type(instance), instance=instance)


def pages_changed(page_ids: Iterable[int]) -> None:
    """Tell that pages say something else because other records changed; call it inside the transaction of that change.

    Pages that are saved or published themselves need no telling.
    """
    findable_pages_changed.send(sender=None, page_ids=list(page_ids))


def page_key(page_id: int) -> str:
    """Return the key of a page's document."""
    return f"page:{page_id}"
