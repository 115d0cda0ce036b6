"""Sessions of a subject with places of their own, for tests."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from registration.domain import places
from registration.models import PlaceKind
from registration.subjects import SessionInfo
from tests.factories.registration import NOON, make_pool

FIRST = NOON + timedelta(days=10)


def make_session(
    programme: dict[uuid.UUID, list[SessionInfo]],
    subject: uuid.UUID,
    *,
    title: str = "Phiên 1",
    starts: datetime = FIRST,
    minutes: int = 60,
    capacity: int | None = 2,
    room: str = "",
    gap_minutes: int = 0,
    **rules: Any,
) -> PlaceKind:
    """Add a session to the programme and open its places; return its kind of place."""
    info = SessionInfo(
        uuid.uuid4(), title, starts, starts + timedelta(minutes=minutes), room=room, gap_minutes=gap_minutes
    )
    programme.setdefault(subject, []).append(info)
    pools = [] if capacity is None else [make_pool(subject=subject, capacity=capacity, session=info.key)]
    return places.open_place_kind(
        subject=subject,
        session=info.key,
        code=f"session-{info.key}",
        name_vi=title,
        pools=pools,
        party_maximum=5,
        now=NOON,
        **rules,
    )
