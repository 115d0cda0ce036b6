"""Rows of a page that code makes, where Wagtail numbers only those that a form made."""

from collections.abc import Iterable
from typing import TypeVar

from wagtail.models import Orderable

Row = TypeVar("Row", bound=Orderable)


def in_order(rows: Iterable[Row]) -> list[Row]:
    """Return the rows numbered in the order given; unnumbered ones come back in whatever order a database likes."""
    numbered = list(rows)
    for place, row in enumerate(numbered):
        row.sort_order = place
    return numbered
