"""The listings of the news index and of a newsroom: filters, orders, cards."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db.models import Count, Value
from django.db.models.functions import Length, Substr
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from news import queries
from news.broadcasts import schedule, subscriptions
from news.enums import ArticleKind
from news.readership import figures
from news.rooms import public as rooms
from news.rooms import standing
from portal.kernel import languages
from portal.pages import listing
from portal.pages.listing import FacetSpec, Listing, SortSpec
from portal.vocabularies import queries as vocabularies
from portal.vocabularies.enums import VocabularyCode

if TYPE_CHECKING:
    from news.models import NewsIndexPage, NewsroomDesk, NewsroomPage

MODEL_EXAMPLE = "yes"
SORTS = (
    SortSpec("newest", _("Newest first"), ("-published_at", "-pk")),
    SortSpec("oldest", _("Oldest first"), ("published_at", "pk")),
)


def _newsroom_facet() -> FacetSpec:
    listed = queries.newsrooms(languages.current())
    known = standing.ended()
    gone = set(known) - {newsroom.translation_key for newsroom in listed}
    if gone:
        # Its stories stay public although its own page is taken off the site.
        listed += queries.newsrooms_by_key(gone, languages.current())

    def counts(rows: listing.Rows) -> Mapping[str, int]:
        every = queries.live_newsrooms()
        code_of = {newsroom.translation_key: newsroom.code for newsroom in every}
        # A story counts for its own newsroom and for each that this one went into.
        codes = {
            newsroom.path: [
                code_of[key]
                for key in (newsroom.translation_key, *standing.successors(newsroom.translation_key, known))
                if key in code_of
            ]
            for newsroom in every
        }
        parents = rows.order_by().annotate(parent_path=Substr("path", 1, Length("path") - Value(4)))
        found: dict[str, int] = {}
        for path, number in (
            parents.values("parent_path").annotate(number=Count("pk")).values_list("parent_path", "number")
        ):
            for code in codes.get(path, ()):
                found[code] = found.get(code, 0) + number
        return found

    return FacetSpec(
        "newsroom",
        _("Newsroom"),
        lambda: [(newsroom.code, queries.shown_name(newsroom, known)) for newsroom in listed],
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
            pgettext_lazy("of science and technology", "Field"),
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
            listing.count_by("is_model_example", gather=lambda found: {MODEL_EXAMPLE: found[True]}),
            multiple=False,
        ),
    ]


def _desk_facet(desks: "list[NewsroomDesk]") -> FacetSpec:
    """Return the filter by the desks of one newsroom; without desks it offers nothing."""
    return FacetSpec(
        "desk",
        _("Desk"),
        lambda: [(str(desk.pk), desk.name) for desk in desks],
        listing.choose_by("desk_id"),
        listing.count_by("desk_id"),
    )


def _build(request: HttpRequest, rows: listing.Rows, facets: list[FacetSpec]) -> Listing:
    return listing.build(
        request=request,
        rows=rows,
        facets=facets,
        sorts=SORTS,
        search=listing.search_folded("folded"),
        with_card_data=queries.with_card_data,
        most=listing.MOST_COUNTED,
    )


def index_context(page: "NewsIndexPage", request: HttpRequest) -> dict[str, Any]:
    """Return the listing of all news with its cards, the lead story on the first page without filters, and the feed."""
    shown = _build(request, queries.public_articles(), [_newsroom_facet(), *_facets()])
    at_rest = not shown.is_filtered and shown.page.number == 1
    lead = shown.kept("news:lead", lambda: queries.lead_story(request=request)) if at_rest else None
    audience = _only_audience(request)
    cards = shown.kept("news:cards", lambda: queries.cards(shown.items, request, audience=audience))
    return {
        "page_title": page.title,
        "listing": shown,
        "lead": lead,
        "cards": [card for card in cards if lead is None or card.key != lead.key],
        "newsrooms": queries.open_newsrooms(languages.current()) if at_rest else [],
        "most_read": shown.kept("news:most-read", lambda: figures.most_read(request=request)) if at_rest else [],
        "follow": _follow(request),
    }


@dataclass(frozen=True, slots=True)
class Follow:
    """The ways to follow a list: both forms of its feed, and the newsletter's form with the list's audience chosen."""

    atom_url: str
    rss_url: str
    newsletter_url: str


def _follow(request: HttpRequest) -> Follow:
    """Return the feeds of the one audience or field that the list is narrowed to, else those of all news."""
    audiences, fields = request.GET.getlist("audience"), request.GET.getlist("field")
    known = {code for code, _words in vocabularies.term_choices(VocabularyCode.AUDIENCE)}
    chosen = [code for code in audiences if code in known]
    newsletter_url = reverse("news:newsletter")
    if chosen:
        newsletter_url += f"?{urlencode([('audience', code) for code in chosen])}"
    name, arguments = "feed", []
    if len(chosen) == 1 and not fields:
        name, arguments = "audience-feed", chosen
    elif len(fields) == 1 and not audiences and fields[0] in dict(vocabularies.term_choices(VocabularyCode.FIELD)):
        name, arguments = "field-feed", fields
    return _followed(name, arguments, newsletter_url)


def _followed(name: str, arguments: list[str], newsletter_url: str) -> Follow:
    return Follow(reverse(f"news:{name}", args=arguments), reverse(f"news:{name}-rss", args=arguments), newsletter_url)


def _only_audience(request: HttpRequest) -> str:
    """Return the audience that a list is narrowed to; "" for none or for several, who read the common lead."""
    chosen = list(dict.fromkeys(request.GET.getlist("audience")))
    return chosen[0] if len(chosen) == 1 else ""


def newsroom_context(page: "NewsroomPage", request: HttpRequest) -> dict[str, Any]:
    """Return the listing of one newsroom with its cards and its feed, its desks, and where it went or what went into it."""
    desks = rooms.desks_of(page.translation_key)
    rows = queries.public_articles().filter(queries.of_newsrooms([page.code]))
    shown = _build(request, rows, [_desk_facet(desks), *_facets()])
    return {
        "page_title": page.title,
        "listing": shown,
        "cards": shown.kept(
            "news:cards", lambda: queries.cards(shown.items, request, audience=_only_audience(request))
        ),
        "follow": _followed("newsroom-feed", [page.code], reverse("news:newsletter")),
        "most_read": shown.kept("news:most-read", lambda: figures.most_read(newsroom=page, request=request)),
        "programmes": schedule.programmes(page),
        "calendar_url": subscriptions.address(newsroom=page.code),
        **(about := rooms.context(page, request)),
        "desks": [] if about["ending"] else [desk for desk in desks if desk.closed_on is None],
    }
