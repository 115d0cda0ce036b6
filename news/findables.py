"""What news gives the page of results: a filter by newsroom."""

from django.utils.translation import gettext_lazy as _

from news import queries
from portal.kernel import languages
from portal.page_cache import parts
from portal.pages import findables


def register() -> None:
    """Give the filter; its codes stand in the documents of stories."""
    findables.register_facet(findables.FindableFacet("newsroom", _("Newsroom"), _newsrooms))


def _newsrooms() -> list[tuple[str, str]]:
    """Return the code and title of every newsroom that has a public page in the active language, closed ones among them.

    Kept while no newsroom changes: the title of one that was made private must not stand in a search for minutes more.
    """
    language = languages.current()

    def read() -> list[tuple[str, str]]:
        return [(row.code, row.title) for row in queries.listed_newsrooms(language).order_by("title", "pk")]

    return parts.read(("news:filter", language), read)
