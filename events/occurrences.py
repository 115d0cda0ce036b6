"""What of an event stands in calendars and in the month: the bar over all days, the days of a fair, the sessions."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from events.enums import CalendarSubject, EventKind
from portal.kernel import clock

if TYPE_CHECKING:
    from events.models import EventPage, EventSession


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One entry. ``starts`` and ``ends`` are instants, or dates of which the last is not included.

    ``key`` stays with the entry when the event moves; ``number`` counts the days of a fair from 1.
    """

    key: uuid.UUID
    subject: CalendarSubject
    starts: datetime | date
    ends: datetime | date
    session: "EventSession | None" = None
    number: int = 0

    @property
    def is_bar(self) -> bool:
        """Whether the entry covers whole days."""
        return not isinstance(self.starts, datetime)

    @property
    def days(self) -> tuple[date, ...]:
        """Every day that the entry touches, on Việt Nam's calendar."""
        if isinstance(self.starts, datetime) and isinstance(self.ends, datetime):
            first = clock.local(self.starts).date()
            last = clock.local(max(self.starts, self.ends - timedelta(microseconds=1))).date()
        else:
            first, last = self.starts, self.ends - timedelta(days=1)
        return tuple(first + timedelta(days=number) for number in range((last - first).days + 1))


def day_key(event_key: uuid.UUID, number: int) -> uuid.UUID:
    """Return the key of a fair's day; it follows from the event's and keeps its number when the fair moves."""
    return uuid.uuid5(event_key, f"day-{number}")


def closing_key(fair_key: uuid.UUID) -> uuid.UUID:
    """Return the key of the end of a fair's applications, which stands in exhibitors' own calendars only."""
    return uuid.uuid5(fair_key, "applications-close")


def _bar(event: "EventPage") -> Occurrence:
    return Occurrence(event.translation_key, CalendarSubject.EVENT, event.first_day, event.last_day + timedelta(days=1))


def days_between(event_key: uuid.UUID, starts_at: datetime, ends_at: datetime) -> list[Occurrence]:
    """Return an entry for each day of an event, each with the same hours; none where it closes no later than it opens."""
    opens, closes = clock.local(starts_at), clock.local(ends_at)
    if opens.time() >= closes.time():
        return []
    days = (closes.date() - opens.date()).days + 1
    return [
        Occurrence(
            day_key(event_key, number + 1),
            CalendarSubject.DAY,
            opens + timedelta(days=number),
            closes - timedelta(days=days - 1 - number),
            number=number + 1,
        )
        for number in range(days)
    ]


def of(event: "EventPage") -> list[Occurrence]:
    """Return an event's entries in a fixed order; reads ``event.sessions``.

    An event of one day is one entry. One of several days is a bar over its days and an entry for each session, or for
    each day where there are no sessions. A fair has both, because it is open longer than its sessions last; a course is its
    sessions alone, because its days may lie weeks apart.
    """
    whole = Occurrence(event.translation_key, CalendarSubject.EVENT, event.starts_at, event.ends_at)
    if event.first_day == event.last_day:
        return [_bar(event)] if event.is_all_day else [whole]
    sessions = [
        Occurrence(row.translation_key, CalendarSubject.SESSION, row.starts_at, row.ends_at, session=row)
        for row in sorted(event.sessions.all(), key=lambda row: (row.starts_at, row.ends_at, str(row.translation_key)))
    ]
    if sessions and event.kind == EventKind.COURSE:
        return sessions
    has_days = not event.is_all_day and (not sessions or event.kind == EventKind.FAIR)
    days = days_between(event.translation_key, event.starts_at, event.ends_at) if has_days else []
    if days or sessions or event.is_all_day:
        return [_bar(event), *days, *sessions]
    return [whole]
