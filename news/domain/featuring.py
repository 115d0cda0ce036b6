"""Putting stories in front: the department's choice, which never touches the newsroom's page."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from news import permissions
from news.models import ArticlePage, FeaturedStory
from portal.kernel import errors


def feature(*, article: ArticlePage, by: Any, now: datetime, until: datetime | None = None) -> FeaturedStory:
    """Put a live story in front in every language, until a time or for good; featuring it again renews the date.

    Raises NotAllowedError for people without the right, DomainError for a story that is not public or a time gone by.
    """
    if not permissions.may_feature(by):
        raise errors.NotAllowedError
    if not article.live:
        raise errors.DomainError(_("Only a published story can be featured."), field="article")
    if until is not None and until <= now:
        raise errors.DomainError(_("The end must lie in the future."), field="until")
    story, _made = FeaturedStory.objects.update_or_create(
        article_key=article.translation_key, defaults={"featured_at": now, "featured_by": by, "until": until}
    )
    return story


def withdraw(*, story: FeaturedStory, by: Any) -> None:
    """Take a story back from the front; raises NotAllowedError for people without the right."""
    if not permissions.may_feature(by):
        raise errors.NotAllowedError
    story.delete()
