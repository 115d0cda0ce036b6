"""The filters of the page of results: what each offers, how it narrows, and how much each value would leave."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import Count, Q, TextChoices
from django.utils.translation import gettext_lazy as _

from portal.kernel import clock, languages
from portal.kernel.languages import Language
from portal.pages import findables, listing
from portal.pages.findables import FindableKind
from portal.pages.listing import FacetSpec
from portal.vocabularies import queries as vocabulary_queries
from portal.vocabularies.enums import VocabularyCode
from search import engines
from search.engines.base import Rows
from search.models import SearchFacet

KIND: Final = "kind"
_MONTH: Final = timedelta(days=30)
_YEAR: Final = timedelta(days=365)

Counts = Mapping[str, int]


class Time(TextChoices):
    """When the date of an item lies; one without a date is in none of them."""

    COMING = "coming", _("Today and later")
    MONTH = "month", _("In the last 30 days")
    YEAR = "year", _("In the last 12 months, before that")
    EARLIER = "earlier", _("Earlier")


class _Coded:
    """Counts of all facets that are kept as codes of a document, with one query for those under the same other filters."""

    def __init__(self, names: list[str]) -> None:
        self._names, self._known = names, dict[str, dict[str, dict[str, int]]]()

    def counts(self, name: str) -> Callable[[Rows], Counts]:
        return lambda rows: self._of(rows).get(name, {})

    def _of(self, rows: Rows) -> dict[str, dict[str, int]]:
        if rows.query.is_empty():
            return {}
        asked = str(rows.query)
        if asked not in self._known:
            self._known[asked] = engines.current().facet_counts(rows, self._names)
        return self._known[asked]


def specs() -> list[FacetSpec]:
    """Return the filters for one request, those of features after the search's own."""
    vocabularies = {
        "field": (_("Field of technology"), VocabularyCode.FIELD),
        "audience": (_("Audience"), VocabularyCode.AUDIENCE),
    }
    declared = list(findables.facets.values())
    coded = _Coded([*vocabularies, "place", *(facet.name for facet in declared)])

    def of_terms(name: str) -> FacetSpec:
        label, vocabulary = vocabularies[name]
        return FacetSpec(
            name, label, lambda: vocabulary_queries.term_choices(vocabulary), _having(name), coded.counts(name)
        )

    kinds = FacetSpec(
        name=KIND,
        label=_("Kind"),
        choices=lambda: [(value, str(label)) for value, label in FindableKind.choices],
        apply=listing.choose_by("kind"),
        counts=listing.count_by("kind"),
    )
    place = FacetSpec(
        name="place",
        label=_("Place"),
        choices=vocabulary_queries.place_choices,
        apply=lambda rows, values: _having("place")(rows, sorted(vocabulary_queries.places_within(values))),
        counts=lambda rows: _summed(coded.counts("place")(rows)),
    )
    of_features = [
        FacetSpec(facet.name, facet.label, facet.choices, _having(facet.name), coded.counts(facet.name))
        for facet in declared
    ]
    found = [kinds, of_terms("field"), place, _time(), of_terms("audience"), *of_features]
    return [*found, _language()] if languages.current() is Language.ENGLISH else found


def _having(name: str) -> Callable[[Rows, list[str]], Rows]:
    def apply(rows: Rows, values: list[str]) -> Rows:
        return rows.filter(pk__in=SearchFacet.objects.filter(name=name, code__in=values).values("document"))

    return apply


def _summed(counts: Counts) -> Counts:
    """Return, for each place, what it and the places within it leave; an item names one place."""
    found: dict[str, int] = {}
    for code, number in counts.items():
        for around in vocabulary_queries.places_around(code):
            found[around] = found.get(around, 0) + number
    return found


def _spans(today: date) -> dict[str, Q]:
    month, year = today - _MONTH, today - _YEAR
    return {
        Time.COMING.value: Q(sort_date__gte=today),
        Time.MONTH.value: Q(sort_date__lt=today, sort_date__gte=month),
        Time.YEAR.value: Q(sort_date__lt=month, sort_date__gte=year),
        Time.EARLIER.value: Q(sort_date__lt=year),
    }


def _time() -> FacetSpec:
    spans = _spans(clock.today())

    def apply(rows: Rows, values: list[str]) -> Rows:
        condition = Q()
        for value in values:
            condition |= spans[value]
        return rows.filter(condition)

    def counts(rows: Rows) -> Counts:
        return dict(rows.order_by().aggregate(**{name: Count("pk", filter=span) for name, span in spans.items()}))

    choices: Any = Time.choices
    return FacetSpec("time", _("Time"), lambda: [(value, str(label)) for value, label in choices], apply, counts)


def _language() -> FacetSpec:
    return FacetSpec(
        name="language",
        label=_("Language"),
        choices=lambda: [
            (Language.ENGLISH.value, str(_("English"))),
            (Language.VIETNAMESE.value, str(_("Vietnamese only"))),
        ],
        apply=listing.choose_by("language"),
        counts=listing.count_by("language"),
    )
