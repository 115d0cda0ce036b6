"""Until when a story takes comments, and why it takes none."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from news.models import ArticlePage, NewsroomPage
from news.rooms import standing
from portal.kernel import clock, errors
from portal.kernel.languages import Language


class CommentsClosedError(errors.DomainError):
    """Comments on the story are over."""


@dataclass(frozen=True, slots=True)
class Terms:
    """On which terms a story takes comments."""

    has_place: bool
    """In its own language and in Vietnamese."""
    ends: datetime | None
    """The story's date, the Vietnamese one first, else the newsroom's days after publication, else None."""


def newsroom_of(article: ArticlePage) -> NewsroomPage | None:
    """Return the newsroom whose story it is."""
    found = article.get_parent().specific
    return found if isinstance(found, NewsroomPage) else None


def original_of(article: ArticlePage) -> ArticlePage:
    """Return the public Vietnamese version of a story, else the story itself.

    Comments are of the story in all its languages, and a translation learns what changed only when it is brought up to date.
    """
    if article.locale.language_code == Language.VIETNAMESE:
        return article
    rows = ArticlePage.objects.filter(translation_key=article.translation_key, live=True, alias_of=None)
    return rows.filter(locale__language_code=Language.VIETNAMESE).first() or article


def terms(article: ArticlePage, newsroom: NewsroomPage | None) -> Terms:
    """Return whether and until when a story takes comments, in one query at most."""
    original = original_of(article)
    ends = original.comments_close_at or article.comments_close_at
    if ends is None and newsroom is not None and newsroom.comment_days is not None and article.published_at is not None:
        ends = article.published_at + timedelta(days=newsroom.comment_days)
    return Terms(article.comments_open and original.comments_open, ends)


def check_open(*, article: ArticlePage, now: datetime) -> None:
    """Raise CommentsClosedError, with the day, where comments are over or the newsroom is closed."""
    newsroom = newsroom_of(article)
    if newsroom is None or not newsroom.live or not standing.is_open(newsroom.translation_key):
        raise CommentsClosedError(_("This newsroom takes no comments any more."))
    end = terms(article, newsroom).ends
    if end is not None and now >= end:
        raise CommentsClosedError(
            _("Comments on this story closed on %(day)s. Comments that are shown stay.")
            % {"day": f"{clock.local(end):%d/%m/%Y}"}
        )
