"""The directory's listing: its filters, orders and search."""

from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from exhibitors.enums import VerificationState
from exhibitors.models.listed_values import OrganisationValue
from exhibitors.models.records import Organisation
from portal.kernel import languages, text
from portal.kernel.languages import Language
from portal.pages import in_order, listing
from portal.vocabularies import queries as vocabulary_queries
from portal.vocabularies.enums import VocabularyCode

if TYPE_CHECKING:
    from exhibitors.querysets import OrganisationQuerySet

PAGE_SIZE = 30
# A commune lies in a province and a province in a country; a place stands for everything in it.
_PLACE_PATHS = ("place__code", "place__parent__code", "place__parent__parent__code")


def _in_places(rows: "QuerySet[Any]", codes: list[str]) -> "QuerySet[Any]":
    condition = Q()
    for path in _PLACE_PATHS:
        condition |= Q(**{f"{path}__in": codes})
    return rows.filter(condition)


def _verification_choices() -> list[tuple[str, str]]:
    return [(state.value, str(state.label)) for state in (VerificationState.VERIFIED, VerificationState.UNVERIFIED)]


FACETS = (
    listing.FacetSpec(
        "role",
        _("What it does"),
        lambda: vocabulary_queries.term_choices(VocabularyCode.ORGANISATION_ROLE),
        listing.choose_by_relation("roles__code"),
        listing.count_by("roles__code"),
    ),
    listing.FacetSpec(
        "field",
        pgettext_lazy("of science and technology", "Field"),
        lambda: vocabulary_queries.term_choices(VocabularyCode.FIELD),
        listing.choose_by_relation("fields__code"),
        listing.count_by("fields__code"),
    ),
    listing.FacetSpec(
        "kind",
        _("Kind of organisation"),
        lambda: vocabulary_queries.term_choices(VocabularyCode.ORGANISATION_KIND),
        listing.choose_by("kind__code"),
        listing.count_by("kind__code"),
    ),
    listing.FacetSpec(
        "place", _("Place"), vocabulary_queries.place_choices, _in_places, listing.count_by(*_PLACE_PATHS)
    ),
    listing.FacetSpec(
        "verified", _("Verification"), _verification_choices, listing.choose_by("state"), listing.count_by("state")
    ),
)


def _by_name() -> str:
    return "sort_key_en" if languages.current() is Language.ENGLISH else "sort_key"


def _sorts() -> tuple[listing.SortSpec, ...]:
    return (
        listing.SortSpec("name", _("Name, A to Z"), (_by_name(), "pk")),
        listing.SortSpec("newest", _("Newest first"), ("-created_at", "-pk")),
    )


def _search(rows: "QuerySet[Any]", query: str) -> "QuerySet[Any]":
    """Keep organisations whose names or summaries hold every word, with or without marks."""
    for word in text.words(text.fold(query)):
        rows = rows.filter(folded__contains=word)
    return rows


def _with_card_data(rows: "QuerySet[Any]") -> "OrganisationQuerySet":
    organisations: OrganisationQuerySet = rows  # type: ignore[assignment]  # the listing is generic
    return organisations.with_card_data()


def build(request: HttpRequest) -> listing.Listing:
    """Return the public organisations that the address asks for."""
    return listing.build(
        request=request,
        rows=Organisation.objects.public(),
        facets=FACETS,
        sorts=_sorts(),
        search=_search,
        size=PAGE_SIZE,
        with_card_data=_with_card_data,
        most=listing.MOST_COUNTED,
        values=in_order.InOrder(
            OrganisationValue,
            "organisation",
            frozenset({"role", "field", "kind"}),
            {"name": (_by_name(), "organisation_id")},
        ),
    )
