"""What a kept search looks for: its canonical parameters, and their words."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.http import QueryDict

from portal.kernel import text
from portal.kernel.languages import Language
from portal.pages import listing
from search import facets, folding
from search.models.saved import LONGEST_PARAMETERS

MOST_VALUES: Final = 20
"""Of one filter; whoever chooses more wants the filter off."""


class UnknownSearchError(Exception):
    """The parameters search for nothing that can be kept; they must never turn into a search for everything."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The words and the filters of a search: names in the order of the page of results, values sorted."""

    query: str
    filters: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def parameters(self) -> str:
        """The one way to write the search in an address, without the question mark."""
        pairs = [(listing.QUERY_PARAMETER, self.query)] if self.query else []
        return urlencode([*pairs, *((name, value) for name, values in self.filters for value in values)])

    def values(self, name: str) -> tuple[str, ...]:
        """Return the values of a filter; none means that it is off."""
        return dict(self.filters).get(name, ())

    def fingerprint(self, language: Language) -> str:
        """Return what two searches of one language share that differ in the case of letters only."""
        same = Wanted(self.query.casefold(), self.filters).parameters
        return hashlib.sha256(f"{language.value}\n{same}".encode()).hexdigest()


def from_query(values: QueryDict, *, is_checked: bool = False) -> Wanted:
    """Return the search in an address of the page of results; order, page number and foreign parameters are left out.

    Raises UnknownSearchError where a filter has a value that it does not offer, unless the page of results has
    checked them already, and where nothing is searched for.
    """
    # Cut before it is composed too: composing a long row of combining marks takes time by the square of its length.
    typed = text.normalise(values.get(listing.QUERY_PARAMETER, "")[: listing.LONGEST_QUERY * 4])
    query = text.line(typed)[: listing.LONGEST_QUERY].strip()
    if query and not folding.folded(query):
        raise UnknownSearchError
    filters = tuple(_chosen(values, is_checked=is_checked))
    wanted = Wanted(query, filters)
    if not (query or filters) or len(wanted.parameters) > LONGEST_PARAMETERS:
        raise UnknownSearchError
    return wanted


def _chosen(values: QueryDict, *, is_checked: bool) -> Iterator[tuple[str, tuple[str, ...]]]:
    for spec in facets.specs():
        chosen = tuple(sorted(set(values.getlist(spec.name)) - {""}))
        if not chosen:
            continue
        if len(chosen) > (MOST_VALUES if spec.multiple else 1):
            raise UnknownSearchError
        if not is_checked and not {value for value, _label in spec.choices()}.issuperset(chosen):
            raise UnknownSearchError
        yield spec.name, chosen


def read(parameters: str) -> Wanted:
    """Return the search that stored parameters stand for; raises as ``from_query`` where a value is offered no more."""
    return from_query(QueryDict(parameters))


def words(wanted: Wanted) -> list[str]:
    """Return what a search looks for in words of the active language: the query in quotes, then each filter."""
    found = [f"“{wanted.query}”"] if wanted.query else []
    for spec in facets.specs():
        if chosen := wanted.values(spec.name):
            labels = dict(spec.choices())
            found += [str(labels.get(value, value)) for value in chosen]
    return found
