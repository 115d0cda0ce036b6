"""Which events: coming, past, within a time."""

from datetime import datetime
from typing import Any

from django.db.models import Func, Subquery
from wagtail.models import PageManager
from wagtail.query import PageQuerySet

from portal.kernel import text


class _Least(Func):
    """The least value of a column over the whole SELECT; the sign keeps SQLite from walking the column's own index for it."""

    function = "MIN"

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Return it with a plus before the column."""
        return super().as_sql(compiler, connection, template="MIN(+%(expressions)s)", **context)


class EventPageQuerySet(PageQuerySet):  # type: ignore[misc]  # Wagtail ships no types
    """Filters of event pages by time."""

    def upcoming(self, now: datetime) -> Any:
        """Return events that are not over at ``now``, running ones included."""
        return self._not_over(ends_at__gt=now)

    def past(self, now: datetime) -> Any:
        """Return events that are over at ``now``."""
        # No event ends before it starts: what begins later need not be looked at.
        return self.filter(ends_at__lte=now, starts_at__lt=now)

    def overlapping(self, start: datetime, end: datetime) -> Any:
        """Return events that touch the half-open time from ``start`` to ``end``."""
        return self._not_over(ends_at__gte=start).filter(starts_at__lt=end)

    def _not_over(self, **ends: datetime) -> Any:
        """Return the events that end as asked, with the earliest beginning among them, where a list in order of beginnings can start.

        Without it a database reads everything that is over first, or sorts everything that is to come.
        """
        # Of the table that all kinds share: one beginning too early is passed over.
        every = self.model._meta.get_field("ends_at").model._base_manager.filter(**ends).order_by()  # noqa: SLF001 -- Django's public names
        earliest = every.annotate(earliest=_Least("starts_at")).values("earliest")
        return self.filter(starts_at__gte=Subquery(earliest), **ends)

    def matching(self, query: str) -> Any:
        """Return events that hold every word of ``query`` in title, lead or place, whatever its marks."""
        rows = self
        for word in text.words(text.fold(query)):
            rows = rows.filter(folded__contains=word)
        return rows


EventPageManager = PageManager.from_queryset(EventPageQuerySet)
