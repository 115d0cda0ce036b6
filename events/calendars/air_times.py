"""Air times of programmes and stories as dated entries: in the calendars of a newsroom and of a programme only."""

from collections.abc import Collection
from datetime import timedelta
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from events.calendars import following, selection
from events.calendars.selection import FilterName
from events.domain.dated import Dated
from events.enums import DatedKind
from news.broadcasts import schedule
from news.broadcasts.schedule import AirTime
from news.models import NewsroomPage
from portal.kernel import clock
from portal.kernel.languages import Language
from portal.mail import domain as mail

KEPT: Final = timedelta(days=120)
"""How long ago an air time may have begun: a month more than calendars look back."""


def source(*, groups: Collection[UUID] | None, language: Language) -> list[Dated]:
    """Return the air times of public newsrooms for readers of a language; nine queries at most."""
    since = clock.now() - KEPT
    with translation.override(language):
        found = schedule.for_calendars(groups=groups, language=language, since=since)
        return [_dated(item, newsroom) for item, newsroom in found]


def _dated(item: AirTime, newsroom: NewsroomPage) -> Dated:
    is_episode = bool(item.story_url) and bool(item.programme) and item.programme != item.title
    path = urlsplit(item.story_url).path if item.story_url else reverse("news:programme", args=[item.programme_code])
    repeat = _("Repeat") if item.is_repeat else ""
    return Dated(
        key=item.key,
        group=item.group,
        kind=DatedKind.AIR_TIME,
        starts=item.starts,
        ends=item.ends,
        summary=f"{item.programme}: {item.title}" if is_episode else item.title,
        url=mail.absolute_url(path),
        description=" · ".join(part for part in (item.channel, repeat) if part),
        newsroom=newsroom.code,
        programme=item.programme_code,
        cancelled=item.is_cancelled,
        organizer_email=newsroom.contact_email,
        organizer_name=newsroom.title,
    )


def address(*, newsroom: str, programme: str) -> str:
    """Return the page on which one subscribes to the air times of a newsroom, or of one of its programmes."""
    chosen: dict[str, list[str]] = (
        {FilterName.PROGRAMME: [programme]} if programme else {FilterName.NEWSROOM: [newsroom]}
    )
    return following.subscribe_path(selection.make(chosen))
