"""Links by which a person without an account reads one version of a story: made, opened, revoked."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from news.models import ArticlePage, ReviewLink
from news.reviews import emails
from news.reviews.enums import LinkState, ReviewRole
from portal.kernel import errors, text, tokens
from portal.kernel.languages import Language

PURPOSE: Final = "news.review"
DEFAULT_DAYS: Final = 7
MOST_DAYS: Final = 30
REMEMBERED: Final = timedelta(days=90)
"""So long a link that is over is told what became of it; after that its secret is as unknown as any other."""


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Who is shown a draft, and what for."""

    name: str
    role: ReviewRole
    email: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Opening:
    """What a secret opens. ``article`` is the version the link is bound to, drawn from its revision, where ``state`` is OPEN."""

    state: LinkState
    link: ReviewLink | None = None
    article: ArticlePage | None = None
    public_url: str = ""
    has_newer: bool = False


def may_send(user: Any, article: ArticlePage) -> bool:
    """Return whether the user may show this story to others: who may change it."""
    return bool(article.permissions_for_user(user).can_edit())


@transaction.atomic
def make(
    *, article: ArticlePage, revision: Revision, reviewer: Reviewer, by: Any, now: datetime, days: int = DEFAULT_DAYS
) -> tuple[ReviewLink, str]:
    """Make a link to one version of a story; return its record and the secret, which cannot be read back later.

    Where an address is given the link goes there too. Raises NotAllowedError for people who may not change the story, DomainError
    for a version of another page, a missing name, a wrong address, or an expiry outside one to thirty days.
    """
    if not may_send(by, article):
        raise errors.NotAllowedError
    if str(revision.object_id) != str(article.pk):
        raise errors.DomainError(_("This version does not belong to the story."), field="revision")
    name, email = text.line(reviewer.name), reviewer.email.strip().lower()
    if not name:
        raise errors.DomainError(_("Enter the name of the reviewer."), field="name")
    if not 1 <= days <= MOST_DAYS:
        raise errors.DomainError(_("Choose from one to thirty days."), field="days")
    if email:
        try:
            validate_email(email)
        except ValidationError as wrong:
            raise errors.DomainError(_("Enter a whole e-mail address, or none."), field="email") from wrong
    expires_at = now + timedelta(days=days)
    link = ReviewLink.objects.create(
        article_key=article.translation_key,
        page=article,
        revision=revision,
        language=Language(article.locale.language_code),
        name=name,
        email=email,
        role=reviewer.role,
        note=text.line(reviewer.note),
        created_by=by,
        created_at=now,
        expires_at=expires_at,
    )
    # The row decides when the link ends; the token outlives it, so that a late visitor is told what became of the link.
    secret = tokens.issue(purpose=PURPOSE, subject=str(link.pk), now=now, expires_at=expires_at + REMEMBERED)
    if email:
        emails.invited(link=link, title=revision.content.get("title", ""), secret=secret)
    return link, secret


@transaction.atomic
def revoke(*, link: ReviewLink, by: Any, now: datetime) -> ReviewLink:
    """Let a link open nothing from the next request on; doing it twice changes nothing.

    Raises NotAllowedError for people who may not change the story.
    """
    if link.page is None or not may_send(by, link.page):
        raise errors.NotAllowedError
    current = ReviewLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
    if current.revoked_at is None:
        _end(current, by=by, now=now)
    return current


def _end(link: ReviewLink, *, by: Any, now: datetime) -> None:
    link.revoked_at, link.revoked_by = now, by
    link.save(update_fields=["revoked_at", "revoked_by"])


def revoke_all_of(*, article_key: Any, by: Any, now: datetime) -> int:
    """Revoke every link to a story, in all languages, as a part of taking it down; return how many there were."""
    links = ReviewLink.objects.filter(article_key=article_key, revoked_at=None, expires_at__gt=now)
    return links.update(revoked_at=now, revoked_by=by)


def opened(*, secret: str, now: datetime) -> Opening:
    """Return what a secret opens at an instant; at the very second of its expiry a link is over. Changes nothing."""
    subject = tokens.subject_of(purpose=PURPOSE, secret=secret, now=now)
    rows = ReviewLink.objects.select_related("page__locale", "revision", "created_by")
    link = rows.filter(pk=int(subject)).first() if subject else None
    if link is None:
        return Opening(LinkState.UNKNOWN)
    if link.revoked_at is not None:
        return Opening(LinkState.REVOKED, link)
    if link.expires_at <= now:
        return Opening(LinkState.EXPIRED, link)
    if link.page is None or link.revision is None:
        return Opening(LinkState.DELETED, link)
    page = link.page
    if page.live and page.live_revision_id is not None and page.live_revision_id >= link.revision.pk:
        return Opening(LinkState.PUBLISHED, link, public_url=page.get_url() or "")
    return Opening(
        LinkState.OPEN,
        link,
        article=link.revision.as_object(),
        has_newer=page.latest_revision_id is not None and page.latest_revision_id > link.revision.pk,
    )


def count_opening(*, link: ReviewLink, now: datetime) -> None:
    """Count that the draft was read once more; nothing about the reader is kept."""
    ReviewLink.objects.filter(pk=link.pk).update(opened=F("opened") + 1, last_opened_at=now)
