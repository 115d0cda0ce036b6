"""What the engines of both databases have in common: the index follows every change by itself, and one statement finds, orders and counts."""

from collections.abc import Callable, Collection, Sequence
from operator import itemgetter
from typing import Any, Final

from django.db import connection

from search.engines import counting
from search.engines.base import RANKING, Best, Criteria, Rows, Spans, Tally

_IS_RANKED: Final = "(relevance IS NOT NULL)"


class InDatabase:
    """The part of ``search.engines.base.Engine`` that does not depend on how words are indexed."""

    def ranked(self, rows: Rows, criteria: Criteria) -> Rows:
        """Narrow, annotate and order, all by what ``RANKING`` names."""
        raise NotImplementedError

    def with_the_best_apart(self, rows: Rows, criteria: Criteria, number: int) -> Rows | None:
        """Narrow and annotate with ``relevance`` those only that stand above all others; None where that would save nothing.

        It saves nothing where there are not even ``number`` of them among all documents: the rest had to be ranked as well.

        Only freshness, relevance and date tell such documents apart: the words stand in a row in the title, with all marks as
        typed, and there is no number of a document among them.
        """
        raise NotImplementedError

    def hinted(self, statement: str) -> str:
        """Return a statement over the documents with what its planner has to be told."""
        return statement

    def best(self, rows: Rows, criteria: Criteria, *, start: int, stop: int, spans: Spans | None = None) -> Best:
        """Rank only those that stand above all others, and the rest where these do not fill what is asked for."""
        tally = None
        apart = self.with_the_best_apart(rows, criteria, stop)
        if apart is not None:
            found, tally = self._in_order(
                apart, (_IS_RANKED, "is_fresh", "relevance"), _IS_RANKED, (start, stop), spans
            )
            if not found or found[-1][1]:
                return _best(found, tally, bears_marks=True)
        marks = "with_marks" if criteria.accented else "1"
        ranked = self.ranked(rows, criteria)
        found, counted = self._in_order(ranked, RANKING, marks, (start, stop), None if tally else spans)
        return _best(found, tally or counted, bears_marks=bool(found) and bool(found[0][1]))

    def tally(self, rows: Rows, names: Collection[str], spans: Spans) -> Tally:  # noqa: ARG002 -- of the interface
        """Count everything by one statement, whatever the names."""
        if rows.query.is_empty():
            return Tally()
        counted = counting.with_span(rows.order_by(), spans).values(*counting.COLUMNS)
        statement, parameters = counted.query.sql_with_params()
        statement = f"WITH found AS MATERIALIZED ({self.hinted(statement)}) {counting.groups('')}"
        return counting.summed(_asked(statement, parameters))

    def _in_order(
        self, rows: Rows, ranks: tuple[str, ...], shown: str, stretch: tuple[int, int], spans: Spans | None
    ) -> tuple[list[Any], Tally | None]:
        """Return (key, value shown, how many there are in all) of a stretch of rows, and the counts of all rows.

        The rows are evaluated once, and put aside with nothing but what orders and counts them: a window function would carry
        their texts along.
        """
        if rows.query.is_empty():
            return [], Tally()
        known = [name for name in ranks if name in rows.query.annotations]
        there = [name for name in ranks if name in known or name == _IS_RANKED]
        if spans is not None:
            rows = counting.with_span(rows, spans)
            known += counting.COLUMNS
        inner, parameters = rows.order_by().values("id", "sort_date", *known).query.sql_with_params()
        order = ", ".join([*(f"{name} DESC NULLS LAST" for name in there), "sort_date DESC NULLS LAST", "id DESC"])
        statement = (
            f"WITH found AS MATERIALIZED ({self.hinted(inner)}), "  # noqa: S608 -- names of our own
            f"first AS (SELECT * FROM found ORDER BY {order} LIMIT %s OFFSET %s) "
            f"SELECT row_number() OVER (ORDER BY {order}) AS place, id, {shown}, (SELECT count(*) FROM found)"
        )
        if spans is None:
            statement += " FROM first"
        else:
            statement += (
                f"{', NULL' * len(counting.COLUMNS)} FROM first UNION ALL {counting.groups('NULL, NULL, NULL, ')}"
            )
        start, stop = stretch
        answer = _asked(statement, (*parameters, stop - start, start))
        ordered = [row[1:4] for row in sorted((row for row in answer if row[0] is not None), key=itemgetter(0))]
        if spans is None:
            return ordered, None
        return ordered, counting.summed(row[3:] for row in answer if row[0] is None)

    def follow(self, keys: Collection[int]) -> None:
        """Do nothing: the index has followed already."""

    def rebuild(self, *, progress: Callable[[int], None] | None = None) -> None:
        """Do nothing: the index is as new as the documents."""


def _best(found: list[Any], tally: Tally | None, *, bears_marks: bool) -> Best:
    return Best(tuple(key for key, _mark, _number in found), found[0][2] if found else 0, bears_marks, tally)


def _asked(statement: str, parameters: Sequence[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, list(parameters))
        rows: list[Any] = cursor.fetchall()
    return rows
