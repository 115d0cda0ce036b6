"""Lists of the admin that cost the same however long they are: neither the explorer nor a list of records counts to its end, nor do filters."""

from typing import Any, Final

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.views.pages.listing import PageFilterSet
from wagtail.models import Page, PageLogEntry

MOST_COUNTED: Final = 1_000


class BoundedPaginator(WagtailPaginator):  # type: ignore[misc]  # Wagtail ships no types
    """Wagtail's pages of a list; a list of more than ``MOST_COUNTED`` rows knows only that there are more.

    A page further down finds out by itself whether it exists and whether another one follows.
    """

    is_more = False
    _count: int | None = None
    _looked_at = 0
    _keys: "list[Any] | None" = None

    @property
    def count(self) -> int:
        """As many rows as are known."""
        counted: int | None = self._count
        if counted is not None:
            return counted
        rows = self.object_list
        if isinstance(rows, QuerySet):
            known = int(rows.order_by().values_list("pk")[: MOST_COUNTED + 1].count())
            self.is_more = known > MOST_COUNTED
        else:
            known = len(rows)
        known = min(known, MOST_COUNTED) if self.is_more else known
        self._count = known
        return known

    @property
    def num_pages(self) -> int:
        """As many pages as are known."""
        if self.count == 0 and not self.allow_empty_first_page:
            return 0
        size: int = self.per_page
        return -(-max(1, self.count - int(self.orphans)) // size)

    def validate_number(self, number: Any) -> int:
        """Return the number, after a look whether rows stand there where nobody has counted."""
        if self.count and self.is_more:
            try:
                wanted = int(number)
            except (TypeError, ValueError):
                wanted = 1
            self._look_at(wanted)
        found: int = super().validate_number(number)
        return found

    def page(self, number: Any) -> Any:
        """Return a page; of a long list by the keys of its rows.

        Nothing is worked out for rows that are passed over, and no database begins with what is joined and sorts the whole list.
        """
        valid = self.validate_number(number)
        if self.is_more:
            self._look_at(valid, is_way_on=False)
        start = (valid - 1) * self.per_page
        rows = self.object_list
        # Rows of several tables together, such as those of the history of the whole site, have no key of their own.
        if not isinstance(rows, QuerySet) or rows.query.combinator or not (self.is_more or start >= MOST_COUNTED):
            return super().page(valid)
        if self._looked_at != valid or self._keys is None:
            self._keys = list(self.object_list.values_list("pk", flat=True)[start : start + self.per_page])
        keys = self._keys[: self.per_page]
        return self._get_page(self.object_list.filter(pk__in=keys), valid, self)

    def _look_at(self, number: int, *, is_way_on: bool = True) -> None:
        start = (number - 1) * self.per_page
        if number < 1 or number == self._looked_at or start + self.per_page < self.count:
            return
        if is_way_on and self._looked_at and number == self._looked_at + 1:
            return  # The page before knows already that it is there.
        self._looked_at = number
        found = self.object_list if self.object_list.query.combinator else self.object_list.values_list("pk", flat=True)
        self._keys = list(found[start : start + self.per_page + 1])
        there = len(self._keys)
        # Past the end nobody follows a link; there alone the whole is counted.
        self._count = start + there if there else self.object_list.order_by().count()
        self.is_more = there > self.per_page

    @property
    def more(self) -> str:
        """The sign after a number that is the least there is."""
        return "+" if self.is_more else ""

    @property
    def items_count_label(self) -> str:
        """How many rows there are, in words."""
        number, space, words = str(super().items_count_label).partition(" ")
        return f"{number}{self.more}{space}{words}"


def _owners(_request: HttpRequest | None) -> "QuerySet[Any]":
    return get_user_model().objects.filter(Exists(Page.objects.filter(owner=OuterRef("pk"))))


def _editors(_request: HttpRequest | None) -> "QuerySet[Any]":
    edits = PageLogEntry.objects.filter(action="wagtail.edit", user=OuterRef("pk"))
    return get_user_model().objects.filter(Exists(edits))


def register() -> None:
    """Give every list of the admin such pages, and look for the people of the explorer's filters one by one.

    Wagtail reads the owner of every page, and the author of every edit, to know who is among them.
    """
    BaseListingView.paginator_class = BoundedPaginator
    PageFilterSet.base_filters["owner"].queryset = _owners
    PageFilterSet.base_filters["edited_by"].queryset = _editors
