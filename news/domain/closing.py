"""The end of a newsroom: closing it, merging it into another, opening it again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import WorkflowState

from news import permissions
from news import roles as news_roles
from news.enums import NEWSROOM_MOVES, CommentState, NewsroomState
from news.models import ArticlePage, Comment, NewsroomMove, NewsroomPage, NewsroomStanding
from news.rooms import standing
from portal.accounts.domain import roles
from portal.kernel import errors, text


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the end of a newsroom touches; ``unsettled`` are stories that must be settled first."""

    stories: int
    drafts: int
    people: int
    comments: int
    formers: list[NewsroomPage]
    unsettled: list[ArticlePage]


@dataclass(frozen=True, slots=True)
class Grounds:
    """Why a newsroom ends or opens again: the reason in words, and the number of the decision where there is one."""

    reason: str
    decision: str = ""


def unsettled(newsroom: NewsroomPage) -> list[ArticlePage]:
    """Return the stories of a newsroom that wait for its chief editors or for the hour of their publication."""
    stories = _stories(newsroom)
    waiting = set(
        WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS).values_list("object_id", flat=True)
    )
    return [page for page in stories.order_by("pk") if str(page.pk) in waiting or page.approved_schedule]


def _free_what_was_sent_back(newsroom: NewsroomPage, by: Any) -> None:
    """End the workflows of stories that went back to their authors: handed in again, they go to the successor's chiefs."""
    keys = [str(pk) for pk in _stories(newsroom).values_list("pk", flat=True)]
    sent_back = WorkflowState.objects.filter(status=WorkflowState.STATUS_NEEDS_CHANGES, object_id__in=keys)
    for state in sent_back:
        state.cancel(user=by)


def _stories(newsroom: NewsroomPage) -> Any:
    pages = NewsroomPage.objects.filter(translation_key=newsroom.translation_key, alias_of=None)
    stories = ArticlePage.objects.filter(alias_of=None)
    found = stories.none()
    for page in pages:
        found = found | stories.descendant_of(page)
    return found.select_related("locale")


def outlook(newsroom: NewsroomPage) -> Outlook:
    """Return what closing or merging a newsroom touches, for the page that asks whether to do it."""
    stories = _stories(newsroom)
    groups = tuple(
        group(newsroom)
        for group in (
            news_roles.reporters_group,
            news_roles.editors_group,
            news_roles.chiefs_group,
            news_roles.legal_group,
        )
    )
    known = standing.ended()
    pages = NewsroomPage.objects.filter(
        translation_key__in=standing.formers(newsroom.translation_key, known), locale=newsroom.locale, alias_of=None
    )
    return Outlook(
        stories=stories.filter(live=True).values("translation_key").distinct().count(),
        drafts=stories.filter(live=False).values("translation_key").distinct().count(),
        people=get_user_model().objects.filter(groups__name__in=groups, is_active=True).distinct().count(),
        comments=Comment.objects.filter(
            article_key__in=stories.values("translation_key"), state=CommentState.PENDING
        ).count(),
        formers=list(pages),
        unsettled=unsettled(newsroom),
    )


def close(*, newsroom: NewsroomPage, by: Any, now: datetime, grounds: Grounds) -> NewsroomStanding:
    """Close a newsroom: its stories stay public, nobody writes there any more.

    Raises NotAllowedError for others than operators, DomainError without a reason or while stories wait to be approved or
    published, IllegalMoveError for one that is not open.
    """
    return _end(newsroom=newsroom, into=None, target=NewsroomState.CLOSED, by=by, now=now, grounds=grounds)


def merge(*, newsroom: NewsroomPage, into: NewsroomPage, by: Any, now: datetime, grounds: Grounds) -> NewsroomStanding:
    """Let a newsroom go into another that is open: that one's people correct its stories, its readers are led there.

    Raises as ``close`` does; DomainError on field ``into`` for a newsroom that is not open, the same one, or one that went
    into this one.
    """
    return _end(newsroom=newsroom, into=into, target=NewsroomState.MERGED, by=by, now=now, grounds=grounds)


def reopen(*, newsroom: NewsroomPage, by: Any, now: datetime, grounds: Grounds) -> NewsroomStanding:
    """Open a newsroom again: its people, who stayed in their groups, get their rights back and the successor's lose them."""
    reason = _may_and_why(by, grounds)
    with transaction.atomic():
        row = _locked(newsroom, now)
        _move(
            row=row,
            target=NewsroomState.OPEN,
            into=None,
            by=by,
            now=now,
            grounds=Grounds(reason, text.line(grounds.decision)),
        )
    return row


def _may_and_why(by: Any, grounds: Grounds) -> str:
    if not permissions.may_run_newsrooms(by):
        raise errors.NotAllowedError
    reason = text.line(grounds.reason)[:300]
    if not reason:
        raise errors.DomainError(_("Say why; the reason is kept in the record."), field="reason")
    return reason


def _locked(newsroom: NewsroomPage, now: datetime) -> NewsroomStanding:
    # Every newsroom, in the order of their keys: two mergers at once must not make a circle.
    list(NewsroomPage.objects.select_for_update(of=("self",)).order_by("pk"))
    row, _made = NewsroomStanding.objects.get_or_create(
        newsroom_key=newsroom.translation_key, defaults={"state": NewsroomState.OPEN, "since": now}
    )
    return row


def _end(
    *,
    newsroom: NewsroomPage,
    into: NewsroomPage | None,
    target: NewsroomState,
    by: Any,
    now: datetime,
    grounds: Grounds,
) -> NewsroomStanding:
    reason = _may_and_why(by, grounds)
    with transaction.atomic():
        row = _locked(newsroom, now)
        NEWSROOM_MOVES.check(NewsroomState(row.state), target)
        if into is not None:
            _check_successor(newsroom, into)
        if waiting := unsettled(newsroom):
            raise errors.DomainError(
                _(
                    "%(number)d stories wait to be approved or published. Settle them first: publish them or send them back."
                )
                % {"number": len(waiting)}
            )
        _free_what_was_sent_back(newsroom, by)
        _move(row=row, target=target, into=into, by=by, now=now, grounds=Grounds(reason, text.line(grounds.decision)))
    return row


def _check_successor(newsroom: NewsroomPage, into: NewsroomPage) -> None:
    if into.translation_key == newsroom.translation_key:
        raise errors.DomainError(_("A newsroom cannot go into itself."), field="into")
    if into.translation_key in standing.ended():
        raise errors.DomainError(_("Choose a newsroom that is open."), field="into")


def _move(
    *,
    row: NewsroomStanding,
    target: NewsroomState,
    into: NewsroomPage | None,
    by: Any,
    now: datetime,
    grounds: Grounds,
) -> None:
    source = NewsroomState(row.state)
    NEWSROOM_MOVES.check(source, target)
    row.state, row.since, row.decision = target, now, grounds.decision[:80]
    row.successor_key = into.translation_key if into is not None else None
    row.save(update_fields=["state", "since", "decision", "successor_key"])
    NewsroomMove.objects.create(
        newsroom_key=row.newsroom_key,
        source=source,
        target=target,
        successor_key=row.successor_key,
        decision=row.decision,
        reason=grounds.reason,
        moved_by=by,
        moved_at=now,
    )
    roles.sync(declared=[news_roles.declared()])
