"""The episodes of a programme and of a newsroom's podcast: public stories with sound or film of our own."""

from typing import Final
from uuid import UUID

from django.db.models import F, QuerySet

from news import queries
from news.enums import ArticleKind
from news.models import ArticlePage, NewsroomPage, Programme
from portal.kernel.languages import Language

MOST: Final = 100
"""Apple Podcasts and others read at most some hundred episodes of a feed; older ones stay on the programme's page."""


def programme(code: str) -> Programme | None:
    """Return the programme with this code if its newsroom is on show."""
    found = Programme.objects.filter(code=code).select_related("cover").first()
    return found if found is not None and newsroom_of(found) is not None else None


def newsroom_of(found: Programme, language: Language | None = None) -> NewsroomPage | None:
    """Return the public page of a programme's newsroom, best in a language (the reader's)."""
    return newsroom_by_key(found.newsroom_key, language)


def newsroom_by_key(key: UUID, language: Language | None = None) -> NewsroomPage | None:
    """Return the public page of a newsroom to list in a language."""
    rows = queries.listed_newsrooms(language).filter(translation_key=key)
    page: NewsroomPage | None = rows.select_related("locale", "logo").first()
    return page


def newsroom(code: str, language: Language | None = None) -> NewsroomPage | None:
    """Return the public page of the newsroom with this code to list in a language."""
    page: NewsroomPage | None = queries.listed_newsrooms(language).filter(code=code).select_related("locale").first()
    return page


def of(
    *, programme: Programme | None = None, newsroom: NewsroomPage | None = None, language: Language | None = None
) -> "QuerySet[ArticlePage]":
    """Return the public episodes of a programme or of a newsroom, newest first."""
    rows = queries.public_articles(language)
    if programme is not None:
        rows = rows.filter(programme=programme)
    if newsroom is not None:
        rows = rows.filter(queries.of_newsrooms([newsroom.code]))
    return queries.newest_first(rows)


def playable(rows: "QuerySet[ArticlePage]", limit: int = MOST) -> list[ArticlePage]:
    """Return the episodes with a file of our own and everything that a podcast says of them, in three queries at most."""
    found = (
        rows.filter(media_file__isnull=False, published_at__isnull=False)
        .exclude(kind=ArticleKind.LIVE, live_ends_at=None)
        .select_related("locale", "media_file", "captions_file", "captions_en_file", "programme")
        .defer("body", "transcript", "script", "folded")
    )
    return list(found[:limit])


def only_sound(rows: "QuerySet[ArticlePage]") -> "QuerySet[ArticlePage]":
    """Return those of the kind "audio"."""
    return rows.filter(kind=ArticleKind.AUDIO)


def with_script(newsroom: NewsroomPage) -> "QuerySet[ArticlePage]":
    """Return the public stories of a newsroom that have a script for loudspeakers, newest first."""
    rows = queries.public_articles().filter(queries.of_newsrooms([newsroom.code]))
    return rows.exclude(script="").order_by(F("published_at").desc(nulls_last=True), "-pk")
