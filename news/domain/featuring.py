"""Putting stories in front: the department's choice and order, which never touch the newsroom's page."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from news import permissions
from news.models import ArticlePage, FeaturedStory
from portal.kernel import errors, text


@dataclass(frozen=True, slots=True)
class Showing:
    """When a story is in front, where in the order, and why; ``starts_at`` None is at once, ``until`` None for good."""

    starts_at: datetime | None = None
    until: datetime | None = None
    position: int = 1
    note: str = ""


def feature(*, article: ArticlePage, by: Any, now: datetime, showing: Showing | None = None) -> FeaturedStory:
    """Put a live story in front in every language; featuring it again renews the date and all else.

    Raises NotAllowedError for people without the right, DomainError for a story that is not public or times that make no
    sense.
    """
    wanted = showing or Showing()
    if not permissions.may_feature(by):
        raise errors.NotAllowedError
    if not ArticlePage.objects.public().filter(pk=article.pk, live=True).exists():
        raise errors.DomainError(_("Only a published story can be featured."), field="article")
    check(wanted, now)
    with transaction.atomic():
        story, _made = FeaturedStory.objects.update_or_create(
            article_key=article.translation_key,
            defaults={
                "featured_at": now,
                "featured_by": by,
                "starts_at": wanted.starts_at,
                "until": wanted.until,
                "note": text.line(wanted.note)[:200],
            },
        )
        _place(story, wanted.position)
    story.refresh_from_db()
    return story


def change(*, story: FeaturedStory, by: Any, now: datetime, showing: Showing) -> FeaturedStory:
    """Change when a featured story is in front, its place or the note; raises as ``feature`` does."""
    if not permissions.may_feature(by):
        raise errors.NotAllowedError
    check(showing, now)
    with transaction.atomic():
        story.starts_at, story.until, story.note = showing.starts_at, showing.until, text.line(showing.note)[:200]
        story.save(update_fields=["starts_at", "until", "note"])
        _place(story, showing.position)
    story.refresh_from_db()
    return story


def withdraw(*, story: FeaturedStory, by: Any) -> None:
    """Take a story back from the front; raises NotAllowedError for people without the right."""
    if not permissions.may_feature(by):
        raise errors.NotAllowedError
    story.delete()


def check(showing: Showing, now: datetime) -> None:
    """Raise DomainError, with the field to blame, for hours or a place that make no sense."""
    if showing.until is not None and showing.until <= now:
        raise errors.DomainError(_("The end must lie in the future."), field="until")
    if showing.until is not None and showing.starts_at is not None and showing.until <= showing.starts_at:
        raise errors.DomainError(_("The end must come after the start."), field="until")
    if showing.position < 1:
        raise errors.DomainError(_("The first place is 1."), field="position")


def _place(story: FeaturedStory, position: int) -> None:
    """Put a story at a place and close the gaps, so that places count from one without a break."""
    every = list(FeaturedStory.objects.select_for_update().order_by("position", "-featured_at", "-pk"))
    moved = next(row for row in every if row.pk == story.pk)
    every.remove(moved)
    every.insert(min(position - 1, len(every)), moved)
    for place, row in enumerate(every, start=1):
        if row.position != place:
            row.position = place
            row.save(update_fields=["position"])
