"""The page of results and the suggestions. They store nothing of what is searched for, write it to no log, and set no cookie."""

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from portal.pages import listing
from portal.pages import shell as page_shell
from portal.pages.listing import Facet
from search import queries, suggestions
from search.queries import Reading


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """Show what is found for ``q`` and the chosen filters."""
    page = queries.search_page(request)
    title = _("Search")
    page_shell.add_breadcrumbs(request, (title, ""))
    kinds = next(facet for facet in page.listing.facets if facet.name == queries.KIND)
    return render(
        request,
        "search/results.html",
        {
            "page_title": title,
            "listing": page.listing,
            "hits": page.hits,
            "tabs": _tabs(kinds, page),
            "is_corrected": page.reading is Reading.CORRECTED,
            "is_partial": page.reading is Reading.SOME_WORDS,
            "understood": page.found.query.text if page.found else "",
            "others": _others(page),
            "has_words": bool(page.found and page.found.query.folded),
        },
    )


@require_safe
@cache_control(no_store=True)  # what has just been withdrawn is suggested nowhere; the box remembers what it asked
def suggested(request: HttpRequest) -> JsonResponse:
    """Return what the beginning ``q`` may become, as JSON for the search boxes."""
    found = suggestions.for_typed(request.GET.get("q", ""))
    response = JsonResponse(
        {"suggestions": [asdict(suggestion) for suggestion in found]}, json_dumps_params={"ensure_ascii": False}
    )
    response["X-Robots-Tag"] = "noindex"
    return response


def _tabs(kinds: Facet, page: queries.Results) -> list[dict[str, object]]:
    chosen = kinds.selected[0] if kinds.selected else None
    everything = sum(option.count or 0 for option in kinds.options)
    tabs: list[dict[str, object]] = [
        {
            "text": _("Everything"),
            "url": chosen.url if chosen else page.listing.action_url + _query(page.listing.parameters),
            "current": chosen is None,
            "count": everything,
        }
    ]
    tabs.extend(
        {
            "text": option.label,
            "url": page.listing.action_url + _query(page.listing.parameters) if option.selected else option.url,
            "current": option.selected,
            "count": option.count,
        }
        for option in kinds.options
    )
    return tabs


def _others(page: queries.Results) -> list[dict[str, object]]:
    """Return the texts that may have been meant too, each with its address and what it finds; filters stay."""
    chosen = QueryDict(page.listing.parameters, mutable=True)
    found: list[dict[str, object]] = []
    for other in page.found.others if page.found else ():
        chosen[listing.QUERY_PARAMETER] = other.query.text
        address = page.listing.action_url + _query(chosen.urlencode())
        found.append({"text": other.query.text, "url": address, "number": other.number})
    return found


def _query(parameters: str) -> str:
    return f"?{parameters}" if parameters else ""
