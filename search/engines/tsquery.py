"""Expressions in the two languages of PostgreSQL: of tsquery, for its indexes and vectors, and of LIKE, for titles."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import BooleanField, IntegerField
from django.db.models.expressions import RawSQL

from search.engines.base import Alternative, Expression, Phrase


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


def holds(column: str, query: str) -> RawSQL:
    """Return whether a vector fulfils a tsquery."""
    # The columns' names stand in no other table, so they need no alias and work in subqueries too.
    return RawSQL(f"{column} @@ to_tsquery('simple', %s)", [query], output_field=BooleanField())  # noqa: S611 -- parameter


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition in SQL with its parameters. Columns go without their table: their names stand in no other one."""

    sql: str
    parameters: tuple[str, ...]

    def as_boolean(self) -> RawSQL:
        """Return the condition for a filter."""
        return RawSQL(self.sql, self.parameters, output_field=BooleanField())  # noqa: S611 -- parameters

    def as_number(self) -> RawSQL:
        """Return 1 where the condition holds, else 0."""
        return RawSQL(f"({self.sql})::int", self.parameters, output_field=IntegerField())  # noqa: S611 -- parameters


def joined(conditions: Iterable[Condition], word: str) -> Condition:
    """Return conditions joined by AND or OR."""
    there = list(conditions)
    sql = f" {word} ".join(condition.sql for condition in there)
    return Condition(f"({sql})", tuple(parameter for condition in there for parameter in condition.parameters))


def stands(phrase: Phrase, column: str) -> Condition:
    """Return whether the words of a phrase stand in a row in a column of words divided by single spaces."""
    # A title is short and lies in the row itself: comparing it costs a tenth of asking the vector, which is unpacked for each question.
    words = " ".join(phrase.words)
    return Condition(f"' ' || {column} || ' ' LIKE %s", (f"% {words}{'' if phrase.prefix else ' '}%",))


def in_title(expression: Expression, column: str) -> Condition:
    """Return whether the title fulfils an expression: words hold neither per cent signs nor underscores."""
    groups = [
        joined([joined([stands(phrase, column) for phrase in alternative], "AND") for alternative in group], "OR")
        for group in expression.groups
    ]
    return joined(groups, "AND" if expression.every else "OR")


def matches(column: str, expression: Expression) -> Condition:
    """Return whether a vector fulfils an expression."""
    return Condition(f"{column} @@ to_tsquery('simple', %s)", (query(expression),))


def number_of(conditions: list[Condition]) -> RawSQL:
    """Return how many of the conditions hold."""
    sql = " + ".join(f"({condition.sql})::int" for condition in conditions)
    parameters = [parameter for condition in conditions for parameter in condition.parameters]
    return RawSQL(sql, parameters, output_field=IntegerField())  # noqa: S611 -- the words go as parameters
