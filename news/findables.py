"""What news gives the page of results: a filter by newsroom."""

from typing import Final

from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from news import queries
from portal.kernel import languages
from portal.pages import findables

CACHE_SECONDS: Final = 300


def register() -> None:
    """Give the filter; its codes stand in the documents of stories."""
    findables.register_facet(findables.FindableFacet("newsroom", _("Newsroom"), _newsrooms))


def _newsrooms() -> list[tuple[str, str]]:
    """Return the code and title of every newsroom that has a public page in the active language, closed ones among them.

    Kept in the cache for a few minutes, as the lists of other filters are.
    """
    language = languages.current()

    def read() -> list[tuple[str, str]]:
        return [(row.code, row.title) for row in queries.listed_newsrooms(language).order_by("title", "pk")]

    return cache.get_or_set(f"news:newsrooms:{language}", read, CACHE_SECONDS) or []
