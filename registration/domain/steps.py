"""One step of a registration: the legal move, its log row, its mail."""

from collections.abc import Collection, Sequence
from datetime import datetime

from portal.accounts.models import User
from portal.kernel.errors import IllegalMoveError
from registration import tasks
from registration.enums import MOVES, Notice, Reason, RegistrationState
from registration.models import Registration, RegistrationLog


def log(
    *,
    registration: Registration,
    source: RegistrationState,
    target: RegistrationState,
    by: User | None,
    reason: Reason,
    now: datetime,
    remark: str = "",
    passed: int = 0,
) -> None:
    """Add a row to the log of a registration; ``remark`` is what the deciding person wrote."""
    RegistrationLog.objects.create(
        registration=registration,
        from_state=source,
        to_state=target,
        by=by,
        reason=reason,
        remark=remark[:250],
        passed=passed,
        at=now,
    )


def move(
    *,
    registration: Registration,
    target: RegistrationState,
    by: User | None,
    reason: Reason,
    now: datetime,
    remark: str = "",
    passed: int = 0,
    also: Sequence[str] = (),
) -> None:
    """Bring a registration to another state and log it; ``also`` names further fields to write.

    Raises IllegalMoveError for a move that is not in the table.
    """
    source = RegistrationState(registration.state)
    MOVES.check(source, target)
    registration.state = target
    registration.changed_at = now
    registration.save(update_fields=["state", "changed_at", *also])
    log(
        registration=registration,
        source=source,
        target=target,
        by=by,
        reason=reason,
        now=now,
        remark=remark,
        passed=passed,
    )


def note(*, registration: Registration, by: User | None, reason: Reason, now: datetime, remark: str = "") -> None:
    """Log what happened to a registration that stays in its state."""
    state = RegistrationState(registration.state)
    log(registration=registration, source=state, target=state, by=by, reason=reason, now=now, remark=remark)


def tell(*, registration: Registration, notice: Notice) -> None:
    """Queue the mail of a step in the transaction of the step; it is rendered later, outside every lock."""
    tasks.send_notice.enqueue(registration.pk, notice.value)


def require(*, registration: Registration, states: Collection[RegistrationState]) -> None:
    """Raise IllegalMoveError unless the registration is in one of these states."""
    if registration.state not in states:
        raise IllegalMoveError
