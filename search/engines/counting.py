"""Counting what rows leave under every filter at once: one statement that groups them, whatever the filters."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from django.db.models import Case, TextField, Value, When

from search.engines.base import Rows, Spans, Tally

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


def with_span(rows: Rows, spans: Spans) -> Rows:
    """Return rows annotated with the name of their ``span`` of time, or an empty text."""
    dated: Rows = rows.annotate(
        span=Case(
            *(When(condition, then=Value(name)) for name, condition in spans.items()),
            default=Value(""),
            output_field=TextField(),
        )
    )
    return dated


def groups(before: str) -> str:
    """Return the statement that counts what a ``found`` of these columns holds, for ``summed``; ``before`` stands first in each row.

    Two groupings, since the two together would have nearly as many groups as rows.
    """
    return (
        f"SELECT {before}count(*), kind, language, span, NULL FROM found GROUP BY kind, language, span "  # noqa: S608 -- constants
        f"UNION ALL SELECT {before}count(*), NULL, NULL, NULL, filters FROM found GROUP BY filters"
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
    found: dict[str, dict[str, int]] = {}
    for line, number in lines.items():
        for name, code in _facets_of(line):
            codes = found.setdefault(name, {})
            codes[code] = codes.get(code, 0) + number
    return found
