"""Where a row stands in the order of a list, so that another request can go on from there without passing over those before it.

Rows without the first value stand before or behind all others, as the database has it, and are not among those ``at_or_after`` a place:
whoever gets fewer than there should be reads from the beginning. An order in which another value may be missing is not followed.
"""

from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.expressions import Combinable

Rows = QuerySet[Any]
Place = tuple[Any, ...]
"""The values by which a list is ordered, of one row; the last one is its key."""


def _order(rows: Rows) -> list[tuple[str, bool, Combinable]]:
    """Return name, whether the highest comes first, and value of each part of a list's order; nothing for an order that cannot be followed."""
    names = [name for name in rows.query.order_by if isinstance(name, str) and name != "?"]
    if len(names) < len(rows.query.order_by) or any(_may_be_missing(rows, name) for name in names[1:]):
        return []
    # An annotation keeps to the join by which the list is ordered already; a condition on a relation would make one of its own.
    return [(f"standing_{place}", name.startswith("-"), F(name.removeprefix("-"))) for place, name in enumerate(names)]


def _may_be_missing(rows: Rows, name: str) -> bool:
    found = rows.query.clone().resolve_ref(name.removeprefix("-"))
    return bool(getattr(getattr(found, "target", None), "null", True))


def read(rows: Rows, start: int, stop: int) -> tuple[list[Any], list[Place | None]]:
    """Return the keys of a stretch of a list and where each row stands; None where no one can go on from there."""
    order = _order(rows)
    found = rows.annotate(**{name: value for name, _falls, value in order})
    values = list(found.values_list("pk", *(name for name, _falls, _value in order))[start:stop])
    # Others may stand at the same place where the key does not decide in the end.
    return [key for key, *_place in values], [
        tuple(place) if place and place[-1] == key and None not in place else None for key, *place in values
    ]


def at_or_after(rows: Rows, place: Place) -> Rows | None:
    """Return the rows that stand at a place or after it, in the same order; None where the list's order cannot be followed."""
    order = _order(rows)
    if not order:
        return None
    condition = Q()
    for (name, falls, _value), value in zip(reversed(order), reversed(place), strict=True):
        beyond, same = Q(**{f"{name}__{'lt' if falls else 'gt'}": value}), Q(**{name: value})
        condition = beyond | (same & condition if condition else same)
    # Said once more of the first value alone: an index begins there.
    first, falls, _value = order[0]
    bound = Q(**{f"{first}__{'lte' if falls else 'gte'}": place[0]})
    following: Rows = rows.annotate(**{name: value for name, _falls, value in order}).filter(bound & condition)
    return following
