"""Which entries a selection holds at an instant, and when that last changed."""

import uuid
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import Max

from events import queries
from events.calendars import entries, icalendar, pieces
from events.calendars.selection import FilterName, Selection
from events.domain import calendar, dated
from events.domain.dated import Dated
from events.enums import AttendanceMode, DatedKind, EventKind, EventStatus
from events.models import CalendarFeedState, CalendarIdentity, EventPage
from portal.kernel import clock
from portal.kernel.languages import Language
from portal.pages import listing

PAST_DAYS: Final = 90
FUTURE_DAYS: Final = 548
NOT_IN_ARCHIVE: Final = (EventStatus.CANCELLED, EventStatus.POSTPONED)


@dataclass(frozen=True, slots=True)
class Contents:
    """The entries of each event in their order, and the last instant at which any calendar of the portal changed."""

    groups: tuple[tuple[pieces.Order, tuple[icalendar.Entry, ...]], ...]
    changed_at: datetime | None

    @property
    def entries(self) -> tuple[icalendar.Entry, ...]:
        """All entries, one after the other."""
        return tuple(entry for _order, group in self.groups for entry in group)


def window(now: datetime) -> tuple[datetime, datetime]:
    """Return the time that the calendar covers on this day: from its first instant to the first one after it."""
    today = clock.local(now).date()
    return clock.at(today - timedelta(days=PAST_DAYS)), clock.at(today + timedelta(days=FUTURE_DAYS + 1))


def instant(value: datetime | date) -> datetime:
    """Return the instant of a start or end; a date counts from its midnight in Việt Nam."""
    return value if isinstance(value, datetime) else clock.at(value)


def _leaves_at(end: datetime) -> datetime:
    day = clock.local(end).date()
    exact = clock.at(day) == end
    return clock.at(day + timedelta(days=PAST_DAYS if exact else PAST_DAYS + 1))


def _enters_at(start: datetime) -> datetime:
    return clock.at(clock.local(start).date() - timedelta(days=FUTURE_DAYS))


def changed_at(state: CalendarFeedState | None, items: Iterable[Dated], now: datetime) -> datetime | None:
    """Return when a calendar last changed: something was changed, removed, or came into or fell out of the window."""
    start, end = window(now)
    pages = EventPage.objects.live()
    left = pages.filter(ends_at__lte=start).aggregate(at=Max("ends_at"))["at"]
    entered = pages.filter(starts_at__lt=end).aggregate(at=Max("starts_at"))["at"]
    cancelled = CalendarIdentity.objects.filter(cancelled_at__lte=start).aggregate(at=Max("cancelled_at"))["at"]
    instants = [_leaves_at(at) if at else None for at in (left, cancelled)]
    instants.append(_enters_at(entered) if entered else None)
    for item in items:
        instants += [_leaves_at(instant(item.ends)), _enters_at(instant(item.starts))]
    known = [at for at in instants if at is not None and at <= now]
    # The state's own instant may be a second ahead, after several changes within one.
    known += [state.changed_at] if state else []
    return max(known).replace(microsecond=0) if known else None


def _filtered(rows: Any, chosen: Selection) -> Any:
    """Narrow pages of events as the list of events does."""
    kinds = chosen.values(FilterName.KIND)
    own = [kind for kind in kinds if kind in EventKind.values]
    if chosen.values(FilterName.NEWSROOM) or chosen.values(FilterName.PROGRAMME) or (kinds and not own):
        return rows.none()
    if own:
        rows = rows.filter(kind__in=own)
    if levels := chosen.values(FilterName.LEVEL):
        rows = rows.filter(level__in=levels)
    if fields := chosen.values(FilterName.FIELD):
        rows = listing.choose_by_relation("fields__code")(rows, list(fields))
    if places := chosen.values(FilterName.PLACE):
        rows = rows.filter(place__code__in=places)
    if modes := chosen.values(FilterName.ATTENDANCE):
        rows = rows.filter(attendance_mode__in=[*modes, AttendanceMode.BOTH])
    if organisers := chosen.values(FilterName.ORGANISER):
        rows = listing.choose_by_relation("organisers__organisation__slug")(rows, list(organisers))
    return rows


def _asks_for_air_times(chosen: Selection) -> bool:
    """Return whether a selection names them: what a radio sends every day must not bury the fairs of everybody else."""
    named = chosen.values(FilterName.NEWSROOM) or chosen.values(FilterName.PROGRAMME)
    return bool(named) or DatedKind.AIR_TIME in chosen.values(FilterName.KIND)


