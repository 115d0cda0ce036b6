"""The month of the editorial calendar: weeks from Monday with the lunar day, entries and what clashes."""

from calendar import Calendar
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any
from uuid import UUID

from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from events import clash_words, festivals, month, planning
from events.domain import clashes
from events.editorial import entries, filters
from events.enums import PlanKind
from portal.kernel import formats, holidays, lunar


@dataclass(frozen=True, slots=True)
class Cell:
    """One day."""

    date: date
    weekday: str
    lunar: str
    in_month: bool
    is_today: bool
    is_closed: bool
    entries: tuple[entries.Entry, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """A visible event with one of its clashes."""

    title: str
    url: str
    line: clash_words.Line


@dataclass(frozen=True, slots=True)
class Board:
    """A month for one viewer."""

    title: str
    weekdays: tuple[str, ...]
    weeks: tuple[tuple[Cell, ...], ...]
    pairs: tuple[Pair, ...]
    is_empty: bool


def lunar_day(day: date) -> str:
    """Return the lunar date of a day as calendars print it beside the other; empty where it is not known."""
    if not lunar.is_known(day):
        return ""
    found = lunar.of(day)
    words = _("lunar %(day)d/%(month)d, leap month") if found.is_leap else _("lunar %(day)d/%(month)d")
    return words % {"day": found.day, "month": found.month}


def _place_in_day(entry: entries.Entry) -> tuple[bool, str, str]:
    return entry.kind != PlanKind.HOLIDAY, entry.order, entry.title


def of_month(first: date, *, today: date, viewer: Any, chosen: filters.Chosen) -> Board:
    """Return a month with everything that the viewer may see of it and that was chosen."""
    weeks = Calendar(month.MONDAY).monthdatescalendar(first.year, first.month)
    begins, ends = weeks[0][0], weeks[-1][-1]
    special, feasts = holidays.between(begins, ends), festivals.between(begins, ends)
    planned = planning.between(begins, ends, viewer=viewer)
    found = _clashes(planned, special, feasts)
    clashing = {key for key, items in found.items() if any(clash.other is not None for clash in items)}
    sources = [entries.of_days(special.values(), feasts, begins, ends), entries.of_events(planned, clashing)]
    if PlanKind.SCHEDULED in chosen.kinds:
        sources.append(entries.of_schedules(begins, ends, viewer=viewer))
    if PlanKind.DEADLINE in chosen.kinds:
        sources.append(entries.of_deadlines(begins, ends, viewer=viewer))
    days: dict[date, list[entries.Entry]] = defaultdict(list)
    for entry in chain.from_iterable(sources):
        if chosen.fits(kind=entry.kind, is_own=entry.is_own, organisers=entry.organisers, newsroom=entry.newsroom):
            days[entry.day].append(entry)
    cells = tuple(
        tuple(
            Cell(
                date=day,
                weekday=str(WEEKDAYS[day.weekday()]),
                lunar=lunar_day(day),
                in_month=day.month == first.month,
                is_today=day == today,
                is_closed=day in special and special[day].is_off,
                entries=tuple(sorted(days[day], key=_place_in_day)),
            )
            for day in week
        )
        for week in weeks
    )
    return Board(
        title=formats.month(first),
        weekdays=tuple(str(WEEKDAYS_ABBR[number]) for number in range(7)),
        weeks=cells,
        pairs=tuple(_pairs(planned, found, chosen)) if PlanKind.EVENT in chosen.kinds else (),
        is_empty=not any(cell.entries for week in cells for cell in week),
    )


def _clashes(
    planned: list[planning.Planned], special: dict[date, holidays.Day], feasts: list[festivals.Feast]
) -> dict[UUID, list[clashes.Clash]]:
    """Return the clashes of every event that the viewer may see; hidden ones stand against one's own only."""
    found = {}
    for event in planned:
        if event.facts is None or not event.title_is_visible:
            continue
        others = [
            other.facts for other in planned if other.facts is not None and (other.title_is_visible or event.may_edit)
        ]
        found[event.page.translation_key] = clashes.of(event.facts, others=others, special=special, feasts=feasts)
    return found


def _pairs(
    planned: list[planning.Planned], found: dict[UUID, list[clashes.Clash]], chosen: filters.Chosen
) -> list[Pair]:
    """Return what clashes in words, each pair of events once; of days only those of one's own events."""
    by_key = {event.page.translation_key: event for event in planned}
    told: set[frozenset[UUID]] = set()
    pairs = []
    for event in planned:
        organisers = [row.organisation.slug for row in event.shown.organisers.all() if row.organisation]
        if not chosen.fits(kind=PlanKind.EVENT, is_own=event.may_edit, organisers=organisers, newsroom=""):
            continue
        key = event.page.translation_key
        for line in clash_words.lines(found.get(key, ()), by_key):
            both = frozenset({key, line.clash.other or key})
            if line.clash.other is None and not event.may_edit:
                continue
            if line.clash.other is not None:
                if both in told:
                    continue
                told.add(both)
            pairs.append(Pair(event.title, clash_words.url_of(event), line))
    return sorted(pairs, key=lambda pair: (not pair.line.is_strong, pair.line.clash.days[0]))
