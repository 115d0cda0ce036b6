"""The interface of the engines, and the neutral form of a query that each turns into its own syntax."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Protocol

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Q, QuerySet

Rows = QuerySet[Any]
Spans = Mapping[str, Q]
"""Names of spans of time with their conditions, of which a row fulfils at most one."""
Shape = type[tuple[Any, ...]]
"""A named tuple of columns of the documents, "pk" being the key."""
IDENTIFIER: Final = "identifier"
"""Name of the facet that holds a document's numbers as folded words."""
PAGE_SIZE: Final = 20
"""Documents of a page of results; whoever asks whether anything is found asks for the first page at once."""
FILE: Final = "file"
"""Name of the facet that holds the keys of the library's documents that an item shows."""


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
    """What to find and what to show first: ``folded`` decides what is found, the rest fills ``RANKING``.

    ``accented`` holds the words with the marks as typed. Most Vietnamese words are written as two: without ``neighbours``
    (each two words next to each other) "hội chợ" is no more than an association somewhere and a "for" elsewhere. A document
    of a kind in ``fresh`` is stale when its date is before the one given.
    """

    folded: Expression
    accented: Expression | None = None
    title: Phrase | None = None
    neighbours: tuple[Expression, ...] = ()
    identifiers: tuple[str, ...] = ()
    fresh: tuple[tuple[str, date], ...] = ()


RANKING: Final = ("by_number", "with_marks", "in_title", "nearness", "is_fresh", "relevance")
"""What decides the order on every database, most important first; each is annotated and the highest value comes first.

- ``by_number``: the number of the document itself was typed;
- ``with_marks``: all words with marks stand as typed in the title (2), or anywhere (1): "bán" does not drown in "bàn";
- ``in_title``: the words stand in a row in the title;
- ``nearness``: how many of the neighbours stand next to each other, in a title counted twice;
- ``is_fresh``: not an event that is over or news of long ago;
- ``relevance``: weight of title (10), summary and keywords (4) and body (1) by the database's own formula.
"""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rows there are, and how many of each kind, language, span of time, and code by the name of its facet."""

    number: int = 0
    kinds: dict[str, int] = field(default_factory=dict)
    languages: dict[str, int] = field(default_factory=dict)
    spans: dict[str, int] = field(default_factory=dict)
    codes: dict[str, dict[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Best:
    """A stretch of what fulfils criteria, in the order of ``RANKING``.

    ``keys`` are those of its documents, ``number`` is how many there are in all, ``bears_marks`` whether the first one of the
    stretch bears all marks that were typed (True where none were). ``tally`` is there where it cost nothing to count along,
    ``rows`` where the caller wanted them in some shape.
    """

    keys: tuple[int, ...] = ()
    number: int = 0
    bears_marks: bool = True
    tally: Tally | None = None
    rows: tuple[Any, ...] = ()


class Engine(Protocol):
    """Full-text search in one place. Rows are ``SearchDocument`` querysets; a call never raises for any words."""

    def create(self, connection: BaseDatabaseWrapper) -> None:
        """Make the index over the existing documents; from then on it follows every change by itself."""

    def drop(self, connection: BaseDatabaseWrapper) -> None:
        """Remove the index."""

    def matching(self, rows: Rows, expression: Expression) -> Rows:
        """Return the rows that fulfil the expression; safe in subqueries."""

    def ranked(self, rows: Rows, criteria: Criteria) -> Rows:
        """Return the rows that fulfil the criteria in the order of ``RANKING``; not for use in subqueries."""

    def best(
        self,
        rows: Rows,
        criteria: Criteria,
        *,
        start: int,
        stop: int,
        spans: Spans | None = None,
        shape: Shape | None = None,
    ) -> Best:
        """Return what stands from ``start`` to before ``stop`` in the order of ``ranked``, and how much there is in all.

        With ``spans`` the caller will ask for the ``tally`` of all that fulfils the criteria, too; with ``shape`` the ``rows`` have
        at least the fields of this named tuple.
        """

    def newest_by_title(self, rows: Rows, expression: Expression, *, most: int) -> Rows:
        """Return up to ``most`` rows whose title fulfils the expression, newest first, unranked: cheap for the commonest beginnings."""

    def known_words(self, words: Collection[str]) -> dict[str, int]:
        """Return those folded words that stand in any document, with how many hold them (large numbers are cut)."""

    def similar_words(self, word: str) -> list[str]:
        """Return a few known folded words that look like one, nearest first."""

    def tally(self, rows: Rows, names: Collection[str], spans: Spans) -> Tally:
        """Return the counts of rows by kind, language, code of these facets, and span of time; a row fulfils at most one of ``spans``."""

    def follow(self, keys: Collection[int]) -> None:
        """Tell of documents that were added, changed or removed; called inside the transaction of the change."""

    def rebuild(self, *, progress: Callable[[int], None] | None = None) -> None:
        """Make the index anew from the documents."""

    def refresh_statistics(self) -> None:
        """Tidy the index after many changes."""

    def problems(self) -> list[str]:
        """Return a plain sentence for each thing that is wrong with the index or missing around it."""
