"""Pages of a list: a window of numbers, and a first page for any number that makes no sense."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.paginator import Page, Paginator

Item = TypeVar("Item")
WINDOW = 2


@dataclass(frozen=True)
class PageWindow(Generic[Item]):
    """One page of items with what a pager shows; ``numbers`` holds None where pages are left out."""

    items: Sequence[Item]
    number: int
    page_count: int
    total: int
    first_index: int
    last_index: int
    numbers: tuple[int | None, ...]

    @property
    def previous_number(self) -> int | None:
        """Number of the page before, if there is one."""
        return self.number - 1 if self.number > 1 else None

    @property
    def next_number(self) -> int | None:
        """Number of the page after, if there is one."""
        return self.number + 1 if self.number < self.page_count else None


def _window(number: int, count: int) -> tuple[int | None, ...]:
    wanted = sorted({1, count, *range(max(1, number - WINDOW), min(count, number + WINDOW) + 1)})
    shown: list[int | None] = []
    for page in wanted:
        if shown and shown[-1] is not None and page - shown[-1] > 1:
            shown.append(None)
        shown.append(page)
    return tuple(shown)


def paginate(items: Any, *, number: str | None, size: int) -> PageWindow[Any]:
    """Return the page of ``items`` (queryset or sequence) that a query string asks for.

    Unreadable numbers give the first page, numbers past the end the last one.
    """
    page: Page[Any] = Paginator(items, size).get_page(number)
    count = page.paginator.num_pages
    return PageWindow(
        items=list(page.object_list),
        number=page.number,
        page_count=count,
        total=page.paginator.count,
        first_index=page.start_index(),
        last_index=page.end_index(),
        numbers=_window(page.number, count),
    )
