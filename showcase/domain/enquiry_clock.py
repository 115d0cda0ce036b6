"""The daily look at enquiries: reminding, telling the officers, ending. Catches up, and does nothing twice."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction

from portal.kernel import clock, tokens, working_days
from showcase import enquiry_emails as emails
from showcase.domain import enquiry as enquiries
from showcase.domain import sides
from showcase.enquiry_enums import EnquiryStep
from showcase.enums import ENQUIRY_MOVES, EnquiryState
from showcase.models import Enquiry

REMIND_WORKING_DAYS_BEFORE: Final = 1


@dataclass(frozen=True, slots=True)
class Done:
    """How many enquiries were ended, told to the officers, reminded of, and ended unconfirmed."""

    expired: int
    alerted: int
    reminded: int
    unconfirmed: int


def run(*, now: datetime) -> Done:
    """Do what is due on the day of ``now`` and before; each enquiry in a transaction of its own. Running again does nothing.

    Order matters after a pause: what ended meanwhile is not reminded of any more.
    """
    today = clock.local(now).date()
    waiting = Enquiry.objects.filter(state=EnquiryState.NEW)
    reminder_for = working_days.add_working_days(today, REMIND_WORKING_DAYS_BEFORE)
    return Done(
        expired=_each(waiting.filter(expires_on__lte=today), _expire, now),
        alerted=_each(waiting.filter(reply_due_on__lt=today, alerted_at=None), _alert, now),
        reminded=_each(
            waiting.filter(reply_due_on__gte=today, reply_due_on__lte=reminder_for, reminded_at=None), _remind, now
        ),
        unconfirmed=_each(
            Enquiry.objects.filter(state=EnquiryState.UNCONFIRMED, created_at__lte=now - sides.CONFIRM_LIFE),
            _forget,
            now,
        ),
    )


def _each(found: Any, act: Callable[[Enquiry, datetime], bool], now: datetime) -> int:
    count = 0
    for enquiry in list(found.order_by("pk")):
        with transaction.atomic():
            count += act(sides.lock(enquiry), now)
    return count


def _expire(enquiry: Enquiry, now: datetime) -> bool:
    # Somebody may have answered between the list and the lock.
    if not ENQUIRY_MOVES.allows(EnquiryState(enquiry.state), EnquiryState.EXPIRED):
        return False
    enquiry.state = EnquiryState.EXPIRED
    enquiry.closed_at = now
    enquiry.save(update_fields=["state", "closed_at"])
    sides.log(enquiry=enquiry, step=EnquiryStep.EXPIRED, now=now)
    emails.expired(enquiry=enquiry)
    return True


def _alert(enquiry: Enquiry, now: datetime) -> bool:
    if enquiry.state != EnquiryState.NEW or enquiry.alerted_at is not None:
        return False
    enquiry.alerted_at = now
    enquiry.save(update_fields=["alerted_at"])
    sides.log(enquiry=enquiry, step=EnquiryStep.ALERTED, now=now)
    emails.late(enquiry=enquiry)
    return True


def _remind(enquiry: Enquiry, now: datetime) -> bool:
    if enquiry.state != EnquiryState.NEW or enquiry.reminded_at is not None:
        return False
    enquiry.reminded_at = now
    enquiry.save(update_fields=["reminded_at"])
    sides.log(enquiry=enquiry, step=EnquiryStep.REMINDED, now=now)
    emails.reminder(enquiry=enquiry)
    return True


def _forget(enquiry: Enquiry, now: datetime) -> bool:
    """End what nobody confirmed: without a mail, because the address may be a stranger's."""
    if enquiry.state != EnquiryState.UNCONFIRMED:
        return False
    enquiry.state = EnquiryState.EXPIRED
    enquiry.closed_at = now
    enquiry.save(update_fields=["state", "closed_at"])
    tokens.revoke_all(purpose=sides.CONFIRM_PURPOSE, subject=enquiry.reference, now=now)
    sides.log(enquiry=enquiry, step=EnquiryStep.EXPIRED, now=now)
    return True


def horizon(now: datetime) -> date:
    """Return the last day on which an answer to an enquiry of today could be due; its year's holidays must be known."""
    return working_days.add_working_days(clock.local(now).date(), enquiries.REPLY_WORKING_DAYS)
