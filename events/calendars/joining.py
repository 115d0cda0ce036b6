"""Joining the stored entries of a selection: everything once, and after a change only what is new."""

import bisect
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any, Final

from events.calendars import contents, pieces
from events.calendars.pieces import Piece
from events.calendars.selection import Selection
from events.domain import calendar, dated, fragments
from events.models import CalendarFeedState, CalendarFragment, CalendarIdentity
from portal.kernel.languages import Language

FEW: Final = 400
COLUMNS: Final = ("key", "group", "data", "short", "stamp", "problem", "made_by")
_by_order: Final = attrgetter("order")


class DamagedEntriesError(Exception):
    """The linter refuses entries of the selection; its words say why."""


@dataclass(frozen=True, slots=True)
class Joined:
    """The pieces of a selection in their order, at a revision of the calendar; ``changed_at`` as ``contents.changed_at``."""

    revision: int
    pieces: tuple[Piece, ...]
    changed_at: datetime | None


@dataclass(frozen=True, slots=True)
class _Row:
    key: Any
    group: Any
    data: bytes
    short: bytes
    stamp: str
    problem: str
    made_by: str

    def is_usable(self, maker: str) -> bool:
        return self.made_by == maker and not self.problem


def _read(rows: Iterable[tuple[Any, ...]]) -> Iterable[_Row]:
    for key, group, data, short, stamp, problem, maker in rows:
        yield _Row(key, group, bytes(data), bytes(short), stamp, problem, maker)


def _piece(row: _Row, order: pieces.Order, chosen: Selection) -> Piece:
    if chosen.shows_cancelled:
        return Piece(order, pieces.with_cancelled_shown(row.data), pieces.with_cancelled_shown(row.short), row.stamp)
    return Piece(order, row.data, row.short, row.stamp)


def _stored(language: Language, orders: dict[Any, pieces.Order]) -> dict[Any, _Row]:
    rows = CalendarFragment.objects.filter(language=language)
    if len(orders) <= FEW:
        rows = rows.filter(key__in=list(orders))
    return {row.key: row for row in _read(rows.values_list(*COLUMNS).iterator(chunk_size=2000)) if row.key in orders}


def _due(orders: dict[Any, pieces.Order], found: dict[Any, _Row]) -> set[Any]:
    """Return the keys whose entries must be made first: those without identity have none."""
    maker = fragments.made_by()
    without = {key for key in orders if key not in found}
    if without:
        known = CalendarIdentity.objects.filter(removed_at=None)
        without &= {key for pair in known.values_list("key", "event_key") for key in pair}
    return without | {key for key, row in found.items() if not row.is_usable(maker)}


def whole(chosen: Selection, language: Language, now: datetime) -> Joined:
    """Return a selection from stored entries; those that are missing, or of another release, are made and stored first.

    Raises DamagedEntriesError.
    """
    items = list(dated.collect(language=language))
    state, orders, found = _at_once(chosen, language, now, items)
    if due := _due(orders, found):
        calendar.renew(keys=due, now=now)
        state, orders, found = _at_once(chosen, language, now, items)
        _refuse(row for row in found.values() if row.problem)
    made = sorted((_piece(row, orders[key], chosen) for key, row in found.items() if row.data), key=_by_order)
    return Joined(state.revision if state else 0, tuple(made), contents.changed_at(state, items, now))


def _at_once(
    chosen: Selection, language: Language, now: datetime, items: list[dated.Dated]
) -> tuple[CalendarFeedState | None, dict[Any, pieces.Order], dict[Any, _Row]]:
    # The state is read first: what is written meanwhile is read again by whoever asks next, and never taken for older.
    state = CalendarFeedState.objects.filter(name=calendar.FEED).first()
    orders = contents.event_orders(chosen, language, now)
    orders |= {item.key: order for item, order in contents.dated_orders(items, chosen, now)}
    return state, orders, _stored(language, orders)


def _refuse(damaged: Iterable[_Row]) -> None:
    for row in damaged:
        raise DamagedEntriesError(row.problem)


def renewed(before: Joined, chosen: Selection, language: Language, now: datetime) -> Joined | None:
    """Return a selection of the same day with what has changed since; None where it must be read as a whole.

    Raises DamagedEntriesError.
    """
    state = CalendarFeedState.objects.filter(name=calendar.FEED).first()
    if state is None or state.revision < before.revision or before.changed_at is None:
        return None
    rows = CalendarFragment.objects.filter(language=language, revision__gt=before.revision)
    changed = list(_read(rows.values_list(*COLUMNS)[: FEW + 1]))
    maker = fragments.made_by()
    if len(changed) > FEW or not all(row.made_by == maker for row in changed):
        return None
    orders = contents.event_orders(chosen, language, now, [row.key for row in changed if row.data])
    if groups := {row.group for row in changed if row.data and row.key not in orders}:
        items = dated.collect(language=language, groups=groups)
        orders |= {item.key: order for item, order in contents.dated_orders(items, chosen, now)}
    _refuse(row for row in changed if row.problem and row.key in orders)
    gone = {str(row.key) for row in changed}
    kept = [piece for piece in before.pieces if piece.order[1] not in gone]
    for row in changed:
        if row.data and row.key in orders:
            bisect.insort(kept, _piece(row, orders[row.key], chosen), key=_by_order)
    return Joined(state.revision, tuple(kept), max(before.changed_at, state.changed_at))
