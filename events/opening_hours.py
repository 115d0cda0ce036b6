"""The hours of each day of an event or course that lasts several days."""

from datetime import date, datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _

from events import occurrences
from events.enums import CalendarSubject, EventKind
from events.models import EventPage
from portal.kernel import clock, formats

MOST_LINES: Final = 7


def of(event: EventPage) -> tuple[str, ...]:
    """Return the hours day by day, or one line where they are the same on every day; nothing for a single day.

    They are the hours that the calendar tells. A fair is open longer than its sessions last, so that sessions say nothing
    of its hours; with more than a week of different days the programme alone lists them.
    """
    if event.first_day == event.last_day:
        return ()
    entries = [entry for entry in occurrences.of(event) if entry.subject != CalendarSubject.EVENT]
    if event.kind == EventKind.FAIR:
        entries = [entry for entry in entries if entry.subject == CalendarSubject.DAY]
    spans: dict[date, tuple[datetime, datetime]] = {}
    for entry in entries:
        if isinstance(entry.starts, datetime) and isinstance(entry.ends, datetime):
            day = clock.local(entry.starts).date()
            opens, closes = spans.get(day, (entry.starts, entry.ends))
            spans[day] = min(opens, entry.starts), max(closes, entry.ends)
    hours = {day: f"{formats.clock_time(opens)}–{formats.clock_time(closes)}" for day, (opens, closes) in spans.items()}
    if len(set(hours.values())) == 1 and _runs_through(event, set(hours)):
        return (_("Every day %(hours)s") % {"hours": next(iter(hours.values()))},)
    if len(hours) > MOST_LINES:
        return ()
    return tuple(f"{formats.sentence(formats.long_date(day))}: {hours[day]}" for day in sorted(hours))


def _runs_through(event: EventPage, days: set[date]) -> bool:
    count = (event.last_day - event.first_day).days + 1
    return days == {event.first_day + timedelta(days=number) for number in range(count)}
