"""Moving a registration to another class of the queue."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.kernel.errors import DomainError, IllegalMoveError, NotAllowedError
from registration import permissions
from registration.domain import audit
from registration.domain import waiting_list as queue
from registration.enums import RegistrationState
from registration.models import Registration
from registration.organiser_enums import AuditAction

LARGEST: Final = 999
STATES: Final = frozenset(
    {RegistrationState.WAITING_FOR_EMAIL, RegistrationState.PENDING_APPROVAL, RegistrationState.WAIT_LISTED}
)
"""In which a class still decides anything."""


@transaction.atomic
def set_class(*, registration: Registration, queue_class: int, by: User, now: datetime) -> Registration:
    """Move a registration to another class (lower numbers are served first) and serve the queue; return it as it is then.

    The same class again changes nothing. Raises NotAllowedError, IllegalMoveError where no queue is ahead of it any more, and
    DomainError on ``queue_class`` for a number outside 1 to 999.
    """
    if not permissions.may_decide(by):
        raise NotAllowedError
    if not 1 <= queue_class <= LARGEST:
        raise DomainError(_("Give a number from 1 to %(number)d.") % {"number": LARGEST}, field="queue_class")
    current = queue.locked(registration=registration)
    if current.state not in STATES:
        raise IllegalMoveError
    if current.queue_class == queue_class:
        return current
    audit.record(
        action=AuditAction.CLASS_CHANGED,
        by=by,
        now=now,
        subject=current.place_kind.subject,
        about=current,
        label=current.reference,
        changes=[("queue_class", current.queue_class, queue_class)],
    )
    current.queue_class = queue_class
    current.changed_at = now
    current.save(update_fields=["queue_class", "changed_at"])
    queue.serve(subject=current.place_kind.subject, now=now)
    current.refresh_from_db()
    return current
