"""Enquiries: asking, confirming the address, answering, declining, closing, withdrawing; the only code that changes them."""

import uuid
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from portal.kernel import clock, errors, references, tokens, working_days
from portal.kernel import text as texts
from portal.kernel.languages import Language
from showcase import enquiry_emails as emails
from showcase import permissions
from showcase.domain import enquiry_limits, sides
from showcase.domain.sides import Actor
from showcase.enquiry_enums import DeclineReason, EnquiryStep, Side
from showcase.enums import ENQUIRY_MOVES, EnquiryState, EnquirySubject
from showcase.models import Enquiry, TechnologyPage

REPLY_WORKING_DAYS: Final = 5
LIFE: Final = timedelta(days=30)
"""After so many days without an answer an enquiry ends."""


@dataclass(frozen=True, slots=True)
class EnquiryDetails:
    """What the sender wrote: who they are, and the four questions of an expression of interest."""

    name: str
    email: str
    interest: str
    contribution: str = ""
    question: str = ""
    timing: str = ""
    phone: str = ""
    company: str = ""


def _clean(details: EnquiryDetails) -> dict[str, str]:
    """Return what the sender wrote in normal form: the answers to questions with their line breaks, the rest in one line."""
    answers = {"interest", "contribution", "question"}
    return {
        name: texts.paragraphs(words) if name in answers else texts.line(words)
        for name, words in asdict(details).items()
    }


def reply_due(day: date) -> date:
    """Return the fifth working day after ``day``."""
    return working_days.add_working_days(day, REPLY_WORKING_DAYS)


def _still_open(page: Any) -> bool:
    return bool(page.is_offered if isinstance(page, TechnologyPage) else page.is_open)


def ask(
    *,
    page: Any,
    details: EnquiryDetails,
    sender: Any | None,
    language: Language,
    submission_key: uuid.UUID,
    now: datetime,
) -> Enquiry:
    """Send an enquiry about a live technology or need to its organisation; return the record.

    It reaches the organisation at once where the address is that of the sender's own account, else when the link in the
    mail to that address is used. The same ``submission_key`` again returns the first record and sends nothing.

    Raises DomainError where nobody can be asked or the organisation refuses this sender, LimitReachedError for floods.
    """
    existing = Enquiry.objects.filter(submission_key=submission_key).first()
    if existing is not None:
        return existing
    if page.organisation is None or not page.live or not page.is_visible() or not _still_open(page):
        raise errors.DomainError(_("Enquiries about this are closed."))
    email = details.email.strip().lower()
    enquiry_limits.check_organisation(organisation=page.organisation, now=now)
    is_proven = sender is not None and sender.email == email
    if not is_proven:
        enquiry_limits.check_waiting(email=email, now=now)
    try:
        with transaction.atomic():
            enquiry = Enquiry.objects.create(
                reference=references.make(prefix="QT"),
                subject=EnquirySubject.TECHNOLOGY if isinstance(page, TechnologyPage) else EnquirySubject.NEED,
                translation_key=page.translation_key,
                title=page.title,
                organisation=page.organisation,
                sender=sender if is_proven else None,
                language=language,
                submission_key=submission_key,
                state=EnquiryState.UNCONFIRMED,
                reply_due_on=reply_due(clock.local(now).date()),
                created_at=now,
                **{**_clean(details), "email": email},
            )
            sides.log(enquiry=enquiry, step=EnquiryStep.SENT, now=now, side=Side.SENDER, by=enquiry.sender)
            if is_proven:
                _deliver(enquiry, now)
            else:
                emails.confirm_address(enquiry=enquiry, secret=sides.issue_confirmation(enquiry=enquiry, now=now))
    except IntegrityError:
        enquiry = Enquiry.objects.get(submission_key=submission_key)
    return enquiry


@transaction.atomic
def confirm(*, enquiry: Enquiry, now: datetime) -> Enquiry:
    """Hand an enquiry on whose sender proved the address by the link; return the record.

    Confirming twice changes nothing. Raises IllegalMoveError when it is over, DomainError where the organisation takes
    nothing from this sender, LimitReachedError where the address sent many today: the link works again the day after.
    """
    locked = sides.lock(enquiry)
    if locked.delivered_at is not None:
        return locked
    ENQUIRY_MOVES.check(EnquiryState(locked.state), EnquiryState.NEW)
    sides.log(enquiry=locked, step=EnquiryStep.CONFIRMED, now=now, side=Side.SENDER)
    return _deliver(locked, now)


def _deliver(enquiry: Enquiry, now: datetime) -> Enquiry:
    # Here the address is proven: by the account, or by the link in the mail to it.
    enquiry_limits.check_proven(enquiry=enquiry, now=now)
    enquiry_limits.check_not_refused(organisation=enquiry.organisation, email=enquiry.email)
    ENQUIRY_MOVES.check(EnquiryState(enquiry.state), EnquiryState.NEW)
    today = clock.local(now).date()
    enquiry.state = EnquiryState.NEW
    enquiry.delivered_at = now
    enquiry.reply_due_on = reply_due(today)
    enquiry.expires_on = today + LIFE
    enquiry.save(update_fields=["state", "delivered_at", "reply_due_on", "expires_on"])
    sides.log(enquiry=enquiry, step=EnquiryStep.DELIVERED, now=now)
    emails.received(enquiry=enquiry)
    emails.copy(enquiry=enquiry, secret=sides.issue_link(enquiry=enquiry, now=now))
    return enquiry


