"""When a calendar loses half of its entries at once without a reason that people gave, a person looks before it is served."""

import re
from datetime import datetime
from typing import Final

from events.calendars import contents
from events.models import CalendarIdentity, EventPage

IDENTIFIER: Final = re.compile(rb"^UID:([^\r\n]+)\r\n", re.MULTILINE)


def identifiers(body: bytes) -> frozenset[str]:
    """Return the UIDs of a file; ours are too short to be folded."""
    return frozenset(found.decode() for found in IDENTIFIER.findall(body))


def is_suspicious(*, before: bytes, since: datetime, after: bytes, now: datetime) -> bool:
    """Return whether fewer than half of the entries are left that should be there.

    An entry may go when people removed it, changed it after ``since`` (so that it no longer fits the selection),
    cancelled it long ago, or when its time left the window. What nobody did is a fault until a person says otherwise:
    an import gone wrong, a private list above the events, a lost term. Costs no query unless half is gone.
    """
    old, new = identifiers(before), identifiers(after)
    if len(new) * 2 >= len(old):
        return False
    return len(new) * 2 < len(old) - _explained(old - new, since, now)


def _explained(gone: frozenset[str], since: datetime, now: datetime) -> int:
    start, end = contents.window(now)
    rows = [row for row in CalendarIdentity.objects.all() if str(row.uid) in gone]
    keys = {row.event_key for row in rows}
    times = EventPage.objects.live().values_list("translation_key", "starts_at", "ends_at")
    outside = {key for key, starts, ends in times if key in keys and (ends <= start or starts >= end)}
    return sum(
        row.removed_at is not None
        or row.content_changed_at >= since.replace(microsecond=0)
        or (row.cancelled_at is not None and row.cancelled_at <= start)
        or row.event_key in outside
        for row in rows
    )
