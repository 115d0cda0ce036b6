"""The month as a grid of weeks from Monday, with what happens on each day."""

from calendar import Calendar
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from events import occurrences
from events.enums import CalendarSubject
from events.models import EventPage
from portal.kernel import clock, formats

MONDAY = 0
YEARS = frozenset(str(number) for number in range(2000, 2101))
MONTH_NUMBERS = frozenset(f"{number:02}" for number in range(1, 13))


@dataclass(frozen=True, slots=True)
class DayEvent:
    """One event on one day, as ``month_grid`` of portal.ui shows it."""

    title: str
    url: str
    time: str
    status: str
    vietnamese_only: bool = False


@dataclass(slots=True)
class Day:
    """One cell of the grid."""

    date: date
    in_month: bool
    is_today: bool
    events: list[DayEvent] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Month:
    """The grid with the addresses of the months beside it."""

    title: str
    previous_url: str
    next_url: str
    weekdays: tuple[str, ...]
    weeks: tuple[tuple[Day, ...], ...]


def parse(value: str | None, today: date) -> date:
    """Return the first day of the month "2026-12"; anything unreadable gives the present month."""
    year, _dash, month = (value or "").partition("-")
    if year in YEARS and month in MONTH_NUMBERS:
        return date(int(year), int(month), 1)
    return today.replace(day=1)


def shift(first: date, months: int) -> date:
    """Return the first day of the month so many months away."""
    number = first.year * 12 + first.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def code(first: date) -> str:
    """Return a month as the address writes it."""
    return f"{first:%Y-%m}"


def span(first: date) -> tuple[datetime, datetime]:
    """Return the instants between which the whole grid of a month lies; the second is not included."""
    weeks = Calendar(MONDAY).monthdatescalendar(first.year, first.month)
    return clock.at(weeks[0][0]), clock.at(weeks[-1][-1] + timedelta(days=1))


def _day_events(page: EventPage) -> Iterable[tuple[date, datetime | date, DayEvent]]:
    entries = occurrences.of(page)
    timed = [entry for entry in entries if not entry.is_bar] or entries
    for entry in timed:
        for day in entry.days:
            starts = entry.starts
            begins_here = isinstance(starts, datetime) and clock.local(starts).date() == day
            words = page.title
            if entry.subject == CalendarSubject.SESSION and entry.session is not None:
                words = f"{entry.session.title} – {page.title}"
            time = formats.clock_time(starts) if begins_here and isinstance(starts, datetime) else _("all day")
            yield (
                day,
                starts,
                DayEvent(words, page.url or "", time, page.status, getattr(page, "only_vietnamese", False)),
            )


def grid(*, first: date, pages: Iterable[EventPage], today: date, previous_url: str, next_url: str) -> Month:
    """Return the grid of a month; reads ``sessions`` of each page."""
    found: dict[date, list[tuple[str, DayEvent]]] = defaultdict(list)
    for page in pages:
        for day, starts, event in _day_events(page):
            order = clock.local(starts).strftime("%H:%M") if isinstance(starts, datetime) else ""
            found[day].append((f"{order} {event.title}", event))
    weeks = tuple(
        tuple(
            Day(
                date=day,
                in_month=day.month == first.month,
                is_today=day == today,
                events=[event for _order, event in sorted(found[day], key=lambda item: item[0])],
            )
            for day in week
        )
        for week in Calendar(MONDAY).monthdatescalendar(first.year, first.month)
    )
    return Month(
        title=formats.month(first),
        previous_url=previous_url,
        next_url=next_url,
        weekdays=tuple(str(WEEKDAYS_ABBR[number]) for number in range(7)),
        weeks=weeks,
    )
