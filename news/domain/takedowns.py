"""Taking a story down in every language in one step, deciding later why, and putting back what was live before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.log_actions import log
from wagtail.models import Revision

from news.corrections import words
from news.domain import review_links
from news.models import ArticlePage, FeaturedStory, Takedown
from portal.kernel import errors, text
from portal.pages import completeness

LONGEST: Final = 300


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a story is taken down: for the record, and optionally for readers. Without a reason it is to be decided later."""

    text: str = ""
    decision_number: str = ""
    public_vi: str = ""
    public_en: str = ""


def pages_of(article_key: UUID) -> list[ArticlePage]:
    """Return the story's pages in every language, its aliases left out."""
    rows = ArticlePage.objects.filter(translation_key=article_key, alias_of=None)
    return list(rows.select_related("locale", "live_revision").order_by("pk"))


def copies_of(article_key: UUID) -> list[ArticlePage]:
    """Return other live stories with the lead of this one in some language: Wagtail's log does not keep what was copied from what."""
    leads = [page.lead for page in pages_of(article_key) if page.lead]
    rows = ArticlePage.objects.filter(lead__in=leads, live=True, alias_of=None).exclude(translation_key=article_key)
    return list(rows.select_related("locale").order_by("pk"))


def is_word_for_word(*, page: ArticlePage, article_key: UUID) -> bool:
    """Return whether a page says what the story says in some language; the headline is left aside, as a copy often gets another."""
    said = words.words_of(page)[1:]
    return any(words.says_the_same(said, words.words_of(one)[1:]) for one in pages_of(article_key))


def may_take_down(user: Any, article_key: UUID) -> bool:
    """Return whether the user may take the story down and put it back: operators, and chief editors of the newsroom, whoever wrote the story."""
    pages = pages_of(article_key)
    return bool(pages) and all(page.permissions_for_user(user).is_chief() for page in pages)


def active(article_key: UUID) -> Takedown | None:
    """Return the takedown under which a story is now, or None."""
    return Takedown.objects.filter(article_key=article_key, restored_at=None).first()


def active_for(page: ArticlePage) -> Takedown | None:
    """Return the takedown of a page, or of the page whose alias it is."""
    keys = [page.translation_key]
    if page.alias_of_id is not None and (source := ArticlePage.objects.filter(pk=page.alias_of_id).first()) is not None:
        keys.append(source.translation_key)
    return Takedown.objects.filter(article_key__in=keys, restored_at=None).first()


@transaction.atomic
def take_down(*, article: ArticlePage, reason: Reason, by: Any, now: datetime, decide_later: bool = False) -> Takedown:
    """Unpublish a story in every language, end its schedules and workflows, take it from the front, close its review links.

    Raises NotAllowedError for people who may not publish it in every language, IllegalMoveError where it is down already,
    DomainError for a story that is public nowhere or a missing reason.
    """
    key = article.translation_key
    pages = list(
        ArticlePage.objects.select_for_update(of=("self",)).filter(translation_key=key, alias_of=None).order_by("pk")
    )
    if not may_take_down(by, key):
        raise errors.NotAllowedError
    if active(key) is not None:
        raise errors.IllegalMoveError(_("This story is taken down already."))
    live = [page for page in pages if page.live]
    if not live:
        raise errors.DomainError(_("This story is not public in any language."))
    given = _clean(reason)
    if not given.text and not decide_later:
        raise errors.DomainError(_("Say why the story is taken down, or choose to decide later."), field="reason")
    takedown = Takedown.objects.create(
        article_key=key,
        title=article.title,
        taken_down_at=now,
        taken_down_by=by,
        is_undecided=not given.text,
        reason=given.text,
        decision_number=given.decision_number,
        public_reason_vi=given.public_vi,
        public_reason_en=given.public_en,
        before=[{"page": page.pk, "revision": page.live_revision_id} for page in live],
    )
    for page in pages:
        _close(page, by=by)
        log(instance=page, action="news.take_down", user=by, data={"takedown": takedown.pk})
    FeaturedStory.objects.filter(article_key=key).delete()
    review_links.revoke_all_of(article_key=key, by=by, now=now)
    return takedown


