"""What is read only where somebody looks at it: rows whose cards are kept, and the context of a page whose body is kept, need not be."""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Generic, TypeVar, overload

from django.http import HttpRequest

from portal.page_cache import collecting, parts

R = TypeVar("R")


class Rows(Sequence[R], Generic[R]):
    """A list of rows in the order of their keys; ``reader`` returns rows by key, without those that are gone.

    Looked at as a list it reads all of them at once.
    """

    def __init__(self, keys: Iterable[Any], reader: Callable[[list[Any]], Mapping[Any, R]]) -> None:
        self.keys = list(keys)
        self._reader = reader
        self._rows: dict[Any, R] = {}
        self._asked: set[Any] = set()

    def read(self, keys: Iterable[Any]) -> dict[Any, R]:
        """Return the rows with these keys, read together where they were not read yet."""
        wanted = list(keys)
        missing = [key for key in wanted if key not in self._asked]
        if missing:
            self._rows.update(self._reader(missing))
            self._asked.update(missing)
        return {key: self._rows[key] for key in wanted if key in self._rows}

    def _all(self) -> list[R]:
        return list(self.read(self.keys).values())

    @overload
    def __getitem__(self, place: int) -> R: ...
    @overload
    def __getitem__(self, place: slice) -> list[R]: ...
    def __getitem__(self, place: int | slice) -> R | list[R]:
        return self._all()[place]

    def __iter__(self) -> Iterator[R]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self.keys)


def known(rows: Iterable[Any]) -> Rows[Any]:
    """Return rows that were read already."""
    found = {row.pk: row for row in rows}
    return Rows(found, lambda keys: {key: found[key] for key in keys})


logger = logging.getLogger(__name__)
_names: dict[type, frozenset[str]] = {}


def context(record: object, request: HttpRequest, make: Callable[[], Mapping[str, Any]]) -> dict[str, Any]:
    """Return what ``make`` returns for a template; while parts are in use each value as a function, which templates call where they show it.

    Every record of a kind makes the same names; they are known from the first of a process, which is made at once.
    """
    kind = type(record)
    names = _names.get(kind)
    if names is None or not parts.are_in_use() or not collecting.is_for_all() or getattr(request, "is_preview", False):
        found = dict(make())
        _names[kind] = frozenset(found)
        return found
    made: dict[str, Any] = {}

    def value(name: str) -> Any:
        if not made:
            made.update(make())
            if made.keys() != names:
                # A mistake of ours: this page may lack something, the next one of its kind will not.
                logger.error("%s makes other names than before: %s", kind.__name__, sorted(made.keys() ^ names))
                _names[kind] = names | made.keys()
        return made.get(name, "")

    return {name: partial(value, name) for name in names}
