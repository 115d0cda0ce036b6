"""Opening places of single sessions in the seat engine: a kind of place and, where limited, a pool for each."""

import logging
import uuid
from datetime import datetime
from typing import Final

from events.enums import EventKind
from events.models import EventPage, EventSession
from portal.kernel.errors import LimitReachedError
from portal.kernel.languages import Language
from registration.domain import places
from registration.enums import Audience
from registration.errors import FullError
from registration.models import Pool

FIRST_POSITION: Final = 100
"""Sessions stand behind the kinds of place of the whole event."""
NAME_LENGTH: Final = 150
logger = logging.getLogger(__name__)


def code_of(session: uuid.UUID) -> str:
    """Return the code of a session's pool and kind of place."""
    return f"session-{session}"


def open_places(*, event: EventPage, now: datetime) -> None:
    """Make the kinds of place of sessions follow the event's page; running it again changes nothing.

    A session that is gone, or is not chosen any more, is closed: the places people have in it stay. Registration for a session
    ends when it begins, or with that of the event. A capacity below what is taken leaves the pool as it is.
    """
    rows = [row for row in event.sessions.all() if row.takes_registrations]
    english = dict(
        EventSession.objects.filter(
            translation_key__in=[row.translation_key for row in rows], locale__language_code=Language.ENGLISH
        ).values_list("translation_key", "title")
    )
    places.close_sessions_but(subject=event.translation_key, sessions=[row.translation_key for row in rows], now=now)
    for number, row in enumerate(sorted(rows, key=lambda row: (row.starts_at, row.ends_at, row.pk or 0))):
        _open(event=event, row=row, name_en=english.get(row.translation_key, ""), number=number, now=now)


def _open(*, event: EventPage, row: EventSession, name_en: str, number: int, now: datetime) -> None:
    closes_at = min(event.registration_closes_at or row.starts_at, row.starts_at)
    opens_at = event.registration_opens_at
    is_open = opens_at is None or opens_at < closes_at
    key, code = event.translation_key, code_of(row.translation_key)

    def kind(pools: list[Pool]) -> None:
        places.open_place_kind(
            subject=key,
            session=row.translation_key,
            code=code,
            name_vi=row.title[:NAME_LENGTH],
            name_en=name_en[:NAME_LENGTH],
            pools=pools,
            audience=Audience.TRAINEE if event.kind == EventKind.COURSE else Audience.VISITOR,
            opens_at=opens_at if is_open else None,
            closes_at=closes_at,
            position=FIRST_POSITION + number,
            is_open=is_open,
            now=now,
        )

    drawn_on = list(Pool.objects.filter(kind_links__place_kind__code=code, subject=key))
    if row.capacity is None:
        kind([])
        return
    try:
        pool = places.open_pool(
            subject=key,
            session=row.translation_key,
            code=code,
            name_vi=row.title[:NAME_LENGTH],
            name_en=name_en[:NAME_LENGTH],
            capacity=row.capacity,
            now=now,
        )
        kind([pool])
    except (LimitReachedError, FullError):
        logger.warning("session %s: more places are taken than the new capacity %s", row.translation_key, row.capacity)
        kind(drawn_on)
