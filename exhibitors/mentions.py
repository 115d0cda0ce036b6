"""Which pages name an organisation: the rooms above register theirs, so that the search follows its name and its state."""

from collections.abc import Callable
from typing import Any, Final

from django.db.models import Q, QuerySet
from wagtail.models import Page

PagesNaming = Callable[[int], "QuerySet[Any]"]
"""From the id of an organisation to the pages whose search documents hold its name or kind, or hang on its state."""

_SOURCES: Final[list[PagesNaming]] = []


def register(source: PagesNaming) -> None:
    """Add pages that name an organisation; the same source again is kept once."""
    if source not in _SOURCES:
        _SOURCES.append(source)


def page_ids(organisation_id: int, *, after: int, limit: int) -> list[int]:
    """Return the ids of published pages that name an organisation, in their order and above ``after``, ``limit`` at most."""
    named = Q(pk__in=[])
    for source in _SOURCES:
        named |= Q(pk__in=source(organisation_id).values("pk"))
    found = Page.objects.live().filter(named, pk__gt=after).order_by("pk")
    return list(found.values_list("pk", flat=True)[:limit])
