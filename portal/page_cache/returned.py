"""Rows that a statement returned, read before its transaction ends: SQLite commits nothing while somebody still reads."""

from collections.abc import Iterator
from itertools import islice
from typing import Any


class Returned:
    """Stands in for a database cursor whose rows were read already; the next statement on it is the cursor's own again."""

    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor
        self._rows: Iterator[Any] | None = iter(cursor.fetchall())

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._cursor) if self._rows is None else self._rows

    def execute(self, *given: Any) -> Any:
        """Send another statement."""
        self._rows = None
        return self._cursor.execute(*given)

    def executemany(self, *given: Any) -> Any:
        """Send another statement, many times."""
        self._rows = None
        return self._cursor.executemany(*given)

    def fetchone(self) -> Any:
        """Return the next row, None after the last."""
        return self._cursor.fetchone() if self._rows is None else next(self._rows, None)

    def fetchmany(self, size: int = 1) -> list[Any]:
        """Return so many rows, fewer at the end."""
        if self._rows is None:
            found: list[Any] = self._cursor.fetchmany(size)
            return found
        return list(islice(self._rows, size))

    def fetchall(self) -> list[Any]:
        """Return all rows that are left."""
        if self._rows is None:
            found: list[Any] = self._cursor.fetchall()
            return found
        return list(self._rows)
