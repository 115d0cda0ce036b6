"""Counting what rows leave under every filter at once: one statement that groups them, whatever the filters."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from django.db import connection
from django.db.models import Case, Q, TextField, Value, When

from search.engines.base import Rows, Spans, Tally
from search.engines.sql import Sql

COLUMNS: Final = ("kind", "language", "span", "filters")
_DIVIDER: Final = "\n"
_SIGN: Final = ":"


def line_of(facets: Iterable[tuple[str, str]]) -> str:
    """Return (name, code) pairs as one text; names hold no colon and codes no line break."""
    return _DIVIDER.join(f"{name}{_SIGN}{code}" for name, code in facets)


@lru_cache(maxsize=10_000)
def _facets_of(line: str) -> tuple[tuple[str, str], ...]:
    parts = (one.partition(_SIGN) for one in line.split(_DIVIDER)) if line else ()
    return tuple((name, code) for name, _sign, code in parts)


def codes_of(line: str, name: str) -> list[str]:
    """Return the codes of one facet on a line of ``line_of``."""
    return [code for other, code in _facets_of(line) if other == name]


def span_of(rows: Rows, spans: Spans) -> Sql:
    """Return the name of the span of time that a document lies in, or an empty text; ``rows`` are any documents."""
    model: Any = rows.model
    return _span_of(model, tuple(spans.items()))


@lru_cache(maxsize=8)
def _span_of(model: Any, spans: tuple[tuple[str, Q], ...]) -> Sql:
    documents: Any = model
    query = documents.objects.all().query
    named = Case(
        *(When(condition, then=Value(name)) for name, condition in spans),
        default=Value(""),
        output_field=TextField(),
    ).resolve_expression(query)
    text, parameters = query.get_compiler(connection=connection).compile(named)
    return Sql(text, tuple(parameters))


def groups(before: str = "", after: str = "") -> str:
    """Return the statement that counts what a ``found`` of these columns holds, for ``summed``, between what stands before and after in each row.

    Two groupings, since the two together would have nearly as many groups as rows.
    """
    return (
        f"SELECT {before}count(*), kind, language, span, NULL{after} FROM found GROUP BY kind, language, span "  # noqa: S608 -- constants
        f"UNION ALL SELECT {before}count(*), NULL, NULL, NULL, filters{after} FROM found GROUP BY filters"
    )


def summed(found: Iterable[Sequence[Any]]) -> Tally:
    """Return the counts of the rows of ``groups``."""
    kinds: dict[str, int] = {}
    languages: dict[str, int] = {}
    spans: dict[str, int] = {}
    lines: dict[str, int] = {}
    for number, kind, language, span, line in found:
        if line is not None:
            lines[line] = number
            continue
        kinds[kind] = kinds.get(kind, 0) + number
        languages[language] = languages.get(language, 0) + number
        spans[span] = spans.get(span, 0) + number
    spans.pop("", None)
    return Tally(sum(kinds.values()), kinds, languages, spans, _by_name(lines))


def _by_name(lines: Mapping[str, int]) -> dict[str, dict[str, int]]:
    # A search may leave thousands of lines of a few pairs each, but few pairs.
    pairs: defaultdict[tuple[str, str], int] = defaultdict(int)
    for line, number in lines.items():
        for pair in _facets_of(line):
            pairs[pair] += number
    found: dict[str, dict[str, int]] = {}
    for (name, code), number in pairs.items():
        found.setdefault(name, {})[code] = number
    return found
