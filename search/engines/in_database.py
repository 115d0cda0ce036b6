"""What the engines of both databases have in common: the index follows every change by itself, and one statement finds, orders and counts."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from operator import itemgetter
from typing import Any, Final

from django.db import connection
from django.db.models import BooleanField, F, Field, FloatField, IntegerField

from search.engines import counting, sql
from search.engines.base import IDENTIFIER, RANKING, Best, Criteria, Rows, Shape, Spans, Tally
from search.engines.sql import Sql

_DOCUMENTS: Final = "search_searchdocument"
_KEY: Final = "pk"
_DATE: Final = "sort_date"
_IS_RANKED: Final = "(relevance IS NOT NULL)"
_KNOWN: Final = 5
"""Values that stand in front of each row of ``_in_order``: its place, key, mark, whether it is ranked, and the number of all."""
Ranks = dict[str, Sql]


@dataclass(frozen=True, slots=True)
class Shortcut:
    """Ranks of which ``relevance`` is there only for documents that stand above all others, where those fill a page.

    Only freshness, relevance and date tell such documents apart: the words stand in a row in the title, with all marks as typed,
    and there is no number of a document among them. ``before`` is a common table that the ranks ask, if any.
    """

    ranks: Ranks
    before: Sql | None = None


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is found, which stretch of it in which shape, and the name of the span of time that each lies in, where all are counted."""

    condition: Sql
    stretch: tuple[int, int]
    shape: Shape | None
    span: Sql | None


class InDatabase:
    """The part of ``search.engines.base.Engine`` that does not depend on how words are indexed."""

    documents: str = _DOCUMENTS
    """The table of the documents as it stands behind FROM, with what its planner has to be told."""
    index: str = ""
    """What stands behind it where words are looked for."""

    def found(self, criteria: Criteria) -> Sql:
        """Return the condition that criteria put on ``documents`` and ``index``."""
        raise NotImplementedError

    def narrowed(self, rows: Rows, criteria: Criteria) -> Rows:
        """Return the rows that fulfil the criteria, so that ``ranks`` can be asked of them."""
        raise NotImplementedError

    def ranks(self, criteria: Criteria) -> Ranks:
        """Return those values of ``RANKING`` that the words decide; what would be the same for all is left out."""
        raise NotImplementedError

    def shortcut(self, criteria: Criteria, number: int) -> Shortcut | None:
        """Return the ranks that are enough where ``number`` documents stand above all others; None where they would save nothing."""
        raise NotImplementedError

    def ranked(self, rows: Rows, criteria: Criteria) -> Rows:
        """Narrow, annotate and order, all by what ``RANKING`` names; of those that fit as well the newest comes first."""
        types: dict[str, Field[Any, Any]] = {"by_number": BooleanField(), "relevance": FloatField()}
        ranks = self.every_rank(criteria)
        found = self.narrowed(rows, criteria)
        for name, value in ranks.items():
            found = found.annotate(**{name: value.of_type(types.get(name) or IntegerField())})
        ordered: Rows = found.order_by(*(f"-{name}" for name in ranks), F(_DATE).desc(nulls_last=True), "-pk")
        return ordered

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
        """Rank only those that stand above all others, and the rest where these do not fill what is asked for."""
        among = sql.among(rows)
        if among is None:
            return Best(tally=Tally())
        asked = _Asked(
            sql.joined([among, self.found(criteria)], "AND"),
            (start, stop),
            shape,
            None if spans is None else counting.span_of(rows, spans),
        )
        tally = None
        shortcut = self.shortcut(criteria, stop)
        if shortcut:
            found, tally = self._in_order(asked, shortcut.ranks, before=shortcut.before)
            if not found or found[-1][3]:
                return _best(found, tally, shape)
            asked = replace(asked, span=None)
        found, counted = self._in_order(asked, self.every_rank(criteria))
        return _best(found, tally or counted, shape)

    def tally(self, rows: Rows, names: Collection[str], spans: Spans) -> Tally:  # noqa: ARG002 -- of the interface
        """Count everything by one statement, whatever the names."""
        among = sql.among(rows)
        if among is None:
            return Tally()
        inner = _selected(self.documents, among, {"span": counting.span_of(rows, spans)}, counting.COLUMNS)
        return counting.summed(
            _asked(f"WITH found AS MATERIALIZED ({inner.text}) {counting.groups()}", inner.parameters)
        )

    def every_rank(self, criteria: Criteria) -> Ranks:
        """Return all of ``RANKING`` that tells documents apart, in its order."""
        there = {**_by_number(criteria), **self.ranks(criteria), **freshness(criteria)}
        return {name: there[name] for name in RANKING if name in there}

    def _in_order(self, asked: _Asked, ranks: Ranks, *, before: Sql | None = None) -> tuple[list[Any], Tally | None]:
        """Return (place, key, marks, whether it is ranked, how many there are in all, columns of the shape) of a stretch, and the counts of all rows.

        The rows are evaluated once, and put aside with nothing but what orders and counts them: a window function would carry
        their texts along. The texts of a page are read by the same statement, when it is known which.
        """
        span, shape = asked.span, asked.shape
        order = ", ".join(
            [f"{_IS_RANKED} DESC", *(f"{name} DESC" for name in ranks), f"{_DATE} DESC NULLS LAST", "id DESC"]
        )
        mark = "with_marks" if "with_marks" in ranks else "NULL"
        inner = _selected(
            f"{self.documents}{self.index}",
            asked.condition,
            {**ranks, "span": span} if span else ranks,
            ["id", _DATE, *counting.COLUMNS] if span else ["id", _DATE],
        )
        columns = _columns(shape) if shape else ""
        counted = ", NULL" * len(counting.COLUMNS) if span else ""
        statement = (
            f"WITH {f'{before.text}, ' if before else ''}found AS MATERIALIZED ({inner.text}), "  # noqa: S608 -- names of our own
            f"first AS (SELECT * FROM found ORDER BY {order} LIMIT %s OFFSET %s), "
            f"placed AS (SELECT row_number() OVER (ORDER BY {order}) AS place, id, {mark} AS mark, {_IS_RANKED} AS ranked "
            f"FROM first) SELECT place, placed.id, mark, ranked, (SELECT count(*) FROM found){counted}{columns} FROM placed"
        )
        if shape:
            statement += f" JOIN {_DOCUMENTS} AS shown ON shown.id = placed.id"
        if span:
            fields = len(shape._fields) if shape else 0  # type: ignore[attr-defined]  # of a named tuple
            statement += f" UNION ALL {counting.groups('NULL, NULL, NULL, NULL, ', ', NULL' * fields)}"
        start, stop = asked.stretch
        answer = _asked(statement, (*(before.parameters if before else ()), *inner.parameters, stop - start, start))
        ordered = sorted((row for row in answer if row[0] is not None), key=itemgetter(0))
        if span is None:
            return ordered, None
        after = _KNOWN + len(counting.COLUMNS)
        tally = counting.summed(row[_KNOWN - 1 : after] for row in answer if row[0] is None)
        return [(*row[:_KNOWN], *row[after:]) for row in ordered], tally

    def follow(self, keys: Collection[int]) -> None:
        """Do nothing: the index has followed already."""

    def rebuild(self, *, progress: Callable[[int], None] | None = None) -> None:
        """Do nothing: the index is as new as the documents."""


