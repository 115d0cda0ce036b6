"""The filters of the page of results: what each offers, how it narrows, and how much each value would leave."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy as _

from portal.kernel import clock, languages
from portal.kernel.languages import Language
from portal.pages import findables, listing
from portal.pages.findables import FindableKind
from portal.pages.listing import FacetSpec
from portal.vocabularies import queries as vocabulary_queries
from portal.vocabularies.enums import VocabularyCode
from search import engines
from search.engines.base import Rows, Spans, Tally
from search.models import SearchFacet

KIND: Final = "kind"
PLACE: Final = "place"
_VOCABULARIES: Final = {
    "field": (_("Field of technology"), VocabularyCode.FIELD),
    "audience": (_("Audience"), VocabularyCode.AUDIENCE),
}
_MONTH: Final = timedelta(days=30)
_YEAR: Final = timedelta(days=365)

Counts = Mapping[str, int]


class Time(TextChoices):
    """When the date of an item lies; one without a date is in none of them."""

    COMING = "coming", _("Today and later")
    MONTH = "month", _("In the last 30 days")
    YEAR = "year", _("In the last 12 months, before that")
    EARLIER = "earlier", _("Earlier")


class Tallies:
    """Counts of every facet in one request, with one statement for those under the same other filters."""

    def __init__(self) -> None:
        self.spans: Spans = _spans(clock.today())
        self._names = [*_VOCABULARIES, PLACE, *findables.facets]
        self._last: tuple[Rows, Tally] | None = None
        self._known: dict[str, Tally] = {}

    def know(self, rows: Rows, tally: Tally) -> None:
        """Take the counts of rows from whoever has counted them already."""
        self._last = (rows, tally)

    def of(self, rows: Rows) -> Tally:
        """Return the counts of rows."""
        # Filters of which nothing is chosen leave the very same rows: no need to compare what they ask.
        if self._last is None or self._last[0] is not rows:
            self._last = (rows, self._compared(rows))
        return self._last[1]

    def _compared(self, rows: Rows) -> Tally:
        if rows.query.is_empty():
            return Tally()
        asked = str(rows.query)
        if asked not in self._known:
            self._known[asked] = engines.current().tally(rows, self._names, self.spans)
        return self._known[asked]

    def codes(self, name: str) -> Callable[[Rows], Counts]:
        """Return what counts the rows by the codes of a facet."""
        return lambda rows: self.of(rows).codes.get(name, {})


def specs(tallies: Tallies | None = None) -> list[FacetSpec]:
    """Return the filters for one request, those of features after the search's own; ``tallies`` may know some counts already."""
    tallies = tallies or Tallies()

    def of_terms(name: str) -> FacetSpec:
        label, vocabulary = _VOCABULARIES[name]
        return FacetSpec(
            name, label, lambda: vocabulary_queries.term_choices(vocabulary), _having(name), tallies.codes(name)
        )

    kinds = FacetSpec(
        name=KIND,
        label=_("Kind"),
        choices=lambda: [(value, str(label)) for value, label in FindableKind.choices],
        apply=listing.choose_by("kind"),
        counts=lambda rows: tallies.of(rows).kinds,
    )
    place = FacetSpec(
        name=PLACE,
        label=_("Place"),
        choices=vocabulary_queries.place_choices,
        apply=lambda rows, values: _having(PLACE)(rows, sorted(vocabulary_queries.places_within(values))),
        counts=lambda rows: _summed(tallies.codes(PLACE)(rows)),
    )
    of_features = [
        FacetSpec(facet.name, facet.label, facet.choices, _having(facet.name), tallies.codes(facet.name))
        for facet in findables.facets.values()
    ]
    found = [kinds, of_terms("field"), place, _time(tallies), of_terms("audience"), *of_features]
    if languages.current() is Language.ENGLISH:
        found.append(_language(tallies))
    return [replace(spec, hides_empty=True) for spec in found]


def _having(name: str) -> Callable[[Rows, list[str]], Rows]:
    def apply(rows: Rows, values: list[str]) -> Rows:
        return rows.filter(pk__in=SearchFacet.objects.filter(name=name, code__in=values).values("document"))

    return apply


def _summed(counts: Counts) -> Counts:
    """Return, for each place, what it and the places within it leave; an item names one place."""
    found: dict[str, int] = {}
    around_each = vocabulary_queries.places_around_each(counts)
    for code, number in counts.items():
        for around in around_each[code]:
            found[around] = found.get(around, 0) + number
    return found


@lru_cache(maxsize=2)
def _spans(today: date) -> Spans:
    month, year = today - _MONTH, today - _YEAR
    spans = {
        Time.COMING.value: Q(sort_date__gte=today),
        Time.MONTH.value: Q(sort_date__lt=today, sort_date__gte=month),
        Time.YEAR.value: Q(sort_date__lt=month, sort_date__gte=year),
        Time.EARLIER.value: Q(sort_date__lt=year),
    }
    return MappingProxyType(spans)


def _time(tallies: Tallies) -> FacetSpec:
    def apply(rows: Rows, values: list[str]) -> Rows:
        condition = Q()
        for value in values:
            condition |= tallies.spans[value]
        return rows.filter(condition)

    choices: Any = Time.choices
    return FacetSpec(
        "time",
        _("Time"),
        lambda: [(value, str(label)) for value, label in choices],
        apply,
        lambda rows: tallies.of(rows).spans,
    )


def _language(tallies: Tallies) -> FacetSpec:
    return FacetSpec(
        name="language",
        label=_("Language"),
        choices=lambda: [
            (Language.ENGLISH.value, str(_("English"))),
            (Language.VIETNAMESE.value, str(_("Vietnamese only"))),
        ],
        apply=listing.choose_by("language"),
        counts=lambda rows: tallies.of(rows).languages,
    )
