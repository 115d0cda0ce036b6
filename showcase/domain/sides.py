"""Who acts on an enquiry, the lock that every change takes, its log, and the sender's link."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from exhibitors import queries as exhibitor_queries
from portal.kernel import errors, tokens
from showcase import permissions
from showcase.enquiry_enums import EnquiryStep, Side
from showcase.models import Enquiry, EnquiryLog

CONVERSATION_PURPOSE: Final = "showcase.enquiry.conversation"
CONFIRM_PURPOSE: Final = "showcase.enquiry.confirm"
CONVERSATION_LIFE: Final = timedelta(days=180)
CONFIRM_LIFE: Final = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Actor:
    """One side of an enquiry and, where it is known, the account that acts for it.

    A sender without an account is proven by the link alone; whoever makes such an actor has checked the link.
    """

    side: Side
    user: Any | None = None

    def check(self, enquiry: Enquiry) -> None:
        """Raise NotAllowedError unless this is a member who may write, or the enquiry's own sender."""
        if self.side is Side.OWNER:
            if not permissions.can_write(exhibitor_queries.membership_in(self.user, enquiry.organisation)):
                raise errors.NotAllowedError
        elif self.user is not None and self.user.pk != enquiry.sender_id:
            raise errors.NotAllowedError


def lock(enquiry: Enquiry) -> Enquiry:
    """Return the enquiry with its organisation, locked until the transaction ends."""
    return Enquiry.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=enquiry.pk)


def log(
    *, enquiry: Enquiry, step: EnquiryStep, now: datetime, side: Side | None = None, by: Any | None = None
) -> EnquiryLog:
    """Add a row to the log; without ``side`` the portal itself or an officer acted."""
    return EnquiryLog.objects.create(enquiry=enquiry, step=step, side=side or "", by=by, at=now)


def issue_link(*, enquiry: Enquiry, now: datetime) -> str:
    """Return a new secret with which the sender reads and continues this conversation for 180 days."""
    return tokens.issue(
        purpose=CONVERSATION_PURPOSE, subject=enquiry.reference, now=now, expires_at=now + CONVERSATION_LIFE
    )


def issue_confirmation(*, enquiry: Enquiry, now: datetime) -> str:
    """Return a new secret that proves the sender's address; it lives three days."""
    return tokens.issue(purpose=CONFIRM_PURPOSE, subject=enquiry.reference, now=now, expires_at=now + CONFIRM_LIFE)


def enquiry_of(*, purpose: str, secret: str, now: datetime) -> Enquiry | None:
    """Return the enquiry that a live secret of this purpose opens; None for an unknown, used or expired one."""
    reference = tokens.subject_of(purpose=purpose, secret=secret, now=now)
    found = Enquiry.objects.filter(reference=reference) if reference else Enquiry.objects.none()
    return found.select_related("organisation").first()
