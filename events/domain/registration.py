"""Opening places for an event in the seat engine, by its translation key."""

import logging
from datetime import datetime
from functools import partial
from typing import Final

from django.db import transaction
from django.utils import translation

from events.domain import sessions
from events.enums import AttendanceMode, EventKind, EventStatus
from events.models import EventPage
from portal.accounts.models import User
from portal.kernel.errors import LimitReachedError
from portal.kernel.languages import Language
from registration.domain import places
from registration.enums import Audience, WayOfAttending
from registration.errors import FullError
from registration.models import PlaceKind, Pool

PARTY_MAXIMUM: Final = 5
KINDS: Final = (AttendanceMode.ON_SITE, AttendanceMode.ONLINE)
WAYS: Final = {AttendanceMode.ON_SITE: WayOfAttending.ON_SITE, AttendanceMode.ONLINE: WayOfAttending.ONLINE}
logger = logging.getLogger(__name__)


def _offered(event: EventPage) -> dict[AttendanceMode, int | None]:
    if event.attendance_mode == AttendanceMode.BOTH:
        return {AttendanceMode.ON_SITE: event.capacity, AttendanceMode.ONLINE: event.online_capacity}
    if event.attendance_mode == AttendanceMode.ONLINE:
        # Of an event that is online only, its one number of places is meant, in whichever field it stands.
        return {AttendanceMode.ONLINE: event.capacity if event.online_capacity is None else event.online_capacity}
    return {AttendanceMode.ON_SITE: event.capacity}


def _label(mode: AttendanceMode, language: Language) -> str:
    with translation.override(language):
        return str(mode.label)


def _pools(event: EventPage, mode: AttendanceMode, capacity: int | None, now: datetime, by: User | None) -> list[Pool]:
    existing = list(Pool.objects.filter(subject=event.translation_key, code=mode))
    if capacity is None:
        return []
    try:
        pool = places.open_pool(
            subject=event.translation_key,
            code=mode,
            name_vi=_label(mode, Language.VIETNAMESE),
            name_en=_label(mode, Language.ENGLISH),
            capacity=capacity,
            now=now,
            by=by,
        )
    except LimitReachedError:
        logger.warning("event %s: more places are taken than the new capacity %s", event.translation_key, capacity)
        return existing
    return [pool]


@transaction.atomic
def open_places(*, event: EventPage, now: datetime, by: User | None = None) -> None:
    """Make kinds of place and pools follow the event's page; running it again changes nothing.

    An event that was moved online keeps the places people have. A capacity below what is taken leaves the pool as it is;
    the admin's form refuses it beforehand. Whoever registers confirms the address first: until then a place is only kept.
    """
    is_open = event.takes_registrations and event.takes_place
    known = set(PlaceKind.objects.filter(subject=event.translation_key).values_list("code", flat=True))
    if not is_open:
        if known:
            places.freeze(subject=event.translation_key, now=now, by=by)
        return
    if event.status == EventStatus.MOVED_ONLINE and known:
        # All take part online then (SubjectInfo.is_online); the kinds keep their way, to which a new place would lead back.
        # Sessions first: those that were taken out of the programme meanwhile are closed before anybody is served.
        sessions.open_places(event=event, now=now)
        places.reopen(subject=event.translation_key, now=now, by=by)
        return
    is_course = event.kind == EventKind.COURSE
    offered = _offered(event)
    for mode in KINDS:
        if mode not in offered and mode not in known:
            continue
        open_kind = partial(
            places.open_place_kind,
            subject=event.translation_key,
            code=mode,
            name_vi=_label(mode, Language.VIETNAMESE),
            name_en=_label(mode, Language.ENGLISH),
            audience=Audience.TRAINEE if is_course else Audience.VISITOR,
            way=WAYS[mode],
            opens_at=event.registration_opens_at,
            closes_at=event.registration_closes_at or (event.starts_at if is_course else event.ends_at),
            party_maximum=1 if is_course else PARTY_MAXIMUM,
            position=KINDS.index(mode),
            is_open=mode in offered,
            needs_email_confirmation=True,
            needs_names=event.needs_names,
            now=now,
            by=by,
        )
        drawn_on = list(Pool.objects.filter(kind_links__place_kind__code=mode, subject=event.translation_key))
        try:
            open_kind(pools=_pools(event, mode, offered[mode], now, by) if mode in offered else drawn_on)
        except FullError:
            # Places were not limited for a while, and more people came than there shall be now.
            logger.warning("event %s: more places are taken than there shall be %s", event.translation_key, mode)
            open_kind(pools=drawn_on)
    sessions.open_places(event=event, now=now)
