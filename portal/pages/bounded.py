"""Lists that cost the same however long they are: nothing is counted to its end, and rows are read once their keys are known.

The first keys of a list, up to a bound, say how long it is and which rows stand on a page; the values that these rows have, what
each filter would leave. A list that holds more says so and shows no numbers, and values are not read. A page further down reads its
own keys alone, from where a page before it ended if that is known: whoever goes on from page to page passes over nothing twice.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, Final, NamedTuple, TypeVar

from django.db.models import Count, QuerySet, Value
from django.http import HttpRequest

from portal.kernel import pagination
from portal.kernel.pagination import PageWindow
from portal.page_cache import collecting, later, parts
from portal.pages import standing
from portal.pages.facet_counts import CountBy
from portal.pages.standing import Place

Rows = QuerySet[Any]
T = TypeVar("T")
FURTHEST: Final = 1_000_000
"""Number of a page beyond which nothing is looked for: no list is as long, and databases count no further than 63 bits."""
DIGITS: Final = 8
LOOKED_BACK: Final = 40
"""Pages before one that is asked for, of which it is looked whether it is known where they end."""


class _Further(NamedTuple):
    """The keys of a page, and that of the first row after it where there is one; ``after`` is where that row stands."""

    keys: list[Any]
    after: Place | None


def _leads_to_many(rows: Rows, path: str) -> bool:
    """Whether a row may have several values at a path."""
    model: Any = rows.model
    for name in path.split("__"):
        if name in rows.query.annotations:
            return False
        field = model._meta.get_field(name)  # noqa: SLF001 -- Django's public name
        if field.many_to_many or field.one_to_many:
            return True
        model = field.related_model
    return False


class Bounded:
    """The beginning of a list, with the values that ``counts`` ask for."""

    def __init__(
        self, rows: Rows, *, most: int, counts: Iterable[Any], key: Hashable = None, further_key: Hashable = None
    ) -> None:
        """Begin a list; with a ``key`` its beginning is kept between requests, for it is the same for everybody (``page_cache.parts``).

        With a ``further_key`` so are its pages further down, and its length where somebody asked for a page past its end.
        """
        self.rows, self.most, self.key, self.further_key = rows, most, key, further_key
        paths = dict.fromkeys(path for count in counts if isinstance(count, CountBy) for path in count.paths)
        self.columns = [path for path in paths if not _leads_to_many(rows, path)]

    @cached_property
    def keys(self) -> list[Any]:
        """The keys of the first rows, one more than the bound at most.

        Nothing is joined to them for the sake of values: a database might begin with what is joined, and sort the whole list.
        """

        def read() -> list[Any]:
            return list(self.rows.values_list("pk", flat=True)[: self.most + 1])

        return read() if self.key is None else parts.kept(self.key, read, inherits=True)

    @property
    def is_more(self) -> bool:
        """Whether the list is longer than what is counted."""
        return len(self.keys) > self.most

    @cached_property
    def _values(self) -> list[tuple[Any, ...]]:
        # Conditions of the list need not be asked again, unless it reckons a value itself.
        is_reckoned = any(column in self.rows.query.annotations for column in self.columns)
        every = self.rows if is_reckoned else self.rows.model._default_manager  # noqa: SLF001 -- Django's public name
        rows = every.filter(pk__in=self.keys).order_by()
        return list(rows.values_list(*self.columns)) if self.keys else []

    def values(self, path: str) -> "Counter[Any]":
        """Return how often each value stands at a path that leads to one value."""
        place = self.columns.index(path)
        return Counter(row[place] for row in self._values)

    def page(self, number: str | None, *, size: int, shown: Rows) -> PageWindow[Any]:
        """Return the page with a number; ``shown`` are the rows with all that is shown of them."""
        if not self.is_more:
            page = pagination.paginate(self.keys, number=number, size=size)
            return self._with_rows(page, shown)
        wanted = self._asked(number)
        keys = self._keys_of(wanted, size)
        if not keys:
            # Nobody follows a link to here. The last page, as of any list, and then the only count to the end.
            there = self._kept("number", lambda: self.rows.order_by().count())
            wanted = -(-there // size)
            # From the other end, where it begins.
            keys = list(self.rows.reverse().values_list("pk", flat=True)[: there - (wanted - 1) * size])[::-1]
        page = pagination.bounded(keys[:size], number=wanted, size=size, known=self.most, is_last=len(keys) <= size)
        return self._with_rows(page, shown)

    @staticmethod
    def _asked(number: str | None) -> int:
        if number is None or not (number.isascii() and number.isdigit()):
            return 1
        return max(1, min(int(number[:DIGITS]), FURTHEST))

    def _keys_of(self, number: int, size: int) -> list[Any]:
        """Return the keys of a page, and that of the first row after it where there is one."""
        start = (number - 1) * size
        if start + size < len(self.keys):
            return self.keys[start : start + size + 1]
        return self._kept((number, size), lambda: self._further(number, size)).keys

    def _kept(self, what: Hashable, read: Callable[[], T]) -> T:
        return read() if self.further_key is None else parts.kept((self.further_key, what), read, inherits=True)

    def _further(self, number: int, size: int) -> _Further:
        """Read a page that is not among the first keys, from the nearest page before it of which it is known where it ends."""
        for before in range(number - 1, max(number - LOOKED_BACK, 0), -1):
            key = (self.further_key, (before, size))
            if self.further_key is None or not parts.has(key):
                continue
            after = parts.kept(key, lambda: _Further([], None)).after
            rows = standing.at_or_after(self.rows, after) if after else None
            found = self._read(rows, (number - before - 1) * size, size) if rows is not None else None
            if found and len(found.keys) > size:
                return found
            break
        return self._read(self.rows, (number - 1) * size, size)

    @staticmethod
    def _read(rows: Rows, start: int, size: int) -> _Further:
        keys, places = standing.read(rows, start, start + size + 1)
        return _Further(keys, places[size] if len(places) > size else None)

    @staticmethod
    def _with_rows(page: PageWindow[Any], shown: Rows) -> PageWindow[Any]:
        def read(keys: Sequence[Any]) -> dict[Any, Any]:
            found = {row.pk: row for row in shown.filter(pk__in=keys)}
            return {key: found[key] for key in keys if key in found}

        if parts.are_in_use():
            return replace(page, items=later.Rows(page.items, read))
        return replace(page, items=list(read(page.items).values()) if page.items else [])


def further_key(request: HttpRequest, order: str, chosen: Mapping[str, Sequence[str]]) -> Hashable:
    """Return by what the pages further down a list are known, that has these filters; None where they are not everybody's.

    A room may read more into a value of an address than a filter does, but not into those that are offered: only these may be there.
    """
    is_read = all(request.GET.getlist(name) == picked for name, picked in chosen.items())
    if not is_read or not collecting.is_for_all():
        return None
    return (request.get_host(), request.path, order, *((name, *picked) for name, picked in chosen.items()))


def counts(asked: Mapping[str, tuple[Any, Bounded]]) -> dict[str, Mapping[str, int] | None]:
    """Return what each filter would leave, by its name, of its ``counts`` and the list under the other filters; None in a long list.

    All values that a row may have several of are counted in one statement.
    """
    short = {name: pair for name, pair in asked.items() if pair[0] is not None and not pair[1].is_more}
    many: dict[str, Counter[Any]] = {name: Counter() for name in short}
    arms = [
        _grouped(name, found, path)
        for name, (count, found) in short.items()
        if isinstance(count, CountBy)
        for path in count.paths
        if path not in found.columns
    ]
    if arms:
        for name, value, number in arms[0].union(*arms[1:], all=True) if len(arms) > 1 else arms[0]:
            many[name][value] += number
    found_counts: dict[str, Mapping[str, int] | None] = dict.fromkeys(asked)
    for name, (count, found) in short.items():
        if not isinstance(count, CountBy):
            found_counts[name] = count(found.rows.order_by().filter(pk__in=found.keys))
            continue
        for path in count.paths:
            if path in found.columns:
                many[name] += found.values(path)
        found_counts[name] = count.gathered(many[name])
    return found_counts


def _grouped(name: str, found: Bounded, path: str) -> Rows:
    rows = found.rows.model._default_manager.filter(pk__in=found.keys).order_by()  # noqa: SLF001 -- Django's public name
    grouped: Rows = rows.values_list(Value(name), path).annotate(number=Count("pk"))
    return grouped
