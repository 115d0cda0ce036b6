"""The page of results and the suggestions. They set no cookie and log nothing; of what is searched for only sums of a week are kept."""

from dataclasses import asdict
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from portal.kernel import languages
from portal.pages import findables, listing
from portal.pages import shell as page_shell
from portal.pages.listing import Facet
from search import facets, promotions, queries, suggestions
from search.domain import searched
from search.queries import Reading


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """Show what is found for ``q`` and the chosen filters."""
    page = queries.search_page(request)
    title = _("Search")
    page_shell.add_breadcrumbs(request, (title, ""))
    words, is_first = (page.found.query.folded if page.found else ()), page.listing.page.number == 1
    if words and is_first and not page.listing.is_narrowed:
        searched.note(request, typed=page.listing.query, language=languages.current(), found=page.number_meant)
    kinds = next(facet for facet in page.listing.facets if facet.name == facets.KIND)
    return render(
        request,
        "search/results.html",
        {
            "page_title": title,
            "listing": page.listing,
            # The box of the page itself holds them.
            "words_above": True,
            "hits": page.hits,
            "tabs": _tabs(kinds, page),
            "is_corrected": page.reading is Reading.CORRECTED,
            "is_partial": page.reading is Reading.SOME_WORDS,
            "understood": page.found.query.text if page.found else "",
            "others": _others(page),
            "promotions": promotions.for_words(words, languages.current()) if words and is_first else [],
            "without_filters": _without_filters(page),
            "ways_on": [way for make in findables.ways_on if (way := make(page.listing.query))] if words else [],
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
    """Return a link for everything and one for each kind alone, whatever is chosen in the panel; other filters stay."""
    chosen = [option.value for option in kinds.selected]
    parameters = QueryDict(page.listing.parameters, mutable=True)

    def tab(text: str, values: list[str], count: int) -> dict[str, object]:
        parameters.setlist(facets.KIND, values)
        address = page.listing.action_url + _query(parameters.urlencode())
        return {"text": text, "url": address, "current": chosen == values, "count": count}

    everything = sum(option.count or 0 for option in kinds.options)
    return [
        tab(_("Everything"), [], everything),
        *(tab(option.label, [option.value], option.count or 0) for option in kinds.options),
    ]


def _others(page: queries.Results) -> list[dict[str, object]]:
    """Return the texts that may have been meant too, each with its address and what it finds; filters stay."""
    chosen = QueryDict(page.listing.parameters, mutable=True)
    found: list[dict[str, object]] = []
    for other in page.found.others if page.found else ():
        chosen[listing.QUERY_PARAMETER] = other.query.text
        address = page.listing.action_url + _query(chosen.urlencode())
        found.append({"text": other.query.text, "url": address, "number": other.number})
    return found


def _without_filters(page: queries.Results) -> dict[str, object] | None:
    """Return where a search is shown without its filters and how much it finds there; None where that is nothing, or none is on."""
    if page.listing.total or not page.listing.is_narrowed or page.found is None:
        return None
    number = page.found.rows.count()
    address = page.listing.action_url + _query(urlencode({listing.QUERY_PARAMETER: page.listing.query}))
    return {"number": number, "url": address} if number else None


def _query(parameters: str) -> str:
    return f"?{parameters}" if parameters else ""
