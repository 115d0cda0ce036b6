"""Until when a story takes comments, and why it takes none."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from news.models import ArticlePage, NewsroomPage
from news.rooms import standing
from portal.kernel import clock, errors


class CommentsClosedError(errors.DomainError):
    """Comments on the story are over."""


def newsroom_of(article: ArticlePage) -> NewsroomPage | None:
    """Return the newsroom whose story it is."""
    found = article.get_parent().specific
    return found if isinstance(found, NewsroomPage) else None


def closes_at(article: ArticlePage, newsroom: NewsroomPage | None) -> datetime | None:
    """Return when comments end: the story's own date, else the newsroom's days after publication, else None."""
    if article.comments_close_at is not None:
        return article.comments_close_at
    if newsroom is None or newsroom.comment_days is None or article.published_at is None:
        return None
    return article.published_at + timedelta(days=newsroom.comment_days)


def check_open(*, article: ArticlePage, now: datetime) -> None:
    """Raise CommentsClosedError, with the day, where comments are over or the newsroom is closed."""
    newsroom = newsroom_of(article)
    if newsroom is None or not newsroom.live or not standing.is_open(newsroom.translation_key):
        raise CommentsClosedError(_("This newsroom takes no comments any more."))
    end = closes_at(article, newsroom)
    if end is not None and now >= end:
        raise CommentsClosedError(
            _("Comments on this story closed on %(day)s. Comments that are shown stay.")
            % {"day": f"{clock.local(end):%d/%m/%Y}"}
        )
