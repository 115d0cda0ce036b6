"""One step of a registration: the legal move, its log row, its mail."""

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime

from portal.accounts.models import User
from portal.kernel.errors import IllegalMoveError
from registration import tasks
from registration.domain import session_places
from registration.enums import LIVE_STATES, MOVES, PLACE_HOLDING_STATES, Notice, Reason, RegistrationState
from registration.models import PlaceKind, Registration, RegistrationLog


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
    place_kind: PlaceKind | None = None,
) -> None:
    """Add a row to the log of a registration; ``remark`` is what the deciding person wrote, ``place_kind`` the kind that was left."""
    RegistrationLog.objects.create(
        registration=registration,
        from_state=source,
        to_state=target,
        by=by,
        reason=reason,
        remark=remark[:250],
        passed=passed,
        place_kind=place_kind,
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
    place_kind: PlaceKind | None = None,
    also: Sequence[str] = (),
) -> None:
    """Bring a registration to another state and log it, and its sessions with it; ``also`` names further fields to write.

    The subject's pools must be locked where places are taken or given back. Raises IllegalMoveError for a move that is not
    in the table.
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
        place_kind=place_kind,
    )
    if target is RegistrationState.CONFIRMED and source not in PLACE_HOLDING_STATES:
        session_places.settle(registration=registration, now=now)
    elif target not in LIVE_STATES:
        session_places.drop_all(registration=registration, now=now)


def note(
    *,
    registration: Registration,
    reason: Reason,
    by: User | None,
    now: datetime,
    place_kind: PlaceKind | None = None,
    remark: str = "",
) -> None:
    """Add a row to the log about a change that leaves the state as it is; no personal values belong in ``remark``."""
    state = RegistrationState(registration.state)
    RegistrationLog.objects.create(
        registration=registration,
        from_state=state,
        to_state=state,
        by=by,
        reason=reason,
        place_kind=place_kind,
        remark=remark[:250],
        at=now,
    )


def tell(*, registration: Registration, notice: Notice, left: Collection[uuid.UUID] = ()) -> None:
    """Queue the mail of a step in the transaction of the step; it is rendered later, outside every lock.

    ``left`` are sessions that the step gave up, which the mail takes back.
    """
    tasks.send_notice.enqueue(registration.pk, notice.value, left=sorted(str(key) for key in left))


def require(*, registration: Registration, states: Collection[RegistrationState]) -> None:
    """Raise IllegalMoveError unless the registration is in one of these states."""
    if registration.state not in states:
        raise IllegalMoveError
