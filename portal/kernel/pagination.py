"""Pages of a list: a window of numbers, and a first page for any number that makes no sense."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.paginator import Page, Paginator

Item = TypeVar("Item")
WINDOW = 2


@dataclass(frozen=True)
class PageWindow(Generic[Item]):
    """One page of items with what a pager shows; ``numbers`` holds None where pages are left out.

    Where ``is_more`` is set, nobody counted to the end: there are more than ``total``, and pages after ``page_count``.
    """

    items: Sequence[Item]
    number: int
    page_count: int
    total: int
    first_index: int
    last_index: int
    numbers: tuple[int | None, ...]
    is_more: bool = False

    @property
    def previous_number(self) -> int | None:
        """Number of the page before, if there is one."""
        return self.number - 1 if self.number > 1 else None

    @property
    def next_number(self) -> int | None:
        """Number of the page after, if there is one."""
        return self.number + 1 if self.number < self.page_count else None


def _around(number: int, count: int) -> set[int]:
    return {1, *range(max(1, number - WINDOW), min(count, number + WINDOW) + 1)}


def _with_gaps(pages: set[int]) -> tuple[int | None, ...]:
    shown: list[int | None] = []
    for page in sorted(pages):
        if shown and shown[-1] is not None and page - shown[-1] > 1:
            shown.append(None)
        shown.append(page)
    return tuple(shown)


def _window(number: int, count: int) -> tuple[int | None, ...]:
    return _with_gaps({count, *_around(number, count)})


def bounded(items: Sequence[Item], *, number: int, size: int, known: int, is_last: bool) -> PageWindow[Item]:
    """Return a page of a list that was counted as far as ``known`` and holds more.

    ``is_last`` says that none follow after this page; then it is known how many there are.
    """
    last_index = (number - 1) * size + len(items)
    count = number if is_last else max(known // size, number + 1)
    return PageWindow(
        items=items,
        number=number,
        page_count=count,
        total=last_index if is_last else known,
        first_index=last_index - len(items) + 1,
        last_index=last_index,
        numbers=_window(number, count) if is_last else (*_with_gaps(_around(number, count)), None),
        is_more=not is_last,
    )


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
