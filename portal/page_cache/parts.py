"""Parts of pages that stay while nothing they were built from changes: menus, panels, cards, the body of a page.

What passes by the finished pages, signed-in visitors, first visits to one of many pages and the redrawing of each full minute, is put
together from them. A part knows what it was built from as a page does, and tells the page that it stands in.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Final, TypeVar

from django.conf import settings
from django.db import DatabaseError, InterfaceError

from portal.kernel import clock, once
from portal.page_cache import changes, collecting
from portal.page_cache.entries import Store, is_current
from portal.page_cache.known import Known

T = TypeVar("T")

SHARE: Final = 1 / 2
"""Of the memory for finished pages, so much besides for parts."""
_OVERHEAD: Final = 600
_ITEM: Final = 400
"""Bytes that each item of a value is taken for which is no text."""


@dataclass(eq=False)
class Part:
    """A finished part, with what it depends on."""

    value: Any
    tags: frozenset[str]
    asked: clock.Reading
    until: datetime | None
    parameters: frozenset[str]
    expires: float
    is_fresh: bool = True
    changed_at: float = 0.0
    used: int = 0

    @property
    def size(self) -> int:
        """Bytes that it may take; letters of Vietnamese take two."""
        value = self.value
        if isinstance(value, str):
            taken = 2 * len(value)
        else:
            taken = _ITEM * len(value) if isinstance(value, (tuple, list, dict)) else _ITEM
        return _OVERHEAD + taken + 100 * len(self.tags)


class _Parts:
    """The parts of this process."""

    def __init__(self, most_bytes: int) -> None:
        self.store: Store[Hashable, Part] = Store(most_bytes)
        self.known = Known(lambda names, _withdraws: self.store.drop(names, withdraws=True))


@dataclass
class _Request:
    """What one request found: it shows one state of a part, however often it asks."""

    arrived: int
    found: dict[Hashable, Part | None]


_request: ContextVar[_Request | None] = ContextVar("page_parts", default=None)


@cache
def _of_process() -> _Parts:
    return _Parts(int(settings.PAGE_CACHE_MEGABYTES * 1024 * 1024 * SHARE))


def forget() -> None:
    """Forget every part of this process; for tests and benches."""
    _of_process.cache_clear()


@contextmanager
def using() -> Iterator[None]:
    """Let what is drawn inside be put together from parts; only for requests that change nothing and are shown what is public.

    Changes are heard of before anything is read, so that nothing old is kept as new.
    """
    request = None
    if changes.is_on():
        with suppress(DatabaseError, InterfaceError), collecting.declared():
            request = _Request(_of_process().known.catch_up(), {})
    with _set(request), collecting.gathering() if request and collecting.current() is None else nullcontext():
        yield


@contextmanager
def _set(request: _Request | None) -> Iterator[None]:
    token = _request.set(request)
    try:
        yield
    finally:
        _request.reset(token)


def _find(request: _Request, key: Hashable) -> Part | None:
    if key not in request.found:
        part = _of_process().store.get(key)
        with clock.noting(clock.Reading()):
            request.found[key] = part if part is not None and is_current(part) else None
    return request.found[key]


def _in_use() -> _Request | None:
    request = _request.get()
    # What this thread wrote and has not committed may still come to nothing.
    return None if request is None or changes.are_waiting() else request


def are_in_use() -> bool:
    """Return whether what is drawn now may be put together from parts."""
    return _in_use() is not None


def has(key: Hashable) -> bool:
    """Return whether there is such a part; it stays to the end of the request, so that what it is made from need not be read."""
    request = _in_use()
    return request is not None and _find(request, key) is not None


def read(key: Hashable, reader: Callable[[], T]) -> T:
    """Return rows of a small table that many pages show, kept while nothing in it changes; see ``kept``.

    Where parts are not in use they are read once for a request (``portal.kernel.once``).
    """
    return kept(key, reader) if _in_use() else once.read(key, reader)


def kept(
    key: Hashable,
    make: Callable[[], T],
    *,
    names: frozenset[str] = frozenset(),
    inherits: bool = False,
    may_stay: Callable[[], bool] | None = None,
) -> T:
    """Return the part with a key, made by ``make`` where there is none.

    The key names everything by which the part differs from others: language, address, level of headings. ``make`` reads all that it needs,
    or ``names`` are the tags of what was read before, or the part ``inherits`` everything that the page read so far. ``may_stay`` is asked
    afterwards whether the part is the same for everybody. What is returned is shared by all threads and changed by none. Outside of
    ``using`` it is made each time.
    """
    request = _in_use()
    if request is None:
        return make()
    part = _find(request, key)
    if part is None:
        outer = collecting.current()
        with clock.noting(clock.Reading()):
            began = clock.now()
        with collecting.gathering() as collection:
            collection.is_allowed = outer is not None and outer.is_allowed
            if inherits and outer is not None:
                collection.add(names=frozenset(outer.tags), asked=outer.asked, until=outer.until)
            collection.tags |= names
            value = make()
        part = _part(value, collection, began)
        if may_stay is None or may_stay():
            _keep(request, key, part)
    _tell(part)
    found: T = part.value
    return found


def _part(value: Any, collection: collecting.Collection, began: datetime) -> Part:
    return Part(
        value=value,
        tags=frozenset(collection.tags),
        asked=collection.asked,
        until=collection.until,
        parameters=frozenset(collection.parameters),
        expires=began.timestamp() + collection.seconds(began),
    )


def _keep(request: _Request, key: Hashable, part: Part) -> None:
    own = _of_process()
    own.store.put(key, part, is_old=lambda: own.known.has_changed(part.tags, since=request.arrived))
    request.found[key] = part


def _tell(part: Part) -> None:
    """Tell the page that is drawn what the part depends on."""
    outer = collecting.current()
    if outer is not None:
        outer.add(names=part.tags, asked=part.asked, until=part.until, parameters=part.parameters)
