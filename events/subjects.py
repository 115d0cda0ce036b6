"""Telling the seat engine what an event's key means."""

import uuid
from collections.abc import Collection, Mapping
from functools import partial

from django.utils import translation

from events import feed, queries
from events.enums import EventStatus
from events.models import EventPage
from portal.kernel.languages import Language
from registration.enums import SubjectStatus
from registration.subjects import SubjectInfo


def resolve(keys: Collection[uuid.UUID], language: Language) -> Mapping[uuid.UUID, SubjectInfo]:
    """Return what visitors may know of public events, in a language or else in Vietnamese."""
    with translation.override(language):
        return {key: _info(page) for key, page in queries.pages_for(keys, language).items()}


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
        status=SubjectStatus[EventStatus(page.status).name],
        language=language,
        ics=partial(feed.single, page.translation_key, language),
    )
