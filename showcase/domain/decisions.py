"""What a reviewer decides about a listing: the lists of transfer, approval, return with reasons, refusal."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page, Revision, TaskState

from portal.kernel import errors, text
from showcase import listing_emails, permissions, queries
from showcase.domain import rounds, technology
from showcase.enums import Compliance, ReviewDecision, ReviewState
from showcase.models import TechnologyPage, TransferList


class StaleReviewError(errors.IllegalMoveError):
    """The reviewer decides about a text that is no longer the one under review; nothing was decided."""

    default_message = gettext_lazy(
        "The text under review has changed since you opened this page. It is shown here as it is now: please read it, "
        "then decide again."
    )


def text_under_review(page: Any) -> Revision | None:
    """Return the revision that an approval would publish; None for what is not under review."""
    if queries.review_states([page])[page.pk] is not ReviewState.IN_REVIEW:
        return None
    state = page.current_workflow_task_state
    return state.revision if state is not None else None


def _check_read(revision: Revision | None, read: int | None) -> None:
    """Raise StaleReviewError unless ``read`` names the revision: nobody decides about what they did not read."""
    if read is not None and (revision is None or revision.pk != read):
        raise StaleReviewError


def _running(page: Any, by: Any, read: int | None) -> tuple[Any, TaskState]:
    """Lock a page and return it with the step that waits. Raises NotAllowedError, IllegalMoveError, StaleReviewError."""
    locked = Page.objects.select_for_update().get(pk=page.pk).specific
    state = locked.current_workflow_task_state
    if state is None or queries.review_states([locked])[locked.pk] is not ReviewState.IN_REVIEW:
        raise errors.IllegalMoveError(_("It is not being reviewed."))
    if not permissions.can_review(by, state.task.specific, locked):
        raise errors.NotAllowedError
    _check_read(state.revision, read)
    return locked, state


@transaction.atomic
def approve(*, page: Any, by: Any, comment: str = "", read: int | None = None) -> Any:
    """Approve what is under review, which publishes it; return the page.

    ``read`` is the revision that the reviewer read: StaleReviewError where another one is under review by now. Raises
    NotAllowedError, IllegalMoveError, and NotClearedError where the lists of transfer stand against it.
    """
    locked, state = _running(page, by, read)
    state.task.specific.on_action(state, by, "approve", comment=text.paragraphs(comment))
    return type(locked).objects.get(pk=locked.pk)


@transaction.atomic
def return_to_author(*, page: Any, by: Any, reason: str, read: int | None = None) -> Any:
    """Send what is under review back with reasons, which the author reads; return the page.

    ``read`` is the revision that the reviewer read: StaleReviewError where another one is under review by now. Raises
    NotAllowedError, IllegalMoveError, and DomainError on field ``reason`` without one.
    """
    locked, state = _running(page, by, read)
    words = text.paragraphs(reason)
    if not words:
        raise errors.DomainError(_("Write the reason: the author reads it and must know what to do."), field="reason")
    state.task.specific.on_action(state, by, "reject", comment=words)
    return type(locked).objects.get(pk=locked.pk)


@transaction.atomic
def refuse(*, page: Any, by: Any, reason: str, now: datetime, read: int | None = None) -> Any:
    """Refuse what is under review for good; return the page.

    A page that was never published can neither be changed nor sent again. A live page stays as it is: only the changes
    are refused, and its draft becomes again what is live. Raises as ``return_to_author`` does.
    """
    locked, state = _running(page, by, read)
    rounds.close_round(page=locked, decision=ReviewDecision.REFUSED, by=by, now=now, reason=reason)
    state.workflow_state.cancel(user=by)
    fresh = type(locked).objects.get(pk=locked.pk)
    if fresh.live:
        fresh.save_revision(user=by, changed=False, log_action=True, clean=False)
        fresh.has_unpublished_changes = False
        fresh.draft_title = fresh.title
        fresh.save(update_fields=["has_unpublished_changes", "draft_title"], clean=False)
    listing_emails.review_finished(page=fresh, decision=ReviewDecision.REFUSED, comment=text.paragraphs(reason))
    return fresh


@transaction.atomic
def decide_on_lists(
    *,
    page: TechnologyPage,
    by: Any,
    compliance: Compliance,
    transfer_list: TransferList,
    now: datetime,
    permit: str = "",
    read: int | None = None,
) -> TechnologyPage:
    """Record where a technology stands in a version of the lists; a prohibited one under review is refused at once.

    Raises NotAllowedError unless ``by`` is an officer, DomainError on field ``transfer_permit`` for a restricted one
    without the number of its permit, on ``compliance`` for "not checked", StaleReviewError where another revision than
    ``read`` is under review by now.
    """
    if compliance is Compliance.UNCHECKED:
        raise errors.DomainError(_("Choose what the comparison found."), field="compliance")
    if compliance is Compliance.RESTRICTED and not text.line(permit):
        raise errors.DomainError(
            _("A restricted technology needs a transfer permit: write its number and date."), field="transfer_permit"
        )
    locked = TechnologyPage.objects.select_for_update(of=("self",)).get(pk=page.pk)
    if (revision := text_under_review(locked)) is not None:
        _check_read(revision, read)
    recorded = technology.record_compliance(
        page=page, by=by, compliance=compliance, list_version=transfer_list.version, now=now, permit=permit
    )
    if compliance is Compliance.PROHIBITED and queries.review_states([recorded])[recorded.pk] is ReviewState.IN_REVIEW:
        reason = _("Its transfer is prohibited according to: %(version)s.") % {"version": transfer_list.version}
        recorded = refuse(page=recorded, by=by, reason=reason, now=now)
    return recorded
