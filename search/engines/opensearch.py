"""OpenSearch finds and orders; the rows come from the database, which also answers by itself while OpenSearch is away.

What is shown is always a row that the database still holds: an index that lags behind can hide something new for a moment, but
never show what was withdrawn.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import Any, Final

from django.conf import settings
from django.db import models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Case, F, IntegerField, Value, When

from search import likeness, tasks
from search.engines.base import Best, Criteria, Engine, Expression, Rows, Shape, Spans, Tally
from search.models import SearchDocument
from search.opensearch import analysis, client, dsl, keeping
from search.opensearch.client import AwayError

ORDERED: Final = 500
"""Hits whose order is kept: 25 pages of results. Further ones follow by date."""
_MOST_ASKED: Final = 2_000
_SLIM: Final = "filter_path=hits.hits._id,hits.hits._score,aggregations"

Json = dict[str, Any]


class OpenSearchEngine:
    """See ``search.engines.base.Engine``."""

    def __init__(self, database: Engine) -> None:
        self._database = database

    def create(self, connection: BaseDatabaseWrapper) -> None:
        """Make the database's index: it answers while OpenSearch is away."""
        self._database.create(connection)

    def drop(self, connection: BaseDatabaseWrapper) -> None:
        """Remove the database's index."""
        self._database.drop(connection)

    def matching(self, rows: Rows, expression: Expression) -> Rows:
        """Narrow to the hits; to the best ten thousand where there are more."""
        hits = self._hits(dsl.matching(expression))
        return self._database.matching(rows, expression) if hits is None else rows.filter(pk__in=list(hits))

    def ranked(self, rows: Rows, criteria: Criteria) -> Rows:
        """Narrow to the hits among ``rows`` and put them in their order."""
        keys = _keys(rows)
        hits = self._hits(dsl.ranked(criteria, only=keys))
        if hits is None:
            return self._database.ranked(rows, criteria)
        first = list(hits)[:ORDERED]
        found = rows.filter(pk__in=list(hits)).annotate(
            place=_case({key: place for place, key in enumerate(first)}, default=ORDERED)
        )
        if criteria.accented:
            marks = {key: dsl.marks_of(hits[key], criteria) for key in first}
            found = found.annotate(with_marks=_case({key: value for key, value in marks.items() if value}, default=0))
        ordered: Rows = found.order_by("place", F("sort_date").desc(nulls_last=True), "-pk")
        return ordered

    def best(
        self,
        rows: Rows,
        criteria: Criteria,
        *,
        start: int,
        stop: int,
        spans: Spans | None = None,  # noqa: ARG002 -- of the interface
        shape: Shape | None = None,
    ) -> Best:
        """Narrow to the hits, count them, and ask for the order where there are any."""
        found = self.matching(rows, criteria.folded)
        number = found.count()
        first = list(self.ranked(found, criteria)[start:stop]) if number else []
        bears_marks = not criteria.accented or bool(first and first[0].with_marks)
        return Best(tuple(row.pk for row in first), number, bears_marks, rows=tuple(first) if shape else ())

    def newest_by_title(self, rows: Rows, expression: Expression, *, most: int) -> Rows:
        """Narrow to the newest titles and cut."""
        hits = self._hits(dsl.newest_by_title(expression, size=analysis.WINDOW))
        if hits is None:
            return self._database.newest_by_title(rows, expression, most=most)
        return rows.filter(pk__in=list(hits)).order_by(F("sort_date").desc(nulls_last=True), "-pk")[:most]

    def known_words(self, words: Collection[str]) -> dict[str, int]:
        """Count the documents that hold each word."""
        asked = sorted(words)
        found: dict[str, int] = {}
        for start in range(0, len(asked), _MOST_ASKED):
            counts = self._counts(dsl.known_words(asked[start : start + _MOST_ASKED]), ["known"])
            if counts is None:
                return self._database.known_words(words)
            found |= counts["known"]
        return found

    def similar_words(self, word: str) -> list[str]:
        """Compare with the words of the titles that share letters."""
        hits = self._hits(dsl.similar_titles(word)) if word else {}
        if hits is None:
            return self._database.similar_words(word)
        titles = SearchDocument.objects.filter(pk__in=list(hits)).values_list("title_folded", flat=True)
        return likeness.nearest(word, {term for title in titles for term in title.split()})

    def tally(self, rows: Rows, names: Collection[str], spans: Spans) -> Tally:
        """Count kinds, languages and dates by the database, codes by OpenSearch."""
        return replace(self._database.tally(rows, names, spans), codes=self.facet_counts(rows, names))

    def facet_counts(self, rows: Rows, names: Collection[str]) -> dict[str, dict[str, int]]:
        """Count codes by terms aggregations of one question; by the database where the rows are too many to name."""
        keys = _keys(rows) if set(names) <= set(analysis.FACETS) else None
        counts = self._counts(dsl.facets(names, only=keys), names) if keys is not None else None
        return self._database.tally(rows, names, {}).codes if counts is None else counts

    def follow(self, keys: Collection[int]) -> None:
        """Queue the changed documents, in the transaction of the change."""
        wanted = sorted(keys)
        with transaction.atomic():
            for start in range(0, len(wanted), keeping.BATCH):
                tasks.follow_documents.enqueue(wanted[start : start + keeping.BATCH])

    def rebuild(self, *, progress: Callable[[int], None] | None = None) -> None:
        """Make a new index and put it in the place of the old one; where the server is away, the log says so."""
        try:
            keeping.rebuild(progress=progress)
        except AwayError as error:
            client.note_failure(error)
        else:
            client.note_success()

    def refresh_statistics(self) -> None:
        """Tidy the database's index."""
        self._database.refresh_statistics()

    def problems(self) -> list[str]:
        """Name what is wrong with the database's index, and with that of OpenSearch."""
        found = self._database.problems()
        try:
            if not keeping.indices(settings.OPENSEARCH_INDEX):
                return [*found, "OpenSearch has no index yet: run rebuild_search."]
            there, here = keeping.number(), SearchDocument.objects.count()
        except AwayError as error:
            return [*found, f"OpenSearch does not answer ({error}): the database searches."]
        if there != here:
            found.append(f"OpenSearch holds {there} documents, the database {here}.")
        return found

    def _hits(self, question: Json) -> dict[int, float] | None:
        answer = self._ask(question)
        if answer is None:
            return None
        try:
            return {int(hit["_id"]): float(hit.get("_score") or 0) for hit in answer.get("hits", {}).get("hits", ())}
        except (AttributeError, KeyError, TypeError, ValueError):
            client.note_failure(AwayError("an answer of another shape"))
            return None

    def _counts(self, question: Json, names: Collection[str]) -> dict[str, dict[str, int]] | None:
        answer = self._ask(question)
        if answer is None:
            return None
        try:
            # Where nothing was counted, the slim answer leaves the whole part out.
            parts = answer.get("aggregations", {})
            buckets = {name: parts.get(name, {}).get("buckets", ()) for name in names}
            return {
                name: {str(bucket["key"]): int(bucket["doc_count"]) for bucket in of_name}
                for name, of_name in buckets.items()
            }
        except (AttributeError, KeyError, TypeError, ValueError):
            client.note_failure(AwayError("an answer of another shape"))
            return None

    def _ask(self, question: Json) -> Json | None:
        if client.is_away():
            return None
        try:
            answer = client.request("POST", f"{settings.OPENSEARCH_INDEX}/_search?{_SLIM}", question)
        except AwayError as error:
            client.note_failure(error)
            return None
        client.note_success()
        return answer


def _keys(rows: Rows) -> list[int] | None:
    """Return the keys of the rows, or None where they are more than one question may name."""
    keys = list(rows.order_by().values_list("pk", flat=True)[: analysis.WINDOW + 1])
    return keys if len(keys) <= analysis.WINDOW else None


def _case(values: Mapping[int, int], *, default: int) -> models.Expression:
    if not values:
        return Value(default, output_field=IntegerField())
    whens = [When(pk=key, then=Value(value)) for key, value in values.items()]
    return Case(*whens, default=Value(default), output_field=IntegerField())
