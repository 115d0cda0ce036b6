"""What tables show: columns that say something."""

from collections.abc import Sequence
from typing import Any, TypeVar

Column = TypeVar("Column")


def without_empty(columns: Sequence[Column], rows: Sequence[Sequence[Any]]) -> tuple[list[Column], list[list[Any]]]:
    """Return columns and rows of a table without the columns that are empty in every row."""
    kept = [place for place in range(len(columns)) if any(row[place] not in (None, "") for row in rows)]
    return [columns[place] for place in kept], [[row[place] for place in kept] for row in rows]
