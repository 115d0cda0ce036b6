"""How many rows each option of a filter would leave."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

Rows = QuerySet[Any]


@dataclass(frozen=True)
class CountBy:
    """A filter's ``counts`` by the values at some paths; ``gather`` turns the numbers of the values into those of the options.

    Called with rows, it groups them, one statement a path. A bounded listing reads the paths of all its filters together.
    """

    paths: tuple[str, ...]
    gather: Callable[[Counter[Any]], Mapping[str, int]]

    def __call__(self, rows: Rows) -> Mapping[str, int]:
        """Return how many of the rows each option would leave."""
        found: Counter[Any] = Counter()
        for path in self.paths:
            grouped = rows.order_by().values_list(path).annotate(number=Count("pk", distinct=True))
            found.update(dict(grouped))
        return self.gathered(found)

    def gathered(self, found: "Counter[Any]") -> Mapping[str, int]:
        """Return the numbers of the options; what has no value counts for none."""
        return self.gather(Counter({value: number for value, number in found.items() if value is not None}))


def _by_name(found: "Counter[Any]") -> Mapping[str, int]:
    return {str(value): number for value, number in found.items()}


def count_by(*paths: str, gather: "Callable[[Counter[Any]], Mapping[str, int]]" = _by_name) -> CountBy:
    """Return a ``counts`` by the values at ``paths``; with several, a row counts once at each path that has a value."""
    return CountBy(paths, gather)
