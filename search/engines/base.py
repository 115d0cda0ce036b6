"""The interface of the two engines, and the neutral form of a query that each turns into its own syntax."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final, Protocol

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL

Rows = QuerySet[Any]
IDENTIFIER: Final = "identifier"
"""Name of the facet that holds a document's numbers as folded words."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words next to each other; with ``prefix`` the last one may go on. Words hold letters and digits only."""

    words: tuple[str, ...]
    prefix: bool = False


Alternative = tuple[Phrase, ...]
"""Phrases that must all be there."""

Group = tuple[Alternative, ...]
"""Alternatives of which one is enough: a word and its twins, an abbreviation and its full words."""


@dataclass(frozen=True, slots=True)
class Expression:
    """Groups that must all be found, or with ``every`` False at least one of them."""

    groups: tuple[Group, ...]
    every: bool = True


@dataclass(frozen=True, slots=True)
class Criteria:
    """What to find and what to show first.

    ``folded`` decides what is found. Documents whose number is among ``identifiers`` come first, then those that fulfil
    ``accented`` (the words with the marks as typed), then those with ``title`` as a phrase in their title, then those that hold more of ``neighbours`` (a row of words in
    the title counts twice), then by weight of the columns. Most Vietnamese words are written as two: without their
    neighbourhood "hội chợ" is no more than an association somewhere and a "for" elsewhere.
    """

    folded: Expression
    accented: Expression | None = None
    title: Phrase | None = None
    neighbours: tuple[Expression, ...] = ()
    identifiers: tuple[str, ...] = ()


def is_asked_by_number(identifiers: tuple[str, ...]) -> RawSQL:
    """Return whether a document bears one of the numbers; the subquery is asked once for the whole search."""
    marks = ", ".join(["%s"] * len(identifiers))
    return RawSQL(  # noqa: S611 -- the words go as parameters
        "search_searchdocument.id IN "  # noqa: S608 -- marks only
        f"(SELECT document_id FROM search_searchfacet WHERE name = %s AND code IN ({marks}))",
        [IDENTIFIER, *identifiers],
        output_field=BooleanField(),
    )


class Engine(Protocol):
    """Full-text search in one database. Rows are ``SearchDocument`` querysets; a call never raises for any words."""

    def create(self, connection: BaseDatabaseWrapper) -> None:
        """Make the index over the existing documents; from then on it follows every change by itself."""

    def drop(self, connection: BaseDatabaseWrapper) -> None:
        """Remove the index."""

    def matching(self, rows: Rows, expression: Expression) -> Rows:
        """Return the rows that fulfil the expression; safe in subqueries."""

    def ranked(self, rows: Rows, criteria: Criteria) -> Rows:
        """Return the rows that fulfil the criteria, best first; not for use in subqueries."""

    def known_words(self, words: Collection[str]) -> dict[str, int]:
        """Return those folded words that stand in any document, with how many hold them (large numbers are cut)."""

    def similar_words(self, word: str) -> list[str]:
        """Return a few known folded words that look like one, nearest first."""

    def refresh_statistics(self) -> None:
        """Tidy the index after many changes."""

    def problems(self) -> list[str]:
        """Return a plain sentence for each thing that is wrong with the index or missing around it."""
