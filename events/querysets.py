"""Which events: coming, past, within a time."""

from datetime import datetime
from typing import Any

from wagtail.models import PageManager
from wagtail.query import PageQuerySet

from portal.kernel import text


class EventPageQuerySet(PageQuerySet):  # type: ignore[misc]  # Wagtail ships no types
    """Filters of event pages by time."""

    def upcoming(self, now: datetime) -> Any:
        """Return events that are not over at ``now``, running ones included."""
        return self.filter(ends_at__gt=now)

    def past(self, now: datetime) -> Any:
        """Return events that are over at ``now``."""
        return self.filter(ends_at__lte=now)

    def overlapping(self, start: datetime, end: datetime) -> Any:
        """Return events that touch the half-open time from ``start`` to ``end``."""
        return self.filter(starts_at__lt=end, ends_at__gte=start)

    def matching(self, query: str) -> Any:
        """Return events that hold every word of ``query`` in title, lead or place, whatever its marks."""
        rows = self
        for word in text.words(text.fold(query)):
            rows = rows.filter(folded__contains=word)
        return rows


EventPageManager = PageManager.from_queryset(EventPageQuerySet)