def _by_number(criteria: Criteria) -> Ranks:
    """Return whether a document bears one of the numbers; the subquery is asked once for the whole search."""
    if not criteria.identifiers:
        return {}
    marks = ", ".join(["%s"] * len(criteria.identifiers))
    condition = f"{_DOCUMENTS}.id IN (SELECT document_id FROM search_searchfacet WHERE name = %s AND code IN ({marks}))"  # noqa: S608 -- marks only
    return {"by_number": Sql(condition, (IDENTIFIER, *criteria.identifiers))}


def freshness(criteria: Criteria) -> Ranks:
    """Return whether a document is fresh, where the criteria tell fresh from stale."""
    if not criteria.fresh:
        return {}
    stale = f"WHEN kind = %s AND {_DATE} < %s THEN 0 " * len(criteria.fresh)
    days = [value for kind, oldest in criteria.fresh for value in (kind, connection.ops.adapt_datefield_value(oldest))]
    return {"is_fresh": Sql(f"CASE {stale}ELSE 1 END", tuple(days))}


def _selected(tables: str, condition: Sql, values: Mapping[str, Sql], columns: Sequence[str]) -> Sql:
    """Return the statement that selects the columns, those among ``values`` being computed."""
    named = [f"{value.text} AS {name}" for name, value in values.items()]
    named += [column for column in columns if column not in values]
    parameters = [parameter for value in values.values() for parameter in value.parameters]
    return Sql(
        f"SELECT {', '.join(named)} FROM {tables} WHERE {condition.text}",  # noqa: S608 -- names of our own
        (*parameters, *condition.parameters),
    )


@cache
def _columns(shape: Shape) -> str:
    names = ("id" if name == _KEY else name for name in shape._fields)  # type: ignore[attr-defined]  # of a named tuple
    return "".join(f", shown.{name}" for name in names)


def _best(found: list[Any], tally: Tally | None, shape: Shape | None) -> Best:
    if not found:
        return Best(tally=tally)
    _place, _key, marks, _is_ranked, number, *_columns = found[0]
    rows = tuple(_shaped(shape, row[_KNOWN:]) for row in found) if shape else ()
    # Nothing is said of marks where none were typed, or where all of them stand in the title.
    return Best(tuple(row[1] for row in found), number, marks is None or bool(marks), tally, rows)


def _shaped(shape: Any, values: Sequence[Any]) -> Any:
    row = shape._make(values)
    # SQLite knows no dates.
    written = getattr(row, _DATE, None)
    return row._replace(**{_DATE: date.fromisoformat(written)}) if isinstance(written, str) else row


def _asked(statement: str, parameters: Sequence[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, list(parameters))
        rows: list[Any] = cursor.fetchall()
    return rows
