"""What the search can find: features describe their items here, and tell when one changes.

The search room imports no feature; it listens to ``findable_changed`` and ``findable_pages_changed`` and reads the
registered sources.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from django.db.models import Model, TextChoices
from django.dispatch import Signal
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from portal.pages.listing import Label


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
    by the facet's name ("field", "place", "audience"), of places one at most. ``sort_date`` is what "newest" means for the kind.
    ``identifiers`` are numbers by which people ask for exactly this item ("149/KH-UBND"); it then comes first. ``files`` are the
    keys of the documents (``PortalDocument``) that the item shows: it is found by their words too.
    ``picture`` is an image of the library that is public with the item.
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
    picture: Any = None
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


@dataclass(frozen=True, slots=True)
class FindableFacet:
    """A filter that a feature gives the page of results, over the codes that its documents hold under ``name``.

    ``choices`` returns (code, words in the active language) of the values to offer, in their order.
    """

    name: str
    label: "Label"
    choices: Callable[[], Sequence[tuple[str, str]]]


sources: dict[type[Model], FindableSource] = {}
facets: dict[str, FindableFacet] = {}


@dataclass(frozen=True, slots=True)
class WayOn:
    """What somebody who did not find something can do instead: words on a button, one sentence, and where it leads."""

    label: str
    text: str
    url: str


ways_on: list[Callable[[str], WayOn | None]] = []
findable_changed = Signal()
findable_pages_changed = Signal()


def register(source: FindableSource) -> None:
    """Add a source for a model that is not a page; pages describe themselves (see ``PortalPage.findable_document``)."""
    sources[source.model] = source


def register_facet(facet: FindableFacet) -> None:
    """Add a filter to the page of results, from an AppConfig.ready()."""
    facets[facet.name] = facet


def register_way_on(make: Callable[[str], WayOn | None]) -> None:
    """Add a way on, from an AppConfig.ready(); it gets the words searched for and may return None."""
    ways_on.append(make)


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
