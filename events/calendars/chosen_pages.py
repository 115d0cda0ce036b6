"""The calendar of pages that somebody else chose, such as those that a search finds."""

import logging
from collections.abc import Collection
from datetime import datetime
from typing import Final
from uuid import UUID

from events import queries
from events.calendars import contents, entries, icalendar, lint, pieces
from events.calendars.feed import LARGEST
from events.calendars.selection import EVERYTHING
from events.domain import calendar, dated
from events.models import CalendarIdentity
from portal.kernel.languages import Language
from portal.pages.dated_files import DamagedError, Head
from portal.pages.findables import FindableKind

KINDS: Final = frozenset({FindableKind.EVENT, FindableKind.COURSE, FindableKind.AWARD})
logger = logging.getLogger(__name__)


def render(keys: Collection[UUID], *, head: Head, language: Language, now: datetime) -> bytes:
    """Return a calendar of the events and dated entries of these pages within the window of public calendars.

    The identifiers are those of the calendar of everything. The number of queries does not depend on how many pages there are.
    Raises DamagedError for a file that the linter refuses.
    """
    found = sorted(_pieces(keys, language, now), key=lambda piece: piece.order)
    frame = icalendar.Calendar(
        name=head.name,
        description=head.description,
        source=head.source,
        url=head.url,
        changed_at=pieces.changed_at(found),
        entries=(),
    )
    room = LARGEST - len(icalendar.join(frame, ()))
    body = icalendar.join(frame, pieces.fitted(found, room, newest=False).data)
    if problems := lint.lint(body):
        logger.error("the calendar of chosen pages in %s is refused: %s", language, problems[0])
        raise DamagedError
    return body


def _pieces(keys: Collection[UUID], language: Language, now: datetime) -> list[pieces.Piece]:
    identities: dict[UUID, dict[UUID, CalendarIdentity]] = {}
    for row in CalendarIdentity.objects.filter(event_key__in=keys, removed_at=None):
        identities.setdefault(row.event_key, {})[row.key] = row
    orders = contents.event_orders(EVERYTHING, language, now, keys)
    rows = queries.listed(language=language).filter(translation_key__in=list(orders))
    rows = rows.select_related("locale", "place", "picture").prefetch_related(*calendar.PARTS)
    found = []
    for page in rows:
        if written := entries.entries(page, identities.get(page.translation_key, {}), language=language):
            found.append(pieces.make(orders[page.translation_key], written))
    items = dated.collect(language=language, groups=keys)
    for item, order in contents.dated_orders(items, EVERYTHING, now):
        if identity := identities.get(item.group, {}).get(item.key):
            found.append(pieces.make(order, [entries.dated_entry(item, identity, language=language)]))
    return found
