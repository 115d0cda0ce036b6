"""Links by which trainers without an account keep the attendance of their sessions: one purpose, an expiry, revocable."""

import uuid
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.kernel import text, tokens
from portal.kernel.errors import DomainError, NotAllowedError
from registration import courses, permissions
from registration.models import TrainerLink

PURPOSE: Final = "registration-trainer"
MARGIN: Final = timedelta(days=3)
"""How long after the end of the last session a list can still be corrected by its link."""


@transaction.atomic
def give(
    *, subject: uuid.UUID, session: uuid.UUID | None, name: str, by: User, now: datetime
) -> tuple[TrainerLink, str]:
    """Make a link for a trainer; return its record and the secret, which cannot be read back later.

    ``session`` None means all sessions. Raises NotAllowedError, and DomainError for a missing name, an unknown course or session,
    and a course that is over for longer than the margin.
    """
    if not permissions.may_decide(by):
        raise NotAllowedError
    course = courses.info(subject)
    if course is None:
        raise DomainError(_("This course does not exist."))
    found = None if session is None else course.session(session)
    if session is not None and found is None:
        raise DomainError(_("This session does not belong to the course."), field="session")
    called = text.line(name)
    if not text.words(called):
        raise DomainError(_("Enter the name of the trainer."), field="name")
    expires_at = (course.ends if found is None else found.ends) + MARGIN
    if expires_at <= now:
        raise DomainError(_("The course is over; its lists can be corrected by the organisers only."))
    link = TrainerLink.objects.create(
        subject=subject, session=session, name=called, created_by=by, created_at=now, expires_at=expires_at
    )
    return link, tokens.issue(purpose=PURPOSE, subject=str(link.pk), now=now, expires_at=expires_at)


@transaction.atomic
def withdraw(*, link: TrainerLink, by: User, now: datetime) -> TrainerLink:
    """Let a link open nothing any more; doing it twice changes nothing. Raises NotAllowedError."""
    if not permissions.may_decide(by):
        raise NotAllowedError
    current = TrainerLink.objects.select_for_update().get(pk=link.pk)
    if current.revoked_at is None:
        current.revoked_at = now
        current.save(update_fields=["revoked_at"])
        tokens.revoke_all(purpose=PURPOSE, subject=str(current.pk), now=now)
    return current


def opened_by(*, secret: str, now: datetime) -> TrainerLink | None:
    """Return the link that a live secret opens, or None."""
    pk = tokens.subject_of(purpose=PURPOSE, secret=secret, now=now)
    return None if pk is None else TrainerLink.objects.filter(pk=int(pk)).first()
