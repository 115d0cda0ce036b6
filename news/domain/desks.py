"""The desks of a newsroom: adding, naming, ordering, closing, deleting those that never had a story."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from news import permissions
from news.enums import Desk
from news.models import ArticlePage, NewsroomDesk
from news.rooms import standing
from portal.kernel import clock, errors, text


@dataclass(frozen=True, slots=True)
class DeskNames:
    """What a desk is called."""

    vi: str
    en: str


def _names(given: DeskNames) -> DeskNames:
    names = DeskNames(vi=text.line(given.vi)[:80], en=text.line(given.en)[:80])
    if not names.vi:
        raise errors.DomainError(_("Write the name of the desk in Vietnamese."), field="name_vi")
    if not names.en:
        raise errors.DomainError(_("Write the name of the desk in English."), field="name_en")
    return names


def _must_run(by: Any) -> None:
    if not permissions.may_run_newsrooms(by):
        raise errors.NotAllowedError


def _taken() -> errors.DomainError:
    return errors.DomainError(_("The newsroom has a desk of this name."), field="name_vi")


def add(
    *, newsroom_key: uuid.UUID, medium: Desk, names: DeskNames, by: Any, position: int | None = None
) -> NewsroomDesk:
    """Add a desk to an open newsroom, as the last where no place is given.

    Raises NotAllowedError for others than operators, DomainError for a missing or taken name, IllegalMoveError for a
    newsroom that is closed.
    """
    _must_run(by)
    if not standing.is_open(newsroom_key):
        raise errors.IllegalMoveError(_("This newsroom is closed. Open it again before you change its desks."))
    given = _names(names)
    last = NewsroomDesk.objects.filter(newsroom_key=newsroom_key).order_by("-position").first()
    try:
        with transaction.atomic():
            return NewsroomDesk.objects.create(
                newsroom_key=newsroom_key,
                medium=Desk(medium),
                name_vi=given.vi,
                name_en=given.en,
                position=position or (last.position + 1 if last else 1),
            )
    except IntegrityError as error:
        raise _taken() from error


def rename(*, desk: NewsroomDesk, names: DeskNames, by: Any) -> NewsroomDesk:
    """Name a desk anew; its chief editors may, too. Raises NotAllowedError, DomainError as ``add`` does."""
    if not permissions.may_lead(by, desk.newsroom_key):
        raise errors.NotAllowedError
    given = _names(names)
    desk.name_vi, desk.name_en = given.vi, given.en
    try:
        with transaction.atomic():
            desk.save(update_fields=["name_vi", "name_en"])
    except IntegrityError as error:
        raise _taken() from error
    return desk


def arrange(*, desk: NewsroomDesk, medium: Desk, position: int, by: Any) -> NewsroomDesk:
    """Set medium and place in the order; operators only."""
    _must_run(by)
    desk.medium, desk.position = Desk(medium), position
    desk.save(update_fields=["medium", "position"])
    return desk


def close(*, desk: NewsroomDesk, by: Any, now: datetime) -> NewsroomDesk:
    """Close a desk: its stories stay with it, new ones cannot choose it. Raises IllegalMoveError where it is closed."""
    _must_run(by)
    if desk.closed_on is not None:
        raise errors.IllegalMoveError(_("This desk is closed already."))
    desk.closed_on = clock.local(now).date()
    desk.save(update_fields=["closed_on"])
    return desk


def reopen(*, desk: NewsroomDesk, by: Any) -> NewsroomDesk:
    """Open a closed desk again."""
    _must_run(by)
    if desk.closed_on is None:
        raise errors.IllegalMoveError(_("This desk is open."))
    desk.closed_on = None
    desk.save(update_fields=["closed_on"])
    return desk


def has_stories(desk: NewsroomDesk) -> bool:
    """Return whether a story or a kept version of one names the desk."""
    return bool(
        ArticlePage.objects.filter(desk=desk).exists()
        or Revision.page_revisions.filter(
            base_content_type__app_label="wagtailcore",
            content_type__app_label="news",
            content_type__model="articlepage",
            content__desk=desk.pk,
        ).exists()
    )


def delete(*, desk: NewsroomDesk, by: Any) -> None:
    """Delete a desk that never had a story; raises DomainError for one that has, which can be closed instead."""
    _must_run(by)
    with transaction.atomic():
        if has_stories(desk):
            raise errors.DomainError(_("This desk has stories. Close it instead: they stay with it."))
        desk.delete()


def leave(*, article: ArticlePage, newsroom_key: uuid.UUID) -> None:
    """Take a story that came to a newsroom from the desk of another one."""
    ArticlePage.objects.filter(pk=article.pk).exclude(desk__newsroom_key=newsroom_key).update(desk=None)
