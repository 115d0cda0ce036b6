"""Who came and who did not."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from django.db import transaction

from portal.accounts.models import User
from portal.kernel.errors import NotAllowedError
from registration import permissions
from registration.domain import steps
from registration.enums import MOVES, Reason, RegistrationState
from registration.models import Registration, RegistrationLog

_ROWS: Final = 500
_MAY_ATTEND: Final = frozenset(state for state in RegistrationState if MOVES.allows(state, RegistrationState.ATTENDED))


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


def note_entered(*, registration_ids: Collection[int], by: User | None, now: datetime, remark: str) -> None:
    """Note that the first person of each party came through a gate; needs a transaction.

    Costs the same few statements for any number. Whoever cancelled meanwhile stays cancelled: the reading itself is the record.
    """
    rows = Registration.objects.filter(pk__in=registration_ids, state__in=_MAY_ATTEND)
    states = dict(rows.select_for_update().order_by("pk").values_list("pk", "state"))
    if not states:
        return
    Registration.objects.filter(pk__in=states).update(state=RegistrationState.ATTENDED, changed_at=now)
    RegistrationLog.objects.bulk_create(
        (
            RegistrationLog(
                registration_id=pk,
                from_state=state,
                to_state=RegistrationState.ATTENDED,
                by=by,
                reason=Reason.CAME,
                remark=remark[:250],
                at=now,
            )
            for pk, state in states.items()
        ),
        batch_size=_ROWS,
    )


def take_back_entry(*, registration: Registration, by: User | None, now: datetime, remark: str) -> None:
    """Confirm a registration again of whose party nobody has come in after all; needs a transaction."""
    current = Registration.objects.select_for_update().get(pk=registration.pk)
    if current.state == RegistrationState.ATTENDED:
        steps.move(
            registration=current,
            target=RegistrationState.CONFIRMED,
            by=by,
            reason=Reason.UNDONE,
            now=now,
            remark=remark,
        )
