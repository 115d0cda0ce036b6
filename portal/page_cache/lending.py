"""Database connections that belong to the work and not to the thread that happens to do it.

A server has many threads, so that finished pages never wait, and few of them draw at a time. Django keeps a connection for each thread that
ever drew: 3 MB each on SQLite, which holds the schema and pages of its own for every connection, and a place of the server each on PostgreSQL.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from portal.page_cache import collecting


class Lender:
    """Lends connections to threads. There are as many as were ever needed at once; each is in one thread at a time."""

    def __init__(self) -> None:
        # Taking from its end and putting back there are one step each to other threads.
        self._free: list[BaseDatabaseWrapper] = []

    def __len__(self) -> int:
        """Return how many connections wait for work."""
        return len(self._free)

    @contextmanager
    def lent(self) -> Iterator[None]:
        """Let this thread work with a lent connection; afterwards it has its own again, if it had one."""
        own = _of_this_thread()
        if own is not None:
            # What a thread opened beside the lending, such as for an answer sent in parts, ends as old ones do.
            own.close_if_unusable_or_obsolete()
        lent = self._take()
        connections[DEFAULT_DB_ALIAS] = lent
        try:
            with collecting.noting_here():
                yield
        finally:
            if own is None:
                del connections[DEFAULT_DB_ALIAS]
            else:
                connections[DEFAULT_DB_ALIAS] = own
            if lent.errors_occurred:
                # Such as one that the server closed meanwhile: whoever has it next would fail as well.
                lent.close_if_unusable_or_obsolete()
            if lent.in_atomic_block:
                # Whoever had it did not come out of a transaction; nobody else may go on with that.
                lent.connection = None
            else:
                self._free.append(lent)

    def _take(self) -> BaseDatabaseWrapper:
        try:
            return self._free.pop()
        except IndexError:
            made = connections.create_connection(DEFAULT_DB_ALIAS)
            made.inc_thread_sharing()
            return made


def _of_this_thread() -> BaseDatabaseWrapper | None:
    return next((one for one in connections.all(initialized_only=True) if one.alias == DEFAULT_DB_ALIAS), None)
