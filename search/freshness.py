"""Until when a document of a kind that has a time counts as fresh; stale ones come after those that fit as well."""

from datetime import date, timedelta
from typing import Final

from portal.kernel import clock
from portal.pages.findables import FindableKind

# Documents know an event's first day only; fairs and short courses last some days.
_DAYS: Final = {
    FindableKind.EVENT: 7,
    FindableKind.COURSE: 7,
    FindableKind.NEWS: 365,
}


def oldest_fresh_days() -> tuple[tuple[str, date], ...]:
    """Return, for each kind that has a time, the oldest date with which a document is still fresh today."""
    today = clock.today()
    return tuple((kind.value, today - timedelta(days=days)) for kind, days in _DAYS.items())
