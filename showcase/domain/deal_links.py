"""The link with which a partner without an account reads and answers a reported outcome."""

from datetime import datetime, timedelta
from typing import Final

from portal.kernel import tokens
from showcase.models import Deal

ANSWER_PURPOSE: Final = "showcase.deal.answer"
ANSWER_LIFE: Final = timedelta(days=90)


def issue(*, deal: Deal, now: datetime) -> str:
    """Return a new secret with which the partner reads and answers this report for 90 days."""
    return tokens.issue(purpose=ANSWER_PURPOSE, subject=deal.reference, now=now, expires_at=now + ANSWER_LIFE)


def deal_of(*, secret: str, now: datetime) -> Deal | None:
    """Return the report that a live link opens; None for an unknown, used or expired one."""
    reference = tokens.subject_of(purpose=ANSWER_PURPOSE, secret=secret, now=now)
    found = Deal.objects.filter(reference=reference) if reference else Deal.objects.none()
    return found.select_related("organisation", "partner_organisation", "enquiry").first()
