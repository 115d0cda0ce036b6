"""The list of experts: its filters, orders and search."""

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from exhibitors import enums as exhibitor_enums
from experts import time_zones
from experts.enums import Help, SpokenLanguage
from experts.models import ExpertProfile
from portal.kernel import text
from portal.pages import listing
from portal.vocabularies import queries as vocabulary_queries
from portal.vocabularies.enums import VocabularyCode

if TYPE_CHECKING:
    from experts.querysets import ExpertProfileQuerySet

PAGE_SIZE = 24


def _used(field: str) -> set[str]:
    return set(ExpertProfile.objects.public().order_by().values_list(field, flat=True).distinct())


def _languages() -> list[tuple[str, str]]:
    used = _used("languages__language")
    return [(code, str(label)) for code, label in SpokenLanguage.choices if code in used]


def _countries() -> list[tuple[str, str]]:
    used = _used("country")
    return [(code, label) for code, label in exhibitor_enums.country_choices() if code in used]


def _zones() -> list[tuple[str, str]]:
    used = _used("time_zone")
    return [(zone, words) for zone, words in time_zones.choices() if zone in used]


FACETS = (
    listing.FacetSpec(
        "field",
        pgettext_lazy("of science and technology", "Field"),
        lambda: vocabulary_queries.term_choices(VocabularyCode.FIELD),
        listing.choose_by_relation("fields__code"),
        listing.count_by("fields__code"),
    ),
    listing.FacetSpec(
        "help",
        _("Kind of help"),
        lambda: [(value, str(label)) for value, label in Help.choices],
        listing.choose_by_relation("helps__kind"),
        listing.count_by("helps__kind"),
    ),
    listing.FacetSpec(
        "language",
        pgettext_lazy("that a person speaks", "Language"),
        _languages,
        listing.choose_by_relation("languages__language"),
        listing.count_by("languages__language"),
    ),
    listing.FacetSpec("country", _("Country"), _countries, listing.choose_by("country"), listing.count_by("country")),
    listing.FacetSpec("zone", _("Time zone"), _zones, listing.choose_by("time_zone"), listing.count_by("time_zone")),
)

SORTS = (
    listing.SortSpec("name", _("Name, A to Z"), ("sort_key", "pk")),
    listing.SortSpec("newest", _("Newest first"), ("-published_at", "-pk")),
)


def _search(rows: "QuerySet[Any]", query: str) -> "QuerySet[Any]":
    """Keep experts whose names, titles or summaries hold every word, with or without marks."""
    for word in text.words(text.fold(query)):
        rows = rows.filter(folded__contains=word)
    return rows


def _with_card_data(rows: "QuerySet[Any]") -> "ExpertProfileQuerySet":
    profiles: ExpertProfileQuerySet = rows  # type: ignore[assignment]  # the listing is generic
    return profiles.with_shown_data()


def build(request: HttpRequest) -> listing.Listing:
    """Return the published experts that the address asks for."""
    return listing.build(
        request=request,
        rows=ExpertProfile.objects.public(),
        facets=FACETS,
        sorts=SORTS,
        search=_search,
        size=PAGE_SIZE,
        with_card_data=_with_card_data,
        most=listing.MOST_COUNTED,
    )
