"""Parts of statements in SQL with their parameters: a search is composed of them, since building it by querysets costs more than it takes to answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db import connection
from django.db.models import Field
from django.db.models.expressions import RawSQL

from search.engines.base import Rows

EVERYTHING: Final = "1 = 1"


@dataclass(frozen=True, slots=True)
class Sql:
    """A condition or a value. Columns go without their table: their names stand in no other one."""

    text: str
    parameters: tuple[Any, ...] = ()

    def of_type(self, kind: "Field[Any, Any]") -> RawSQL:
        """Return it for a queryset."""
        return RawSQL(self.text, self.parameters, output_field=kind)  # noqa: S611 -- values go as parameters

    def as_number(self) -> "Sql":
        """Return 1 where the condition holds, else 0."""
        return Sql(f"CASE WHEN {self.text} THEN 1 ELSE 0 END", self.parameters)

    def only_where(self, condition: "Sql") -> "Sql":
        """Return the value where a condition holds, else NULL."""
        return Sql(f"CASE WHEN {condition.text} THEN {self.text} END", (*condition.parameters, *self.parameters))


def joined(parts: Iterable[Sql], word: str) -> Sql:
    """Return parts joined by a word, such as AND, in brackets."""
    there = list(parts)
    text = f" {word} ".join(part.text for part in there)
    return Sql(f"({text})", tuple(parameter for part in there for parameter in part.parameters))


def number_of(conditions: Iterable[Sql]) -> Sql:
    """Return how many of the conditions hold."""
    return joined((condition.as_number() for condition in conditions), "+")


def among(rows: Rows) -> Sql | None:
    """Return the condition that a queryset puts on its table; None where nothing can fulfil it.

    Only this much of a queryset is compiled where it asks one table, as the filters of a search do.
    """
    query = rows.query
    if query.is_empty():
        return None
    is_plain = (
        len(query.alias_map) <= 1
        and query.group_by is None
        and not (query.extra or query.extra_tables or query.combinator or query.is_sliced or query.distinct)
    )
    try:
        if is_plain:
            text, parameters = query.where.as_sql(query.get_compiler(connection=connection), connection)
        else:
            # What is cut off depends on the order.
            whole = rows if query.is_sliced else rows.order_by()
            text, parameters = whole.values("pk").query.sql_with_params()
            text = f"id IN ({text})"
    except EmptyResultSet:
        return None
    except FullResultSet:
        return Sql(EVERYTHING)
    return Sql(f"({text})", tuple(parameters))
