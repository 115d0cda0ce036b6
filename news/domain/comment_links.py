"""The two secret links of a comment's writer: one proves the address, one opens the comment's own page."""

from datetime import datetime, timedelta
from typing import Final

from news.models import Comment
from portal.kernel import tokens

CONFIRM: Final = "news.comment.confirm"
WRITER: Final = "news.comment.writer"
CONFIRM_LIFE: Final = timedelta(hours=48)
WRITER_LIFE: Final = timedelta(days=365)


def confirm_secret(comment: Comment, now: datetime) -> str:
    """Return a new secret by which the address of a comment is proven."""
    return tokens.issue(purpose=CONFIRM, subject=str(comment.form_key), now=now, expires_at=now + CONFIRM_LIFE)


def writer_secret(comment: Comment, now: datetime) -> str:
    """Return a new secret that opens the writer's own page about a comment."""
    return tokens.issue(purpose=WRITER, subject=str(comment.form_key), now=now, expires_at=now + WRITER_LIFE)


def by_secret(*, purpose: str, secret: str, now: datetime) -> Comment | None:
    """Return the comment that a secret of this purpose opens; None for one that is unknown, over or revoked."""
    key = tokens.subject_of(purpose=purpose, secret=secret, now=now)
    return Comment.objects.filter(form_key=key).first() if key else None


def end_links(comment: Comment, now: datetime) -> None:
    """Revoke every link of a comment."""
    for purpose in (CONFIRM, WRITER):
        tokens.revoke_all(purpose=purpose, subject=str(comment.form_key), now=now)
