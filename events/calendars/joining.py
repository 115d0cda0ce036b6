"""Joining the stored entries of a selection: everything once, and after a change only what is new."""

import bisect
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Final
from uuid import UUID

from events.calendars import contents, pieces
from events.calendars.pieces import Piece
from events.calendars.selection import Selection
from events.domain import calendar, dated, fragments
from events.models import CalendarFeedState, CalendarFragment, CalendarIdentity
from portal.kernel.languages import Language

FEW: Final = 400
CHUNK: Final = 2000
DAMAGED: Final = "the stored entries of %s do not fit their digest"
COLUMNS: Final = ("key", "data", "short", "stamp", "problem", "made_by", "digest")
_by_order: Final = attrgetter("order")
logger = logging.getLogger(__name__)


class DamagedEntriesError(Exception):
    """The linter refuses entries of the selection; its words say why."""


@dataclass(frozen=True, slots=True)
class Joined:
    """The pieces of a selection in their order, at a revision of the calendar; ``changed_at`` as ``contents.changed_at``."""

    revision: int
    pieces: tuple[Piece, ...]
    changed_at: datetime | None


def _piece(
    order: pieces.Order, data: bytes, short: bytes, stamp: str, *, digest: str, chosen: Selection
) -> Piece | None:
    """Return what a row holds; None for a row whose bytes are not those that were written."""
    # Drivers of databases give bytes or a view of them.
    data, short = bytes(data), bytes(short)
    piece = pieces.stored(order, data, short, stamp)
    if pieces.check(piece) != digest:
        return None
    if chosen.shows_cancelled:
        piece = pieces.stored(order, pieces.with_cancelled_shown(data), pieces.with_cancelled_shown(short), stamp)
    return piece


def _without(orders: Mapping[UUID, pieces.Order], found: Mapping[UUID, Piece | None]) -> set[UUID]:
    """Return the keys whose entries are still to be made; events that nobody has published have no identity and no entries."""
    missing = {key for key in orders if key not in found}
    if not missing:
        return missing
    standing = CalendarIdentity.objects.filter(removed_at=None).values_list("key", "event_key")
    return missing & {key for pair in standing for key in pair}


@dataclass(frozen=True, slots=True)
class _Read:
    """What one reading has found: pieces by key (None where there is nothing to show), what is to be made anew, what is refused.

    ``damaged`` are the keys of rows whose bytes do not fit their digest.
    """

    state: CalendarFeedState | None
    found: dict[UUID, Piece | None]
    due: set[UUID]
    damaged: set[UUID]
    problems: list[str]


def _read(chosen: Selection, language: Language, now: datetime, items: list[dated.Dated]) -> _Read:
    # The state is read first: what is written meanwhile is read again by whoever asks next, and never taken for older.
    state = CalendarFeedState.objects.filter(name=calendar.FEED).first()
    orders = contents.event_orders(chosen, language, now)
    orders |= {item.key: order for item, order in contents.dated_orders(items, chosen, now)}
    rows = CalendarFragment.objects.filter(language=language)
    if len(orders) <= FEW:
        rows = rows.filter(key__in=list(orders))
    found: dict[UUID, Piece | None] = {}
    due, damaged, problems, maker = set(), set(), [], fragments.made_by()
    for key, data, short, stamp, problem, made_by, digest in rows.values_list(*COLUMNS).iterator(chunk_size=CHUNK):
        order = orders.get(key)
        if order is not None:
            piece = _piece(order, data, short, stamp, digest=digest, chosen=chosen)
            found[key] = piece if data else None
            if problem or made_by != maker:
                due.add(key)
            elif piece is None:
                damaged.add(key)
            if problem:
                problems.append(problem)
    return _Read(state, found, due | _without(orders, found), damaged, problems)


def whole(chosen: Selection, language: Language, now: datetime) -> Joined:
    """Return a selection from stored entries; those that are missing, damaged or of another release are made and stored first.

    Raises DamagedEntriesError.
    """
    items = list(dated.collect(language=language))
    read = _read(chosen, language, now, items)
    if read.damaged:
        logger.warning("%d stored entries of calendars were damaged and are made anew", len(read.damaged))
        calendar.renew(keys=read.damaged, now=now, is_check=True)
    if read.due:
        calendar.renew(keys=read.due, now=now)
    if read.due or read.damaged:
        read = _read(chosen, language, now, items)
        if read.damaged:
            raise DamagedEntriesError(DAMAGED % min(read.damaged))
        if read.problems:
            raise DamagedEntriesError(read.problems[0])
    made = sorted((piece for piece in read.found.values() if piece is not None), key=_by_order)
    revision = read.state.revision if read.state else 0
    return Joined(revision, tuple(made), contents.changed_at(read.state, items, now))


def renewed(before: Joined, chosen: Selection, language: Language, now: datetime) -> Joined | None:
    """Return a selection of the same day with what has changed since; None where it must be read as a whole.

    That is so where a row of a higher revision is damaged, and where the revision is higher and no row is: nobody knows what
    has changed then.

    Raises DamagedEntriesError.
    """
    state = CalendarFeedState.objects.filter(name=calendar.FEED).first()
    if state is None or before.changed_at is None or not state.whole_since <= before.revision <= state.revision:
        return None
    rows = CalendarFragment.objects.filter(language=language, revision__gt=before.revision)
    changed = {row[0]: row for row in rows.values_list(*COLUMNS, "group")[: FEW + 1]}
    maker = fragments.made_by()
    is_other = any(made_by != maker for *_others, made_by, _digest, _group in changed.values())
    if not changed or len(changed) > FEW or is_other:
        return None
    shown = {key: group for key, data, *_others, group in changed.values() if data}
    orders = contents.event_orders(chosen, language, now, list(shown))
    if groups := {group for key, group in shown.items() if key not in orders}:
        items = dated.collect(language=language, groups=groups)
        orders |= {item.key: order for item, order in contents.dated_orders(items, chosen, now)}
    gone = {key.hex for key in changed}
    kept = [piece for piece in before.pieces if piece.order[1] not in gone]
    for key, data, short, stamp, problem, _made_by, digest, _group in changed.values():
        piece = _piece(orders.get(key, fragments.ANY_ORDER), data, short, stamp, digest=digest, chosen=chosen)
        if piece is None:
            return None
        if key in orders and data:
            if problem:
                raise DamagedEntriesError(problem)
            bisect.insort(kept, piece, key=_by_order)
    return Joined(state.revision, tuple(kept), max(before.changed_at, state.changed_at))
