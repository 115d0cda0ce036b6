"""The filters, orders and pages of the two listings."""

from collections import Counter
from collections.abc import Callable
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.kernel import clock, text
from portal.pages import in_order, listing, translations
from portal.vocabularies import queries as vocabulary_queries
from portal.vocabularies.enums import VocabularyCode
from portal.vocabularies.models import AdministrativeUnit
from showcase.enums import TRL_BANDS, BudgetBand, NeedStatus, TrlBand
from showcase.models import NeedPage, NeedValue, TechnologyPage, TechnologyValue

Rows = listing.Rows
_IN_ORDER: Final = {"newest": ("-listed_at", "-page_id")}
TECHNOLOGY_VALUES: Final = in_order.InOrder(
    TechnologyValue, "page", frozenset({"field", "trl", "form", "owner"}), _IN_ORDER
)
NEED_VALUES: Final = in_order.InOrder(NeedValue, "page", frozenset({"field", "trl", "budget", "status"}), _IN_ORDER)
# A commune lies in a province and a province in a country; a place stands for everything inside it.
PLACE_PATHS = ("place__code", "place__parent__code", "place__parent__parent__code")


def _terms(vocabulary: VocabularyCode) -> Callable[[], listing.Choices]:
    return lambda: vocabulary_queries.term_choices(vocabulary)


# A page never has its main field among the further ones.
_FIELD_COUNTS = listing.count_by("field__code", "further_fields__code")


def _in_places(rows: Rows, codes: list[str]) -> Rows:
    condition = Q()
    for path in PLACE_PATHS:
        condition |= Q(**{f"{path}__in": codes})
    return rows.filter(condition)


def _used_places(pages: Callable[[], Rows]) -> Callable[[], listing.Choices]:
    """Return the choices of places that some page of the listing names, and the units that these belong to.

    For each unit the database looks whether there is one page, not for all pages which unit they name.
    """

    def choices() -> listing.Choices:
        named = Exists(pages().filter(place=OuterRef("pk")).order_by())
        units: dict[str, AdministrativeUnit] = {}
        for unit in AdministrativeUnit.objects.filter(named).select_related("parent__parent"):
            above = unit.parent
            for place in (unit, above, above.parent if above else None):
                if place is not None:
                    units.setdefault(place.code, place)
        ordered = sorted(units.values(), key=lambda unit: (unit.position, unit.name_vi))
        return [(unit.code, unit.name) for unit in ordered]

    return choices


def _in_bands(path: str) -> Callable[[Rows, list[str]], Rows]:
    def apply(rows: Rows, values: list[str]) -> Rows:
        levels = [level for value in values for level in TRL_BANDS[TrlBand(value)]]
        return rows.filter(**{f"{path}__in": levels})

    return apply


def _in_bands_gathered(levels: Counter[Any]) -> dict[str, int]:
    return {band.value: sum(levels[level] for level in span) for band, span in TRL_BANDS.items()}


def _band_counts(path: str) -> listing.CountBy:
    return listing.count_by(path, gather=_in_bands_gathered)


def _choices(enum: Any) -> Callable[[], listing.Choices]:
    return lambda: [(value, str(label)) for value, label in enum.choices]


def _matching(rows: Rows, query: str) -> Rows:
    found: Rows = rows.matching(query)  # type: ignore[attr-defined]  # a manager of this room
    return found if text.words(query) else rows


def _with_cards(rows: Rows) -> Rows:
    joined: Rows = rows.with_card_data()  # type: ignore[attr-defined]  # a manager of this room
    return joined


def public_technologies() -> Rows:
    """Return the technologies to list in the active language, each with ``only_vietnamese``."""
    rows: Rows = translations.listed_in(TechnologyPage.objects.public(clock.today()))
    return rows


def public_needs() -> Rows:
    """Return the needs to list in the active language, each with ``only_vietnamese``."""
    rows: Rows = translations.listed_in(NeedPage.objects.public())
    return rows


def _field_facet() -> listing.FacetSpec:
    return listing.FacetSpec(
        name="field",
        label=pgettext_lazy("of science and technology", "Field"),
        choices=_terms(VocabularyCode.FIELD),
        apply=lambda rows, codes: rows.in_fields(codes),  # type: ignore[attr-defined]  # a manager of this room
        counts=_FIELD_COUNTS,
    )


def _place_facet(pages: Callable[[], Rows]) -> listing.FacetSpec:
    return listing.FacetSpec(
        name="place",
        label=_("Place"),
        choices=_used_places(pages),
        apply=_in_places,
        counts=listing.count_by(*PLACE_PATHS),
    )


def technologies(request: HttpRequest) -> listing.Listing:
    """Return the page of technologies that the address asks for."""
    facets = [
        _field_facet(),
        listing.FacetSpec(
            name="trl",
            label=_("Maturity"),
            choices=_choices(TrlBand),
            apply=_in_bands("trl"),
            counts=_band_counts("trl"),
        ),
        listing.FacetSpec(
            name="form",
            label=_("Form of transfer"),
            choices=_terms(VocabularyCode.TRANSFER_FORM),
            apply=listing.choose_by_relation("transfer_forms__code"),
            counts=listing.count_by("transfer_forms__code"),
        ),
        listing.FacetSpec(
            name="owner",
            label=_("Kind of owner"),
            choices=_terms(VocabularyCode.ORGANISATION_KIND),
            apply=listing.choose_by("organisation__kind__code"),
            counts=listing.count_by("organisation__kind__code"),
        ),
        _place_facet(public_technologies),
    ]
    sorts = [
        listing.SortSpec("newest", _("Newest first"), ("-listed_at", "-pk")),
        listing.SortSpec("trl", _("Most mature first"), ("-trl", "sort_key", "pk")),
        listing.SortSpec("title", _("A to Z"), ("sort_key", "pk")),
    ]
    return listing.build(
        request=request,
        rows=public_technologies(),
        facets=facets,
        sorts=sorts,
        search=_matching,
        with_card_data=_with_cards,
        most=listing.MOST_COUNTED,
        values=TECHNOLOGY_VALUES,
    )


def needs(request: HttpRequest) -> listing.Listing:
    """Return the page of needs that the address asks for."""
    facets = [
        _field_facet(),
        listing.FacetSpec(
            name="trl",
            label=_("Lowest maturity accepted"),
            choices=_choices(TrlBand),
            apply=_in_bands("trl_minimum"),
            counts=_band_counts("trl_minimum"),
        ),
        listing.FacetSpec(
            name="budget",
            label=_("Budget"),
            choices=_choices(BudgetBand),
            apply=listing.choose_by("budget_band"),
            counts=listing.count_by("budget_band"),
        ),
        listing.FacetSpec(
            name="status",
            label=_("Status"),
            choices=_choices(NeedStatus),
            apply=listing.choose_by("status"),
            counts=listing.count_by("status"),
        ),
        _place_facet(public_needs),
    ]
    sorts = [
        listing.SortSpec("newest", _("Newest first"), ("-listed_at", "-pk")),
        listing.SortSpec("title", _("A to Z"), ("sort_key", "pk")),
    ]
    return listing.build(
        request=request,
        rows=public_needs(),
        facets=facets,
        sorts=sorts,
        search=_matching,
        with_card_data=_with_cards,
        most=listing.MOST_COUNTED,
        values=NEED_VALUES,
    )