@transaction.atomic
def answer(*, enquiry: Enquiry, by: Any, text: str, now: datetime) -> Enquiry:
    """Answer a new enquiry; the sender gets the words by mail. Return the record.

    Raises NotAllowedError for those who may not write for the organisation, IllegalMoveError, and DomainError for an
    empty answer.
    """
    locked = sides.lock(enquiry)
    Actor(Side.OWNER, by).check(locked)
    words = texts.paragraphs(text)
    if not words:
        raise errors.DomainError(_("Write an answer."), field="answer")
    ENQUIRY_MOVES.check(EnquiryState(locked.state), EnquiryState.ANSWERED)
    locked.state = EnquiryState.ANSWERED
    locked.answer = words
    locked.answered_by = by
    locked.answered_at = now
    locked.save(update_fields=["state", "answer", "answered_by", "answered_at"])
    sides.log(enquiry=locked, step=EnquiryStep.ANSWERED, now=now, side=Side.OWNER, by=by)
    emails.answered(enquiry=locked, secret=sides.issue_link(enquiry=locked, now=now))
    return locked


@transaction.atomic
def decline(*, enquiry: Enquiry, by: Any, reason: DeclineReason, note: str = "", now: datetime) -> Enquiry:
    """Decline a new enquiry for one of nine reasons; the sender gets reason and words by mail. Return the record.

    Raises NotAllowedError for those who may not write for the organisation, and IllegalMoveError.
    """
    locked = sides.lock(enquiry)
    Actor(Side.OWNER, by).check(locked)
    ENQUIRY_MOVES.check(EnquiryState(locked.state), EnquiryState.DECLINED)
    locked.state = EnquiryState.DECLINED
    locked.decline_reason = reason
    locked.decline_note = texts.paragraphs(note)
    locked.closed_at = now
    locked.save(update_fields=["state", "decline_reason", "decline_note", "closed_at"])
    sides.log(enquiry=locked, step=EnquiryStep.DECLINED, now=now, side=Side.OWNER, by=by)
    emails.declined(enquiry=locked)
    return locked


@transaction.atomic
def close(*, enquiry: Enquiry, by: Any, now: datetime) -> Enquiry:
    """Close an answered enquiry for the organisation; return the record.

    A new one is answered or declined instead, so that its sender hears something. Raises NotAllowedError and
    IllegalMoveError.
    """
    locked = sides.lock(enquiry)
    Actor(Side.OWNER, by).check(locked)
    if locked.state != EnquiryState.ANSWERED:
        raise errors.IllegalMoveError
    return _end(locked, EnquiryState.CLOSED, EnquiryStep.CLOSED, now, side=Side.OWNER, by=by)


@transaction.atomic
def close_as_officer(*, enquiry: Enquiry, by: Any, now: datetime) -> Enquiry:
    """Close an enquiry that an officer holds to be abusive; return the record. Raises NotAllowedError, IllegalMoveError."""
    if not permissions.can_mediate(by):
        raise errors.NotAllowedError
    return _end(sides.lock(enquiry), EnquiryState.CLOSED, EnquiryStep.CLOSED, now, by=by)


@transaction.atomic
def withdraw(*, enquiry: Enquiry, actor: Actor, now: datetime) -> Enquiry:
    """Withdraw an enquiry for its sender; its links end. Return the record. Raises NotAllowedError, IllegalMoveError."""
    locked = sides.lock(enquiry)
    if actor.side is not Side.SENDER:
        raise errors.NotAllowedError
    actor.check(locked)
    for purpose in (sides.CONVERSATION_PURPOSE, sides.CONFIRM_PURPOSE):
        tokens.revoke_all(purpose=purpose, subject=locked.reference, now=now)
    return _end(locked, EnquiryState.WITHDRAWN, EnquiryStep.WITHDRAWN, now, side=Side.SENDER, by=actor.user)


def _end(
    locked: Enquiry, state: EnquiryState, step: EnquiryStep, now: datetime, *, side: Side | None = None, by: Any = None
) -> Enquiry:
    ENQUIRY_MOVES.check(EnquiryState(locked.state), state)
    locked.state = state
    locked.closed_at = now
    locked.save(update_fields=["state", "closed_at"])
    sides.log(enquiry=locked, step=step, now=now, side=side, by=by)
    return locked


def send_link_again(*, reference: str, email: str, now: datetime) -> bool:
    """Send the sender's link again, to the enquiry's own address only; return whether number and address belong together.

    The caller says the same either way, so that nobody learns who asked.
    """
    with transaction.atomic():
        found = Enquiry.objects.filter(reference__iexact=reference.strip(), email=email.strip().lower())
        enquiry = found.exclude(state=EnquiryState.WITHDRAWN).select_related("organisation").first()
        if enquiry is None:
            return False
        if enquiry.state == EnquiryState.UNCONFIRMED:
            emails.confirm_address(enquiry=enquiry, secret=sides.issue_confirmation(enquiry=enquiry, now=now))
        else:
            emails.link_again(enquiry=enquiry, secret=sides.issue_link(enquiry=enquiry, now=now))
    return True
