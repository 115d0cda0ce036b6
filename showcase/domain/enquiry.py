"""Enquiries: asking, answering, closing, withdrawing; the only code that changes them."""

import secrets
import uuid
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from exhibitors import queries as exhibitor_queries
from portal.kernel import clock, errors, tokens
from portal.kernel.languages import Language
from showcase import emails, permissions
from showcase.enums import ENQUIRY_MOVES, EnquiryState, EnquirySubject
from showcase.models import Enquiry, TechnologyPage

REPLY_WORKING_DAYS: Final = 5
SATURDAY: Final = 5
WITHDRAW_PURPOSE: Final = "showcase.enquiry.withdraw"
WITHDRAW_LIFE: Final = timedelta(days=180)
MOST_A_DAY: Final = 20
# No 0, 1, I, O: a reference is read aloud on the telephone.
ALPHABET: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
REFERENCE_LETTERS: Final = 8


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


def reply_due(day: date) -> date:
    """Return the fifth working day, Monday to Friday, after ``day``."""
    left = REPLY_WORKING_DAYS
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < SATURDAY
    return day


def _reference() -> str:
    return "QT-" + "".join(secrets.choice(ALPHABET) for _index in range(REFERENCE_LETTERS))


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

    The same ``submission_key`` again returns the first record and sends nothing. Raises DomainError where nobody can be
    asked, LimitReachedError after 20 enquiries of one address within a day.
    """
    existing = Enquiry.objects.filter(submission_key=submission_key).first()
    if existing is not None:
        return existing
    if page.organisation is None or not page.live or not page.is_visible() or not _still_open(page):
        raise errors.DomainError(_("Enquiries about this are closed."))
    email = details.email.strip().lower()
    if Enquiry.objects.filter(email=email, created_at__gt=now - timedelta(days=1)).count() >= MOST_A_DAY:
        raise errors.LimitReachedError(
            _("Many enquiries were sent from this address today. Please go on tomorrow."), field="email"
        )
    try:
        with transaction.atomic():
            enquiry = _create(
                page=page,
                details=details,
                email=email,
                sender=sender,
                language=language,
                submission_key=submission_key,
                created_at=now,
            )
            secret = tokens.issue(
                purpose=WITHDRAW_PURPOSE, subject=enquiry.reference, now=now, expires_at=now + WITHDRAW_LIFE
            )
            emails.enquiry_received(enquiry=enquiry)
            emails.enquiry_copy(enquiry=enquiry, page=page, secret=secret)
    except IntegrityError:
        enquiry = Enquiry.objects.get(submission_key=submission_key)
    return enquiry


def _create(**fields: Any) -> Enquiry:
    page, details = fields.pop("page"), fields.pop("details")
    subject = EnquirySubject.TECHNOLOGY if isinstance(page, TechnologyPage) else EnquirySubject.NEED
    return Enquiry.objects.create(
        reference=_reference(),
        subject=subject,
        translation_key=page.translation_key,
        title=page.title,
        organisation=page.organisation,
        reply_due_on=reply_due(clock.local(fields["created_at"]).date()),
        **{**asdict(details), **fields},
    )


def _lock(enquiry: Enquiry) -> Enquiry:
    return Enquiry.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=enquiry.pk)


def _check_member(enquiry: Enquiry, by: Any) -> None:
    if not permissions.can_write(exhibitor_queries.membership_in(by, enquiry.organisation)):
        raise errors.NotAllowedError


@transaction.atomic
def answer(*, enquiry: Enquiry, by: Any, text: str, now: datetime) -> Enquiry:
    """Answer a new enquiry; the sender gets the words by mail. Return the record.

    Raises NotAllowedError for those who may not write for the organisation, IllegalMoveError, and DomainError for an
    empty answer.
    """
    locked = _lock(enquiry)
    _check_member(locked, by)
    if not text.strip():
        raise errors.DomainError(_("Write an answer."), field="answer")
    ENQUIRY_MOVES.check(EnquiryState(locked.state), EnquiryState.ANSWERED)
    locked.state = EnquiryState.ANSWERED
    locked.answer = text.strip()
    locked.answered_by = by
    locked.answered_at = now
    locked.save(update_fields=["state", "answer", "answered_by", "answered_at"])
    emails.enquiry_answered(enquiry=locked)
    return locked


@transaction.atomic
def close(*, enquiry: Enquiry, by: Any, now: datetime) -> Enquiry:
    """Close an enquiry for the organisation; return the record. Raises NotAllowedError and IllegalMoveError."""
    locked = _lock(enquiry)
    _check_member(locked, by)
    return _end(locked, EnquiryState.CLOSED, now)


@transaction.atomic
def withdraw(*, reference: str, now: datetime) -> Enquiry:
    """Withdraw an enquiry for its sender, who proved to hold its link; return the record. Raises IllegalMoveError."""
    locked = Enquiry.objects.select_for_update(of=("self",)).get(reference=reference)
    tokens.revoke_all(purpose=WITHDRAW_PURPOSE, subject=reference, now=now)
    return _end(locked, EnquiryState.WITHDRAWN, now)


def _end(locked: Enquiry, state: EnquiryState, now: datetime) -> Enquiry:
    ENQUIRY_MOVES.check(EnquiryState(locked.state), state)
    locked.state = state
    locked.closed_at = now
    locked.save(update_fields=["state", "closed_at"])
    return locked


def by_secret(*, secret: str, now: datetime) -> Enquiry | None:
    """Return the enquiry whose sender holds this link; None for an unknown, used or expired one."""
    reference = tokens.subject_of(purpose=WITHDRAW_PURPOSE, secret=secret, now=now)
    return Enquiry.objects.filter(reference=reference).first() if reference else None
