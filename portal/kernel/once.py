"""What is read once for a request: the same small table asked for by many parts of one page.

Only requests that change nothing remember, and only until they end, so that nothing stays that is no longer true. Outside of them
every call reads anew.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

T = TypeVar("T")
_memory: ContextVar[dict[Hashable, Any] | None] = ContextVar("portal_once", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """Remember what is read until the block ends."""
    token = _memory.set({})
    try:
        yield
    finally:
        _memory.reset(token)


def forget() -> None:
    """Forget what was read; for whoever changes something although the request only reads."""
    memory = _memory.get()
    if memory is not None:
        memory.clear()


def read(key: Hashable, reader: Callable[[], T]) -> T:
    """Return what ``reader`` returns, or returned before in this request under the same key."""
    memory = _memory.get()
    if memory is None:
        return reader()
    if key not in memory:
        memory[key] = reader()
    found: T = memory[key]
    return found
