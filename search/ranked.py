"""One page of results, with what the search has asked already."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from search import engines
from search.engines.base import PAGE_SIZE, Best, Criteria, Rows


class Shown(NamedTuple):
    """What a page of results reads of a document."""

    pk: int
    kind: str
    language: str
    title: str
    url: str
    summary: str
    body: str
    sort_date: date | None
    filters: str
    picture_id: int | None


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

    def __getitem__(self, wanted: slice) -> Sequence[Any]:
        """Return the documents from the start of a page to its end, with at least the fields of ``Shown``."""
        return self._from(wanted.start).rows[: wanted.stop - wanted.start]

    def _from(self, start: int) -> Best:
        if start not in self._asked:
            self._asked[start] = engines.current().best(
                self._rows, self._criteria, start=start, stop=start + PAGE_SIZE, shape=Shown
            )
        return self._asked[start]
