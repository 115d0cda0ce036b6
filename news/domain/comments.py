"""What a reader does with a comment: send it, prove the address, take it back. Deciding on it: ``moderation``."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from news.domain import comment_links
from news.domain.moderation import approve, refuse
from news.enums import COMMENT_MOVES, CommentState
from news.models import ArticlePage, Comment, CommentMove
from news.models.comments import LONGEST_COMMENT
from news.opinions import closing, emails
from portal.kernel import clock, errors, references, text
from portal.kernel.erasure import Erased
from portal.kernel.languages import Language
from portal.kernel.personal_data import EraseAction

__all__ = ["Opinion", "approve", "confirm", "erase", "forget_unconfirmed", "refuse", "submit", "sweep", "withdraw"]

LIMIT_PERIOD: Final = timedelta(hours=1)
MOST_FROM_ADDRESS: Final = 5
MOST_AT_STORY_FROM_ADDRESS: Final = 3
MOST_WAITING: Final = 200
PREFIX: Final = "YK"


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a reader wrote, as it came in; ``author`` is the account whose verified address it came from."""

    name: str
    email: str
    text: str
    author: Any | None = None


class TryLaterError(errors.LimitReachedError):
    """A limit that ends by itself at ``again_at``."""

    def __init__(self, again_at: datetime) -> None:
        super().__init__(
            _("You have sent several comments within an hour. Please try again after %(time)s.")
            % {"time": f"{clock.local(again_at):%H:%M}"}
        )
        self.again_at = again_at


def _check_address(address: str, now: datetime, *, proven: bool) -> None:
    """Refuse the sixth comment within an hour; what strangers type without proving it does not use up a proven address."""
    recent = Comment.objects.filter(email=address, submitted_at__gt=now - LIMIT_PERIOD)
    if proven:
        recent = recent.exclude(confirmed_at=None)
    times = list(recent.order_by("-submitted_at").values_list("submitted_at", flat=True)[:MOST_FROM_ADDRESS])
    if len(times) >= MOST_FROM_ADDRESS:
        raise TryLaterError(times[-1] + LIMIT_PERIOD)


def _check_story(article_key: uuid.UUID, address: str) -> None:
    waiting = Comment.objects.filter(article_key=article_key, state=CommentState.PENDING)
    if waiting.count() >= MOST_WAITING:
        raise errors.LimitReachedError(
            _("Many comments on this story are waiting to be read. Please try again tomorrow.")
        )
    if address and waiting.filter(email=address).count() >= MOST_AT_STORY_FROM_ADDRESS:
        raise errors.LimitReachedError(
            _(
                "Several of your comments on this story are waiting to be read. Please wait until the newsroom has decided."
            )
        )


def submit(
    *, article: ArticlePage, opinion: Opinion, language: Language, form_key: uuid.UUID, now: datetime
) -> Comment:
    """Store a comment; the same form sent twice gives the first comment again.

    From an account with a verified address it waits for the newsroom at once. Otherwise the address gets a link first, and nobody
    reads the comment until it is used.

    Raises DomainError for a story that takes no comments (any more) or an empty or too long text, LimitReachedError where one
    address sends more than five in an hour or has three waiting at the story, or two hundred comments wait there.
    """
    known = Comment.objects.filter(form_key=form_key).first()
    if known is not None:
        return known
    if not (article.live and closing.terms(article, None).has_place):
        raise errors.DomainError(_("This story takes no comments."))
    closing.check_open(article=article, now=now)
    name, words, address = text.line(opinion.name), text.paragraphs(opinion.text), opinion.email.strip().lower()
    if not name:
        raise errors.DomainError(_("Write your name."), field="name")
    if not words:
        raise errors.DomainError(_("Write your comment."), field="text")
    if len(words) > LONGEST_COMMENT:
        raise errors.DomainError(_("The comment is too long."), field="text")
    proven = opinion.author is not None
    _check_address(address, now, proven=proven)
    # Nobody learns from the form what the owner of a typed address has waiting; the link tells.
    _check_story(article.translation_key, address if proven else "")
    try:
        with transaction.atomic():
            forget_unconfirmed(now=now)
            comment = Comment.objects.create(
                article_key=article.translation_key,
                language=language,
                name=name,
                email=address,
                author=opinion.author,
                reference=references.make(prefix=PREFIX, year_of=now, groups=(6,)),
                text=words,
                state=CommentState.PENDING if proven else CommentState.UNVERIFIED,
                confirmed_at=now if proven else None,
                form_key=form_key,
                submitted_at=now,
            )
            if not proven:
                emails.confirm(comment=comment, story=article.title, secret=comment_links.confirm_secret(comment, now))
    except IntegrityError:
        return Comment.objects.get(form_key=form_key)
    return comment


def _step(comment: Comment, target: CommentState, now: datetime) -> None:
    """Move a locked comment by its writer's own hand."""
    source = CommentState(comment.state)
    COMMENT_MOVES.check(source, target)
    comment.state, comment.pin = target, None
    CommentMove.objects.create(comment=comment, source=source, target=target, moved_by=comment.author, moved_at=now)


@transaction.atomic
def confirm(*, comment: Comment, now: datetime) -> Comment:
    """Hand a comment to the newsroom, because its writer proved to read the address; a second use of the link changes nothing.

    Raises LimitReachedError where the address sent five proven comments within an hour, or the story has too many waiting.
    What came in before comments were closed still counts.
    """
    locked = Comment.objects.select_for_update().get(pk=comment.pk)
    if locked.state != CommentState.UNVERIFIED:
        return locked
    _check_address(locked.email, now, proven=True)
    _check_story(locked.article_key, locked.email)
    locked.confirmed_at = now
    _step(locked, CommentState.PENDING, now)
    locked.save(update_fields=["state", "confirmed_at"])
    emails.received(comment=locked, secret=comment_links.writer_secret(locked, now))
    return locked


@transaction.atomic
def withdraw(*, comment: Comment, now: datetime) -> Comment:
    """Take a comment back as its writer, in any state; it vanishes at once and stays away. Twice changes nothing."""
    locked = Comment.objects.select_for_update().get(pk=comment.pk)
    if locked.state == CommentState.WITHDRAWN:
        return locked
    _step(locked, CommentState.WITHDRAWN, now)
    locked.save(update_fields=["state", "pin"])
    return locked


@transaction.atomic
def erase(*, comment: Comment, now: datetime) -> None:
    """Delete a comment with everything known of it, as its writer asks (Law on personal data protection 91/2025/QH15)."""
    locked = Comment.objects.select_for_update().get(pk=comment.pk)
    comment_links.end_links(locked, now)
    locked.delete()


def _unconfirmed(now: datetime) -> Any:
    return Comment.objects.filter(state=CommentState.UNVERIFIED, submitted_at__lte=now - comment_links.CONFIRM_LIFE)


def forget_unconfirmed(*, now: datetime) -> int:
    """Delete comments whose address was not proven in time; return how many."""
    late = list(_unconfirmed(now).values_list("pk", flat=True)[:500])
    Comment.objects.filter(pk__in=late, state=CommentState.UNVERIFIED).delete()
    return len(late)


def sweep(*, now: datetime, dry_run: bool = False) -> list[Erased]:
    """Delete, every night, the comments whose address was not proven in time."""
    number = _unconfirmed(now).count()
    if not dry_run:
        while forget_unconfirmed(now=now):
            continue
    return [Erased(Comment._meta.label, EraseAction.DELETE_RECORD, number)]  # noqa: SLF001 -- Django's public name
