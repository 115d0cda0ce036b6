"""Live broadcasts of the newsrooms as dated entries: stories of the kind "live" with a start."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from events.domain.dated import Dated
from events.enums import DatedKind
from news import queries
from news.enums import ArticleKind
from news.models import ArticlePage, NewsroomPage
from portal.kernel.languages import Language
from portal.mail import domain as mail

WITHOUT_END: Final = timedelta(hours=1)
"""How long a broadcast is shown whose end nobody has told: every entry has an end."""


def source(*, groups: Collection[UUID] | None, language: Language) -> list[Dated]:
    """Return the public broadcasts for readers of a language, with the newsroom that sends them; five queries at most."""
    rows = queries.public_articles(language).filter(kind=ArticleKind.LIVE, live_starts_at__isnull=False)
    if groups is not None:
        # Most pages that are published tell of no broadcast, which this is cheaper to learn.
        if not ArticlePage.objects.filter(translation_key__in=groups, kind=ArticleKind.LIVE).exists():
            return []
        rows = rows.filter(translation_key__in=groups)
    stories = list(
        rows.select_related("locale", "place")
        .prefetch_related("fields")
        .defer("body", "transcript", "folded")
        .order_by("live_starts_at", "translation_key")
    )
    if not stories:
        return []
    newsrooms = {newsroom.path: newsroom for newsroom in queries.live_newsrooms()}
    return [
        _dated(story, story.live_starts_at, newsrooms.get(story.path[: -story.steplen]), language)
        for story in stories
        if story.live_starts_at is not None
    ]


def _dated(story: ArticlePage, starts: datetime, newsroom: NewsroomPage | None, language: Language) -> Dated:
    address = mail.absolute_url(urlsplit(story.url or "/").path)
    return Dated(
        key=story.translation_key,
        group=story.translation_key,
        kind=DatedKind.BROADCAST,
        starts=starts,
        ends=story.live_ends_at or starts + WITHOUT_END,
        summary=story.title,
        url=address,
        description=story.lead,
        place=story.place.code if story.place else "",
        fields=tuple(sorted(term.code for term in story.fields.all())),
        categories=tuple(
            term.label_en if language is Language.ENGLISH else term.label_vi for term in story.fields.all()
        ),
        newsroom=newsroom.code if newsroom else "",
        organizer_email=newsroom.contact_email if newsroom else "",
        organizer_name=newsroom.title if newsroom else "",
        conference_url=address,
    )
