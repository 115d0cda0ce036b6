"""Filters of a long list that walk an index in the order of the list and stop after the page.

A room keeps a table beside its list: one row for each value of a filter that an item has, with what the list is ordered by. The rows
of one value are then found in that order. Without it a database finds everything with the value and sorts it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import models, transaction
from django.db.models import Exists, OuterRef, QuerySet

Rows = QuerySet[Any]
Wanted = Mapping[tuple[int, str], tuple[Any, ...]]
LOOKED_AT: Final = 3_000
"""Rows up to which it is counted which of several values is the rarest; walking so many costs less than a page."""
RELATION: Final = "listed_values"


class ListedValue(models.Model):
    """One value of a filter that an item of a list has, such as "field:energy-saving".

    Subclasses add the item by a foreign key with the related name "listed_values", the columns that the list is ordered by, an index
    over both for each order, and that an item has a value once.
    """

    wagtail_reference_index_ignore = True

    value = models.CharField(max_length=80)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.value


def value_of(facet: str, value: str) -> str:
    """Return how the table writes a value of a filter."""
    return f"{facet}:{value}"


@transaction.atomic
def write(table: type[Any], item: str, columns: Sequence[str], keys: Collection[int], wanted: Wanted) -> None:
    """Let the items with these keys have the wanted values and no others; nothing is sent for what is there already.

    ``item`` names the foreign key, ``columns`` what the list is ordered by; ``wanted`` gives these by the item's key and the value.
    """
    rows = table.objects.filter(**{f"{item}__in": keys})
    known = {
        (key, value): (pk, tuple(order)) for pk, key, value, *order in rows.values_list("pk", item, "value", *columns)
    }
    gone = [known[pair][0] for pair in known.keys() - wanted.keys()]
    if gone:
        table.objects.filter(pk__in=gone).delete()

    def row(pair: tuple[int, str], **more: Any) -> Any:
        return table(
            **{f"{item}_id": pair[0], "value": pair[1]}, **dict(zip(columns, wanted[pair], strict=True)), **more
        )

    changed = [
        row(pair, pk=known[pair][0]) for pair in sorted(wanted.keys() & known.keys()) if known[pair][1] != wanted[pair]
    ]
    if changed:
        table.objects.bulk_update(changed, columns)
    new = [row(pair) for pair in sorted(wanted.keys() - known.keys())]
    if new:
        # Two who save one item at once write the same.
        table.objects.bulk_create(new, ignore_conflicts=True)


@dataclass(frozen=True)
class InOrder:
    """The table that a list keeps for its filters.

    ``facets`` are the filters whose values it holds; ``orders`` says by which of its columns each order of the list goes that has an index.
    """

    model: type[Any]
    item: str
    facets: frozenset[str]
    orders: Mapping[str, tuple[str, ...]]

    def narrowed(self, rows: Rows, chosen: Mapping[str, Sequence[str]], sort: str) -> Rows | None:
        """Return the rows with any of the chosen values of each filter of ``facets``, in order; None where the table is of no help.

        The rarest value of a filter that has one leads, and the others are looked up row by row. Several values of one filter would
        have to be merged: where there is nothing else, the table is of no help.
        """
        if sort not in self.orders:
            return None
        values = {
            name: [value_of(name, value) for value in found]
            for name, found in chosen.items()
            if name in self.facets and found
        }
        leading = self._rarest([(name, found[0]) for name, found in values.items() if len(found) == 1])
        if leading is None:
            return None
        rows = rows.filter(**{f"{RELATION}__value": values.pop(leading)[0]})
        for found in values.values():
            rows = rows.filter(Exists(self.model.objects.filter(**{self.item: OuterRef("pk")}, value__in=found)))
        return rows.order_by(*(_through(name) for name in self.orders[sort]))

    def _rarest(self, single: Sequence[tuple[str, str]]) -> str | None:
        if len(single) < 2:  # noqa: PLR2004 -- one needs no comparison
            return single[0][0] if single else None
        sizes = {
            name: self.model.objects.filter(value=value).order_by().values("value")[:LOOKED_AT].count()
            for name, value in single
        }
        return min(sizes, key=lambda name: sizes[name])


def _through(column: str) -> str:
    sign, name = ("-", column[1:]) if column.startswith("-") else ("", column)
    return f"{sign}{RELATION}__{name}"
