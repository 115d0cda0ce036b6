"""Rounds of review: opening one with its due date, closing it with a decision, and the log of a listing."""

from datetime import datetime
from typing import Any, Final

from portal.kernel import clock, errors, text, working_days
from showcase.enums import DECISIONS_WITH_REASON, EnquirySubject, ListingAction, ReviewDecision
from showcase.models import ListingLog, ReviewRound, TechnologyPage

REVIEW_WORKING_DAYS: Final = 5
LONGEST_NOTE: Final = 1000
ACTIONS: Final = {
    ReviewDecision.APPROVED: ListingAction.APPROVED,
    ReviewDecision.RETURNED: ListingAction.RETURNED,
    ReviewDecision.REFUSED: ListingAction.REFUSED,
}


def subject_of(page: Any) -> EnquirySubject:
    """Return what kind of listing a page is."""
    return EnquirySubject.TECHNOLOGY if isinstance(page, TechnologyPage) else EnquirySubject.NEED


def note_down(*, page: Any, action: ListingAction, by: Any | None, now: datetime, note: str = "") -> ListingLog:
    """Write one row of a listing's log; call it inside the transaction of the change."""
    return ListingLog.objects.create(
        subject=subject_of(page),
        translation_key=page.translation_key,
        action=action,
        by=by,
        at=now,
        note=note[:LONGEST_NOTE],
    )


def open_round(*, page: Any, title: str, by: Any, now: datetime) -> ReviewRound:
    """Begin a round, due after five working days; return it. Call it inside the transaction that starts the review."""
    made = ReviewRound.objects.create(
        subject=subject_of(page),
        translation_key=page.translation_key,
        page=page.page_ptr,
        title=title,
        organisation=page.organisation,
        sent_by=by,
        sent_at=now,
        due_on=working_days.add_working_days(clock.local(now).date(), REVIEW_WORKING_DAYS),
    )
    note_down(page=page, action=ListingAction.SENT, by=by, now=now)
    return made


def close_round(
    *, page: Any, decision: ReviewDecision, by: Any | None, now: datetime, reason: str = ""
) -> ReviewRound | None:
    """End the open round of a listing; return it, None where none is open.

    Raises DomainError on field ``reason`` where the author is owed one.
    """
    from django.utils.translation import gettext as _  # noqa: PLC0415 -- words of the moment

    words = text.paragraphs(reason)
    if decision in DECISIONS_WITH_REASON and not words:
        raise errors.DomainError(_("Write the reason: the author reads it and must know what to do."), field="reason")
    found = (
        ReviewRound.objects.select_for_update(of=("self",))
        .filter(translation_key=page.translation_key, decision=ReviewDecision.OPEN)
        .first()
    )
    if found is None:
        return None
    found.decision = decision
    found.reason = words
    found.decided_by = by
    found.decided_at = now
    found.save(update_fields=["decision", "reason", "decided_by", "decided_at"])
    if decision in ACTIONS:
        note_down(page=page, action=ACTIONS[decision], by=by, now=now, note=found.reason)
    return found
