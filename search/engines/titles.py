"""Documents whose title holds an expression, unranked: enough for suggestions, and cheap for the commonest beginnings."""

from collections.abc import Callable

from django.db import connection
from django.db.models import BooleanField, F
from django.db.models.expressions import RawSQL

from search.engines.base import Expression, Phrase, Rows


def newest(rows: Rows, expression: Expression, *, most: int) -> Rows:
    """Return up to ``most`` of the rows whose title fulfils the expression, newest first."""
    if connection.vendor == "postgresql":
        # An order that no index has keeps the planner from walking the whole table backwards for a rare word.
        return rows.filter(_in_vector(expression)).order_by(F("sort_date").desc(nulls_last=True), "-pk")[:most]
    # Read from the index's newest end and stopped as soon as there are enough: the plus keeps SQLite from beginning with the
    # documents, and another order would first read all that was found.
    return rows.extra(
        tables=["search_index"],
        where=["search_index MATCH %s", "+search_index.rowid = search_searchdocument.id"],
        params=[_match(expression)],
        order_by=["-search_index.rowid"],
    )[:most]


def _in_vector(expression: Expression) -> RawSQL:
    def words(phrase: Phrase) -> str:
        last = len(phrase.words) - 1
        labels = ["A*" if phrase.prefix and place == last else "A" for place in range(len(phrase.words))]
        return "(" + " <-> ".join(f"'{word}':{label}" for word, label in zip(phrase.words, labels, strict=True)) + ")"

    sql = "folded_vector @@ to_tsquery('simple', %s)"
    found = _joined(expression, words=words, both="&", either="|")
    return RawSQL(sql, [found], output_field=BooleanField())  # noqa: S611 -- the words go as a parameter


def _match(expression: Expression) -> str:
    def words(phrase: Phrase) -> str:
        return '"' + " ".join(phrase.words) + '"' + (" *" if phrase.prefix else "")

    return "{title_folded} : (" + _joined(expression, words=words, both="AND", either="OR") + ")"


def _joined(expression: Expression, *, words: Callable[[Phrase], str], both: str, either: str) -> str:
    groups = []
    for group in expression.groups:
        alternatives = [f" {both} ".join(words(phrase) for phrase in alternative) for alternative in group]
        groups.append("(" + f" {either} ".join(f"({alternative})" for alternative in alternatives) + ")")
    return f" {both if expression.every else either} ".join(groups)
