"""One page of results, with what the search has asked already."""

from typing import Final

from search import engines
from search.engines.base import PAGE_SIZE, Best, Criteria, Rows
from search.models import SearchDocument

SHOWN: Final = ("key", "kind", "language", "title", "url", "summary", "body", "sort_date", "picture_id")


class Ranked:
    """The results in the order of the search, for a pager: it asks how many there are, then for one page of them."""

    def __init__(self, rows: Rows, criteria: Criteria, *, known: Best | None, page: int) -> None:
        """Take the rows that the filters leave, ``known`` being their first page, and the number of the page that is asked for."""
        self._rows, self._criteria = rows, criteria
        self._start = max(page - 1, 0) * PAGE_SIZE
        self._asked: dict[int, Best] = {0: known} if known else {}

    def count(self) -> int:
        """Return how many there are."""
        for asked in self._asked.values():
            return asked.number
        first = self._from(self._start)
        return first.number if first.keys or not self._start else self._from(0).number

    def __getitem__(self, wanted: slice) -> list[SearchDocument]:
        """Return the documents from the start of a page to its end, as results show them."""
        keys = self._from(wanted.start).keys[: wanted.stop - wanted.start]
        return SearchDocument.objects.only(*SHOWN).in_order_of(keys)

    def _from(self, start: int) -> Best:
        if start not in self._asked:
            stop = start + PAGE_SIZE
            self._asked[start] = engines.current().best(self._rows, self._criteria, start=start, stop=stop)
        return self._asked[start]
