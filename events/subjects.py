"""Telling the seat engine what an event's key means."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Final

from django.urls import reverse
from django.utils import translation

from events import own_calendar, queries
from events.calendars import invitations
from events.enums import AttendanceMode, EventKind, EventStatus
from events.models import EventPage, EventSession
from portal.kernel.languages import Language
from registration.enums import SubjectStatus
from registration.subjects import SessionInfo, SubjectInfo

TOLD: Final = (
    "title",
    "starts_at",
    "ends_at",
    "is_all_day",
    "attendance_mode",
    "venue_name",
    "address",
    "place__name_vi",
    "place__name_en",
    "online_url",
    "status",
    "kind",
)
"""What of a page the seat engine is told: whoever registers asks for it, and a page has seventy columns more."""


def resolve(keys: Collection[uuid.UUID], language: Language) -> Mapping[uuid.UUID, SubjectInfo]:
    """Return what visitors may know of public events, in a language or else in Vietnamese."""
    with translation.override(language):
        return {key: _info(page) for key, page in queries.pages_for(keys, language, only=TOLD).items()}


def beginning_between(after: datetime, until: datetime) -> set[uuid.UUID]:
    """Return the keys of published events that begin after an instant and not later than another."""
    rows = EventPage.objects.live().filter(starts_at__gt=after, starts_at__lte=until)
    return set(rows.order_by().values_list("translation_key", flat=True))


def resolve_sessions(keys: Collection[uuid.UUID], language: Language) -> Mapping[uuid.UUID, Sequence[SessionInfo]]:
    """Return the sessions of public events and whether visitors choose them, in a language or else in Vietnamese."""
    pages = {page.pk: page for page in queries.pages_for(keys, language, only=("session_gap_minutes",)).values()}
    found: dict[uuid.UUID, list[SessionInfo]] = {page.translation_key: [] for page in pages.values()}
    for row in EventSession.objects.filter(event__in=pages).order_by("starts_at", "pk"):
        page = pages[row.event_id]
        found[page.translation_key].append(
            SessionInfo(
                key=row.translation_key,
                title=row.title,
                starts=row.starts_at,
                ends=row.ends_at,
                room=row.room,
                speakers=row.speakers,
                gap_minutes=page.session_gap_minutes,
                is_chosen=row.takes_registrations,
            )
        )
    return found


def _info(page: EventPage) -> SubjectInfo:
    language = Language(page.locale.language_code)
    return SubjectInfo(
        key=page.translation_key,
        title=page.title,
        url=page.url or "",
        starts=page.starts_at,
        ends=page.ends_at,
        whole_days=page.is_all_day,
        place=queries.place_line(page),
        online_url=page.online_url,
        is_online=page.attendance_mode == AttendanceMode.ONLINE or page.status == EventStatus.MOVED_ONLINE,
        status=SubjectStatus[EventStatus(page.status).name],
        language=language,
        invitations=partial(invitations.files, page.translation_key, language),
        own_calendar=partial(own_calendar.file, page.translation_key, language),
        has_exhibitors=page.kind == EventKind.FAIR,
        calendar_url=reverse("events:event-calendar", args=[page.translation_key]) if page.takes_place else "",
    )
