"""Signed links: one purpose each, no account needed (design.md section 5)."""

import uuid
from datetime import datetime, timedelta
from typing import Final

from portal.kernel import tokens
from registration import subjects
from registration.domain import steps
from registration.enums import LIVE_STATES, Notice
from registration.models import Registration
from registration.subjects import SubjectInfo

MANAGE: Final = "registration-manage"
CONFIRM: Final = "registration-confirm"
CONFIRM_LIFETIME: Final = timedelta(days=3)
MANAGE_MARGIN: Final = timedelta(days=60)


def issue_manage(*, registration: Registration, now: datetime, info: SubjectInfo | None = None) -> str:
    """Return a new secret with which its holder may see, answer and cancel this registration.

    It lives until ``MANAGE_MARGIN`` after the end of what was registered for, and at least that long from now, so that
    a link sent after the end still opens. ``info`` saves looking the subject up again. A lost or expired link can be sent
    anew (``send_again``); a subject put off has mails of its own, with new links.
    """
    known = info or subjects.info(registration.place_kind.subject)
    over = (known.ends or known.starts) if known is not None else now
    return tokens.issue(
        purpose=MANAGE, subject=str(registration.pk), now=now, expires_at=max(over, now) + MANAGE_MARGIN
    )


def issue_confirm(*, registration: Registration, now: datetime) -> str:
    """Return a new secret that proves the e-mail address of this registration; it lives three days."""
    return tokens.issue(purpose=CONFIRM, subject=str(registration.pk), now=now, expires_at=now + CONFIRM_LIFETIME)


def registration_of(*, purpose: str, secret: str, now: datetime) -> Registration | None:
    """Return the registration a live secret of this purpose opens, or None."""
    pk = tokens.subject_of(purpose=purpose, secret=secret, now=now)
    if pk is None:
        return None
    return Registration.objects.select_related("place_kind").filter(pk=int(pk)).first()


def send_again(*, email: str, subject: uuid.UUID) -> int:
    """Send the links of an address's live registrations for a subject to that address only; return how many.

    The caller says the same whatever the number is, so that nobody learns who registered.
    """
    rows = Registration.objects.filter(email=email.strip().lower(), place_kind__subject=subject, state__in=LIVE_STATES)
    count = 0
    for registration in rows.order_by("pk"):
        steps.tell(registration=registration, notice=Notice.LINK_AGAIN)
        count += 1
    return count
