"""Who came and who did not."""

from datetime import datetime

from django.db import transaction

from portal.accounts.models import User
from portal.kernel.errors import NotAllowedError
from registration import permissions
from registration.domain import steps
from registration.enums import Reason, RegistrationState
from registration.models import Registration


def _step(
    *, registration: Registration, target: RegistrationState, reason: Reason, by: User, now: datetime
) -> Registration:
    if not permissions.may_decide(by):
        raise NotAllowedError
    with transaction.atomic():
        current = Registration.objects.select_for_update().get(pk=registration.pk)
        if current.state != target:
            steps.move(registration=current, target=target, by=by, reason=reason, now=now)
    return current


def mark_attended(*, registration: Registration, by: User, now: datetime) -> Registration:
    """Note that the party came; noting it twice changes nothing. Raises NotAllowedError, IllegalMoveError."""
    return _step(registration=registration, target=RegistrationState.ATTENDED, reason=Reason.CAME, by=by, now=now)


def mark_absent(*, registration: Registration, by: User, now: datetime) -> Registration:
    """Note that the party did not come. Raises NotAllowedError, IllegalMoveError."""
    return _step(registration=registration, target=RegistrationState.ABSENT, reason=Reason.DID_NOT_COME, by=by, now=now)


def undo(*, registration: Registration, by: User, now: datetime) -> Registration:
    """Take back what was noted: the registration is confirmed again. Raises NotAllowedError, IllegalMoveError."""
    return _step(registration=registration, target=RegistrationState.CONFIRMED, reason=Reason.UNDONE, by=by, now=now)