def _close(page: ArticlePage, *, by: Any) -> None:
    """Unpublish one page and leave nothing behind that would publish it by itself."""
    if page.workflow_in_progress and page.current_workflow_state is not None:
        page.current_workflow_state.cancel(user=by)
    if page.live:
        UnpublishPageAction(page, user=by).execute(skip_permission_checks=True)
    Revision.page_revisions.filter(object_id=str(page.pk)).exclude(approved_go_live_at=None).update(
        approved_go_live_at=None
    )


def _clean(reason: Reason) -> Reason:
    return Reason(
        text=text.paragraphs(reason.text)[:1000],
        decision_number=text.line(reason.decision_number)[:80],
        public_vi=text.line(reason.public_vi)[:LONGEST],
        public_en=text.line(reason.public_en)[:LONGEST],
    )


@transaction.atomic
def decide(*, takedown: Takedown, reason: Reason, by: Any, now: datetime) -> Takedown:  # noqa: ARG001 -- a change has its instant
    """Give the reason of a takedown that was made first and decided later, or what readers are told of it.

    Raises NotAllowedError as ``take_down`` does, IllegalMoveError for one that is over, DomainError without a reason.
    """
    locked = Takedown.objects.select_for_update(of=("self",)).get(pk=takedown.pk)
    if not may_take_down(by, locked.article_key):
        raise errors.NotAllowedError
    if locked.restored_at is not None:
        raise errors.IllegalMoveError
    given = _clean(reason)
    if not given.text:
        raise errors.DomainError(_("Say why the story is taken down."), field="reason")
    locked.is_undecided, locked.reason, locked.decision_number = False, given.text, given.decision_number
    locked.public_reason_vi, locked.public_reason_en = given.public_vi, given.public_en
    locked.save()
    for page in pages_of(locked.article_key):
        log(instance=page, action="news.take_down", user=by, data={"takedown": locked.pk, "decided": True})
    return locked


@transaction.atomic
def restore(*, takedown: Takedown, reason: str, by: Any, now: datetime) -> Takedown:
    """Publish again in each language exactly what was live before; later drafts stay drafts.

    Raises NotAllowedError as ``take_down`` does, IllegalMoveError for one that is over, DomainError without a reason or where no
    version that was live is left.
    """
    locked = Takedown.objects.select_for_update(of=("self",)).get(pk=takedown.pk)
    if not may_take_down(by, locked.article_key):
        raise errors.NotAllowedError
    if locked.restored_at is not None:
        raise errors.IllegalMoveError(_("This story was put back already."))
    given = text.line(reason)
    if not given:
        raise errors.DomainError(_("Say why the story is put back."), field="restored_reason")
    locked.restored_at, locked.restored_by, locked.restored_reason = now, by, given[:LONGEST]
    locked.save(update_fields=["restored_at", "restored_by", "restored_reason"])
    if not _put_back(locked.before, by=by, takedown=locked):
        raise errors.DomainError(_("No version that was public is left; publish the story anew."))
    return locked


def _put_back(before: Iterable[dict[str, Any]], *, by: Any, takedown: Takedown) -> int:
    number = 0
    for row in before:
        page = ArticlePage.objects.filter(pk=row["page"], translation_key=takedown.article_key).first()
        if page is None:
            continue
        revision = (
            Revision.objects.filter(pk=row["revision"], object_id=str(page.pk)).first() if row["revision"] else None
        )
        if revision is None:
            page.live, page.expired = True, False
            page.save()
        else:
            with completeness.unasked():
                revision.publish(user=by, skip_permission_checks=True)
        log(instance=page, action="news.restore", user=by, data={"takedown": takedown.pk})
        number += 1
    return number


def undecided_for(user: Any) -> Iterable[Takedown]:
    """Return the takedowns of one's own newsrooms that wait for their reason, oldest first."""
    waiting = Takedown.objects.filter(Q(is_undecided=True, restored_at=None)).order_by("taken_down_at")
    return [one for one in waiting if may_take_down(user, one.article_key)]
