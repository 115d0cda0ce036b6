"""When a calendar loses half of its entries at once without a reason that people gave, a person looks before it is served."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from events.calendars import contents, icalendar
from events.domain import dated
from events.models import CalendarIdentity, EventPage
from portal.kernel.languages import Language

# As ``icalendar.entry_lines`` writes them; none is long enough to be folded.
MARKS: Final = re.compile(
    rb"^UID:([^\r\n]+)\r\nDTSTAMP:([0-9TZ]+)\r\nLAST-MODIFIED:[0-9TZ]+\r\nSEQUENCE:(\d+)\r\n", re.MULTILINE
)
Mark = tuple[str, int]


def marks(body: bytes) -> dict[str, Mark]:
    """Return the stamp and SEQUENCE of each entry of a file by its UID."""
    return {uid.decode(): (stamp.decode(), int(sequence)) for uid, stamp, sequence in MARKS.findall(body)}


def is_suspicious(*, before: bytes, after: bytes, now: datetime) -> bool:
    """Return whether fewer than half of the entries are left that should be there.

    An entry may go when people removed it, changed it since (so that it no longer fits the selection), cancelled it long
    ago, or when its time left the window. What nobody did is a fault until a person says otherwise: an import gone wrong,
    a list that vanished, a lost term. Costs no query unless more than half is gone.
    """
    old, new = marks(before), marks(after)
    if len(new) * 2 >= len(old):
        return False
    gone = {uid: mark for uid, mark in old.items() if uid not in new}
    return len(new) * 2 < len(old) - _explained(gone, now)


def _explained(gone: Mapping[str, Mark], now: datetime) -> int:
    start, end = contents.window(now)
    rows = [row for row in CalendarIdentity.objects.all() if str(row.uid) in gone]
    keys = {row.event_key for row in rows}
    times = EventPage.objects.live().values_list("translation_key", "starts_at", "ends_at")
    outside = {key for key, starts, ends in times if key in keys and (ends <= start or starts >= end)}
    outside |= {
        item.key
        for item in dated.collect(language=Language.VIETNAMESE)
        if contents.instant(item.ends) <= start or contents.instant(item.starts) >= end
    }
    return sum(
        row.removed_at is not None
        or gone[str(row.uid)] != (icalendar.utc(row.content_changed_at), row.sequence)
        or (row.cancelled_at is not None and row.cancelled_at <= start)
        or row.event_key in outside
        or row.key in outside
        for row in rows
    )