def _fits(item: Dated, chosen: Selection) -> bool:
    if item.kind == DatedKind.AIR_TIME and not _asks_for_air_times(chosen):
        return False
    mode = AttendanceMode.ONLINE if item.is_online else AttendanceMode.ON_SITE
    held: dict[FilterName, set[str]] = {
        FilterName.KIND: {item.kind},
        FilterName.LEVEL: set(),
        FilterName.FIELD: set(item.fields),
        FilterName.PLACE: {item.place},
        FilterName.ATTENDANCE: {mode},
        FilterName.ORGANISER: set(item.organisers),
        FilterName.NEWSROOM: {item.newsroom},
        FilterName.PROGRAMME: {item.programme},
    }
    return all(held[FilterName(name)].intersection(values) for name, values in chosen.filters)


def _in_time(starts: datetime, ends: datetime, chosen: Selection, now: datetime) -> bool:
    start, end = window(now)
    return ends <= start if chosen.archive else ends > start and starts < end


def _listed(chosen: Selection, language: Language, now: datetime) -> Any:
    start, end = window(now)
    rows = _filtered(queries.listed(language=language), chosen)
    if chosen.archive:
        return rows.filter(ends_at__lte=start).exclude(status__in=NOT_IN_ARCHIVE)
    return rows.filter(ends_at__gt=start, starts_at__lt=end)


def pages(chosen: Selection, language: Language, now: datetime) -> list[EventPage]:
    """Return the events of a selection with everything that entries say, by time."""
    rows = _listed(chosen, language, now)
    rows = rows.select_related("locale", "place", "picture").prefetch_related(*calendar.PARTS)
    return list(rows.order_by("starts_at", "translation_key"))


def _identities() -> dict[uuid.UUID, dict[uuid.UUID, CalendarIdentity]]:
    found: dict[uuid.UUID, dict[uuid.UUID, CalendarIdentity]] = {}
    for row in CalendarIdentity.objects.filter(removed_at=None):
        found.setdefault(row.event_key, {})[row.key] = row
    return found


def _over(now: datetime, keys: Collection[uuid.UUID] | None) -> set[uuid.UUID]:
    """Return the events that were cancelled so long ago that they are not shown any more."""
    rows = CalendarIdentity.objects.filter(removed_at=None, cancelled_at__lte=window(now)[0])
    return set((rows if keys is None else rows.filter(event_key__in=keys)).values_list("event_key", flat=True))


def dated_orders(items: Iterable[Dated], chosen: Selection, now: datetime) -> Iterator[tuple[Dated, pieces.Order]]:
    """Yield those dated entries of other rooms that stand in a selection, with their place in it."""
    for item in items:
        starts = instant(item.starts)
        if _fits(item, chosen) and _in_time(starts, instant(item.ends), chosen, now):
            yield item, (starts, item.key.hex)


def event_orders(
    chosen: Selection, language: Language, now: datetime, keys: Collection[uuid.UUID] | None = None
) -> dict[uuid.UUID, pieces.Order]:
    """Return which events, of all or of these, stand in a selection, with their place in it; a constant number of queries."""
    rows = _listed(chosen, language, now)
    if keys is not None:
        rows = rows.filter(translation_key__in=keys)
    over = _over(now, keys)
    return {
        key: (starts, key.hex)
        for key, starts in rows.order_by().values_list("translation_key", "starts_at")
        if key not in over
    }


def collect(chosen: Selection, language: Language, now: datetime) -> Contents:
    """Return what a selection holds, made from the pages; the number of queries does not depend on how much that is."""
    state = CalendarFeedState.objects.filter(name=calendar.FEED).first()
    over, identities = _over(now, None), _identities()
    items = list(dated.collect(language=language))
    made: list[tuple[pieces.Order, tuple[icalendar.Entry, ...]]] = []
    for page in pages(chosen, language, now):
        if page.translation_key in over:
            continue
        own = identities.get(page.translation_key, {})
        written = entries.entries(page, own, language=language, shows_cancelled=chosen.shows_cancelled)
        made.append(((page.starts_at, page.translation_key.hex), tuple(written)))
    for item, order in dated_orders(items, chosen, now):
        if identity := identities.get(item.group, {}).get(item.key):
            made.append(
                (
                    order,
                    (entries.dated_entry(item, identity, language=language, shows_cancelled=chosen.shows_cancelled),),
                )
            )
    made.sort(key=lambda pair: pair[0])
    return Contents(tuple(made), changed_at(state, items, now))
