"""Expressions in the two languages of PostgreSQL: of tsquery, for its indexes and vectors, and of LIKE, for titles."""

from search.engines import sql
from search.engines.base import Alternative, Expression, Phrase
from search.engines.sql import Sql


def _phrase(phrase: Phrase, weight: str = "") -> str:
    last = len(phrase.words) - 1
    labels = [(weight + "*" if phrase.prefix and position == last else weight) for position in range(len(phrase.words))]
    words = [f"'{word}'{':' + label if label else ''}" for word, label in zip(phrase.words, labels, strict=True)]
    return "(" + " <-> ".join(words) + ")"


def _alternative(alternative: Alternative, weight: str = "") -> str:
    return "(" + " & ".join(_phrase(phrase, weight) for phrase in alternative) + ")"


def query(expression: Expression, weight: str = "") -> str:
    """Return an expression as a tsquery; ``weight`` A asks for words of the title only."""
    groups = [
        "(" + " | ".join(_alternative(alternative, weight) for alternative in group) + ")"
        for group in expression.groups
    ]
    return (" & " if expression.every else " | ").join(groups)


def matches(column: str, expression: Expression) -> Sql:
    """Return whether a vector fulfils an expression."""
    return Sql(f"{column} @@ to_tsquery('simple', %s)", (query(expression),))


def stands(phrase: Phrase, column: str) -> Sql:
    """Return whether the words of a phrase stand in a row in a column of words divided by single spaces."""
    # A title is short and lies in the row itself: comparing it costs a tenth of asking the vector, which is unpacked for each question.
    words = " ".join(phrase.words)
    return Sql(f"' ' || {column} || ' ' LIKE %s", (f"% {words}{'' if phrase.prefix else ' '}%",))


def in_title(expression: Expression, column: str) -> Sql:
    """Return whether the title fulfils an expression: words hold neither per cent signs nor underscores."""
    groups = [
        sql.joined(
            [sql.joined([stands(phrase, column) for phrase in alternative], "AND") for alternative in group], "OR"
        )
        for group in expression.groups
    ]
    return sql.joined(groups, "AND" if expression.every else "OR")
