"""What readers see of a newsroom beside its stories: its desks, its end, and what went into it."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from news import queries
from news.models import ArticlePage, NewsroomDesk, NewsroomPage
from news.rooms import standing


@dataclass(frozen=True, slots=True)
class Ending:
    """The end of a newsroom; ``successor`` and its address are empty where it was closed for good."""

    since: datetime
    successor: str = ""
    successor_url: str = ""
    successor_language: str = ""


@dataclass(frozen=True, slots=True)
class Former:
    """A newsroom that went into another."""

    title: str
    url: str
    language: str
    since: datetime


def desks_of(newsroom_key: uuid.UUID) -> list[NewsroomDesk]:
    """Return the desks of a newsroom in their order, closed ones too."""
    return list(NewsroomDesk.objects.filter(newsroom_key=newsroom_key))


def desk_names(pages: Collection[int]) -> dict[int, str]:
    """Return the names of the desks of stories in the active language, by the story's page: one query."""
    stories = ArticlePage.objects.filter(pk__in=pages, desk__isnull=False).select_related("desk")
    return {story.pk: story.desk.name for story in stories.only("pk", "desk") if story.desk is not None}


def _pages(language: str) -> dict[uuid.UUID, NewsroomPage]:
    """Return each live newsroom's page, best in a language: one query."""
    found: dict[uuid.UUID, NewsroomPage] = {}
    for page in queries.live_newsrooms():
        if page.translation_key not in found or page.locale.language_code == language:
            found[page.translation_key] = page
    return found


def ending(page: NewsroomPage, request: HttpRequest | None = None) -> Ending | None:
    """Return the end of a newsroom with the way to who carries its stories on; None for an open one."""
    known = standing.ended()
    return _ending(page, known, _pages(page.locale.language_code), request) if page.translation_key in known else None


def _ending(
    page: NewsroomPage, known: standing.Standings, pages: dict[uuid.UUID, NewsroomPage], request: HttpRequest | None
) -> Ending | None:
    row = known.get(page.translation_key)
    if row is None:
        return None
    heir = pages.get(standing.heir(page.translation_key, known))
    if heir is None or heir.translation_key == page.translation_key:
        return Ending(since=row.since)
    return Ending(row.since, heir.title, heir.get_url(request) or "", heir.locale.language_code)


def context(page: NewsroomPage, request: HttpRequest) -> dict[str, Any]:
    """Return the newsroom's end and its former newsrooms: two queries, however many there are."""
    known = standing.ended()
    pages = _pages(page.locale.language_code)
    formers = [pages[key] for key in standing.formers(page.translation_key, known) if key in pages]
    return {
        "ending": _ending(page, known, pages, request),
        "formers": [
            Former(one.title, one.get_url(request) or "", one.locale.language_code, known[one.translation_key].since)
            for one in formers
        ],
    }
