"""The listings of the news index and of a newsroom: filters, orders, cards."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Value
from django.db.models.functions import Length, Substr
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from news import queries
from news.enums import ArticleKind
from portal.kernel import languages
from portal.pages import listing
from portal.pages.listing import FacetSpec, Listing, SortSpec
from portal.vocabularies import queries as vocabularies
from portal.vocabularies.enums import VocabularyCode

if TYPE_CHECKING:
    from news.models import NewsIndexPage, NewsroomPage

MODEL_EXAMPLE = "yes"
SORTS = (
    SortSpec("newest", _("Newest first"), ("-published_at", "-pk")),
    SortSpec("oldest", _("Oldest first"), ("published_at", "pk")),
)


def _newsroom_facet() -> FacetSpec:
    listed = queries.newsrooms(languages.current())

    def counts(rows: listing.Rows) -> Mapping[str, int]:
        codes = {newsroom.path: newsroom.code for newsroom in queries.live_newsrooms()}
        parents = rows.order_by().annotate(parent_path=Substr("path", 1, Length("path") - Value(4)))
        found: dict[str, int] = {}
        for path, number in (
            parents.values("parent_path").annotate(number=Count("pk")).values_list("parent_path", "number")
        ):
            code = codes.get(path)
            if code:
                found[code] = found.get(code, 0) + number
        return found

    return FacetSpec(
        "newsroom",
        _("Newsroom"),
        lambda: [(newsroom.code, newsroom.title) for newsroom in listed],
        lambda rows, codes: rows.filter(queries.of_newsrooms(codes)),
        counts,
    )


def _facets() -> list[FacetSpec]:
    return [
        FacetSpec(
            "audience",
            _("For whom"),
            lambda: vocabularies.term_choices(VocabularyCode.AUDIENCE),
            listing.choose_by_relation("audiences__code"),
            listing.count_by("audiences__code"),
        ),
        FacetSpec(
            "kind",
            _("Kind"),
            lambda: [(kind.value, str(kind.label)) for kind in ArticleKind],
            listing.choose_by("kind"),
            listing.count_by("kind"),
        ),
        FacetSpec(
            "field",
            _("Field"),
            lambda: vocabularies.term_choices(VocabularyCode.FIELD),
            listing.choose_by_relation("fields__code"),
            listing.count_by("fields__code"),
        ),
        FacetSpec(
            "place",
            _("Place"),
            vocabularies.place_choices,
            listing.choose_by("place__code"),
            listing.count_by("place__code"),
        ),
        FacetSpec(
            "model-example",
            _("Model examples"),
            lambda: [(MODEL_EXAMPLE, gettext("Model examples only"))],
            lambda rows, _values: rows.filter(is_model_example=True),
            lambda rows: {MODEL_EXAMPLE: rows.filter(is_model_example=True).count()},
            multiple=False,
        ),
    ]


def _build(request: HttpRequest, rows: listing.Rows, facets: list[FacetSpec]) -> Listing:
    return listing.build(
        request=request,
        rows=rows,
        facets=facets,
        sorts=SORTS,
        search=listing.search_folded("folded"),
        with_card_data=queries.with_card_data,
    )


def index_context(page: "NewsIndexPage", request: HttpRequest) -> dict[str, Any]:
    """Return the listing of all news with its cards, the lead story on the first page without filters, and the feed."""
    shown = _build(request, queries.public_articles(), [_newsroom_facet(), *_facets()])
    at_rest = not shown.is_filtered and shown.page.number == 1
    lead = queries.lead_story(request=request) if at_rest else None
    cards = [card for card in queries.cards(shown.items, request) if lead is None or card.key != lead.key]
    return {
        "page_title": page.title,
        "listing": shown,
        "lead": lead,
        "cards": cards,
        "newsrooms": queries.newsrooms(languages.current()) if at_rest else [],
        "feed_url": _feed_of(request),
    }


def _feed_of(request: HttpRequest) -> str:
    audience = request.GET.get("audience", "")
    if audience in dict(vocabularies.term_choices(VocabularyCode.AUDIENCE)):
        return reverse("news:audience-feed", args=[audience])
    return reverse("news:feed")


def newsroom_context(page: "NewsroomPage", request: HttpRequest) -> dict[str, Any]:
    """Return the listing of one newsroom with its cards and its feed."""
    shown = _build(request, queries.public_articles().filter(queries.of_newsrooms([page.code])), _facets())
    return {
        "page_title": page.title,
        "listing": shown,
        "cards": queries.cards(shown.items, request),
        "feed_url": reverse("news:newsroom-feed", args=[page.code]),
    }
