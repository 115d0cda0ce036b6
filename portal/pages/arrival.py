"""From an address to its page in two statements: the pages on the way together, then the page with all its columns.

Wagtail asks for each part of the address twice and for the ancestors once more. What is found here is what Wagtail would find: a
page type with a way of its own is asked as ever, and where anything is unusual Wagtail looks itself.
"""

from itertools import pairwise
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from wagtail import views
from wagtail.models import Page, Site

from portal.kernel import languages
from portal.page_cache import collecting, parts


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Serve the page at an address; raises Http404 where there is none."""
    if not hasattr(request, "_wagtail_route_for_request"):
        try:
            # The rows on the way are those of the page's own line: a move or a new slug drops every finished page.
            with collecting.pages_named():
                found = _find(request, [part for part in path.split("/") if part])
        except Http404:
            request._wagtail_route_for_request = None  # type: ignore[attr-defined]  # noqa: SLF001 -- where Wagtail keeps it
        else:
            if found is not None:
                request._wagtail_route_for_request = found  # type: ignore[attr-defined]  # noqa: SLF001 -- where Wagtail keeps it
    response: HttpResponse = views.serve(request, path)
    return response


def site_of(request: HttpRequest) -> Site | None:
    """Return the site that a request is for, as Wagtail finds it."""
    if not hasattr(request, "_wagtail_site"):
        found = parts.read(("pages:site", request.get_host()), lambda: Site.find_for_request(request))
        request._wagtail_site = found  # type: ignore[attr-defined]  # noqa: SLF001 -- where Wagtail keeps it
    site: Site | None = Site.find_for_request(request)
    return site


def root_paths() -> list[Any]:
    """Return where each site's tree begins in each language; the cache is asked once for a request."""

    def read() -> list[Any]:
        # A change of a root's address drops everything.
        with collecting.pages_named():
            return list(Site.get_site_root_paths())

    return parts.read("pages:root-paths", read)


def _find(request: HttpRequest, parts: list[str]) -> Any:
    """Return Wagtail's result for the page; None where Wagtail should look itself."""
    site = site_of(request)
    language = languages.current()
    root = next(
        (root for root in root_paths() if site and root.site_id == site.pk and root.language_code == language), None
    )
    if root is None:
        return None
    way = [root.root_path]
    for part in parts:
        way.append(f"{way[-1]}{part}/")
    # The column of addresses has no index; that of the last parts of addresses has one.
    slugs = {address.rstrip("/").rpartition("/")[2] for address in way}
    rows = Page.objects.filter(slug__in=slugs, url_path__in=way).select_related("locale")
    pages = {page.url_path: page for page in rows}
    above: list[Page] = []
    for place, address in enumerate(way):
        page = pages.get(address)
        if page is None or page.specific_class is None:
            return None
        if place == len(parts) or page.specific_class.route is not Page.route:
            return _specific(page, above).route(request, parts[place:])
        above.append(page)
    return None


def _specific(page: Page, above: list[Page]) -> Any:
    """Return the page with all its columns and what is known already: its language and the pages above it."""
    kind = page.specific_class
    together = getattr(kind, "read_together", ())
    specific = kind._default_manager.select_related(*together).get(pk=page.pk) if together else page.specific  # noqa: SLF001 -- Django's public name
    specific.locale = page.locale
    specific.known_ancestors = above
    for parent, child in pairwise([*above, specific]):
        # Where treebeard keeps it: ``get_parent`` asks for it again and again.
        child._cached_parent_obj = parent  # noqa: SLF001 -- the same
    return specific
