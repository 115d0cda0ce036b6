"""Readers' comments: sending, showing, refusing."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from news import permissions
from news.enums import COMMENT_MOVES, CommentState
from news.models import ArticlePage, Comment, CommentMove
from news.models.records import LONGEST_COMMENT
from portal.kernel import errors, text
from portal.kernel.languages import Language

LIMIT_PERIOD = timedelta(hours=1)
MOST_FROM_ADDRESS = 5
MOST_WAITING = 200


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a reader wrote, as it came in."""

    name: str
    email: str
    text: str


def submit(
    *, article: ArticlePage, opinion: Opinion, language: Language, form_key: uuid.UUID, now: datetime
) -> Comment:
    """Store a comment that waits for the newsroom; the same form sent twice gives the first comment again.

    Raises DomainError for a story without comments or an empty or too long text, LimitReachedError where one address
    sends more than five in an hour or two hundred comments wait at one story.
    """
    known = Comment.objects.filter(form_key=form_key).first()
    if known is not None:
        return known
    if not (article.live and article.comments_open):
        raise errors.DomainError(_("This story takes no comments."))
    name, words, address = text.line(opinion.name), text.paragraphs(opinion.text), opinion.email.strip().lower()
    if not name:
        raise errors.DomainError(_("Write your name."), field="name")
    if not words:
        raise errors.DomainError(_("Write your comment."), field="text")
    if len(words) > LONGEST_COMMENT:
        raise errors.DomainError(_("The comment is too long."), field="text")
    recent = Comment.objects.filter(email=address, submitted_at__gt=now - LIMIT_PERIOD)
    if recent.count() >= MOST_FROM_ADDRESS:
        raise errors.LimitReachedError(_("You have sent several comments within an hour. Please try again later."))
    waiting = Comment.objects.filter(article_key=article.translation_key, state=CommentState.PENDING)
    if waiting.count() >= MOST_WAITING:
        raise errors.LimitReachedError(_("Many comments on this story are waiting to be read. Please try again later."))
    try:
        with transaction.atomic():
            return Comment.objects.create(
                article_key=article.translation_key,
                language=language,
                name=name,
                email=address,
                text=words,
                form_key=form_key,
                submitted_at=now,
            )
    except IntegrityError:
        return Comment.objects.get(form_key=form_key)


def approve(*, comment: Comment, by: Any, now: datetime) -> Comment:
    """Show a comment; raises NotAllowedError for people of other newsrooms, IllegalMoveError where it is shown already."""
    return _move(comment=comment, target=CommentState.APPROVED, by=by, now=now, reason="")


def refuse(*, comment: Comment, by: Any, now: datetime, reason: str) -> Comment:
    """Refuse a comment, or take it off the page; raises DomainError without a reason, and as ``approve`` does."""
    given = text.line(reason)
    if not given:
        raise errors.DomainError(_("Say why the comment is refused."), field="reason")
    return _move(comment=comment, target=CommentState.REFUSED, by=by, now=now, reason=given)


def _move(*, comment: Comment, target: CommentState, by: Any, now: datetime, reason: str) -> Comment:
    if not permissions.may_moderate(by, comment):
        raise errors.NotAllowedError
    with transaction.atomic():
        locked = Comment.objects.select_for_update().get(pk=comment.pk)
        source = CommentState(locked.state)
        COMMENT_MOVES.check(source, target)
        locked.state = target
        locked.decided_at = now
        locked.save(update_fields=["state", "decided_at"])
        CommentMove.objects.create(
            comment=locked, source=source, target=target, reason=reason[:300], moved_by=by, moved_at=now
        )
    return locked
