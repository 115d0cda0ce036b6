"""How a registration enters: at once, through the e-mail address, through approval, or into the queue."""

from datetime import datetime, timedelta

from django.db import transaction

from portal.accounts.models import User
from registration import errors, queries
from registration.domain import gate, steps
from registration.domain import waiting_list as queue
from registration.enums import Notice, Reason, RegistrationState, WaitingListPolicy
from registration.models import Hold, PlaceKind, Registration


def require_room(*, place_kind: PlaceKind, party_size: int, now: datetime) -> queries.Look:
    """Return a look at the places; raise FullError where a party of this size can neither get some nor wait."""
    seen = queries.look(place_kind, now)
    is_short = seen.left_when_swept is not None and seen.left_when_swept < party_size
    if is_short and place_kind.waiting_list == WaitingListPolicy.NONE:
        raise errors.FullError
    return seen


def enter(*, registration: Registration, by: User | None, now: datetime) -> Registration:
    """Add a new registration and bring it to where it belongs.

    Raises FullError, RegistrationClosedError when it was closed while this one waited, or IntegrityError for a taken key.
    """
    kind = registration.place_kind
    size = registration.party_size
    seen = require_room(place_kind=kind, party_size=size, now=now)
    has_room = (seen.left is None or seen.left >= size) and not seen.somebody_waits
    if kind.needs_email_confirmation and registration.email_confirmed_at is None:
        keeps = has_room and not kind.needs_approval and kind.email_hold_minutes > 0
        return _enter_unconfirmed(registration=registration, pool_ids=seen.pool_ids if keeps else None, by=by, now=now)
    if kind.needs_approval:
        with transaction.atomic():
            _add(registration=registration, state=RegistrationState.PENDING_APPROVAL, by=by, now=now)
            steps.tell(registration=registration, notice=Notice.RECEIVED)
            gate.require_open_still(place_kind=kind)
        return registration
    if has_room:
        try:
            with transaction.atomic():
                _add(registration=registration, state=RegistrationState.CONFIRMED, by=by, now=now)
                steps.tell(registration=registration, notice=Notice.CONFIRMED)
                gate.take(pool_ids=seen.pool_ids, quantity=size)
                gate.require_open_still(place_kind=kind)
        except errors.FullError:
            registration.pk = None
        else:
            return registration
    with transaction.atomic():
        registration.state = RegistrationState.SUBMITTED
        registration.save(force_insert=True)
        settle(registration=registration, by=by, reason=Reason.FORM_SENT, now=now)
        gate.require_open_still(place_kind=kind)
    return registration


def _add(*, registration: Registration, state: RegistrationState, by: User | None, now: datetime) -> None:
    registration.state = state
    registration.save(force_insert=True)
    steps.log(
        registration=registration,
        source=RegistrationState.SUBMITTED,
        target=state,
        by=by,
        reason=Reason.FORM_SENT,
        now=now,
    )


def _enter_unconfirmed(
    *, registration: Registration, pool_ids: tuple[int, ...] | None, by: User | None, now: datetime
) -> Registration:
    """Add a registration that waits for its e-mail address; ``pool_ids`` None means that it holds nothing meanwhile."""
    kind = registration.place_kind
    try:
        with transaction.atomic():
            _add(registration=registration, state=RegistrationState.WAITING_FOR_EMAIL, by=by, now=now)
            if pool_ids is not None:
                Hold.objects.create(
                    place_kind=kind,
                    registration=registration,
                    quantity=registration.party_size,
                    expires_at=now + timedelta(minutes=kind.email_hold_minutes),
                )
            steps.tell(registration=registration, notice=Notice.CONFIRM_EMAIL)
            gate.take(pool_ids=pool_ids or (), quantity=registration.party_size)
            gate.require_open_still(place_kind=kind)
    except errors.FullError:
        registration.pk = None
        return _enter_unconfirmed(registration=registration, pool_ids=None, by=by, now=now)
    return registration


def settle(*, registration: Registration, by: User | None, reason: Reason, now: datetime, remark: str = "") -> None:
    """Give the registration its places if its turn has come, else put it on the waiting list; needs a transaction.

    Who was approved keeps the moment of asking; everybody else joins behind those who wait. Raises FullError where there is
    no waiting list.
    """
    kind = registration.place_kind
    keeps_moment = reason == Reason.APPROVED
    _offered, fits = queue.serve(subject=kind.subject, now=now, newcomer=registration, keeps_moment=keeps_moment)
    if not fits and kind.waiting_list == WaitingListPolicy.NONE:
        raise errors.FullError
    steps.move(
        registration=registration,
        target=RegistrationState.CONFIRMED if fits else RegistrationState.WAIT_LISTED,
        by=by,
        reason=reason if fits else Reason.NO_PLACE,
        now=now,
        remark=remark,
        also=("joined_at", "email_confirmed_at"),
    )
    steps.tell(registration=registration, notice=Notice.CONFIRMED if fits else Notice.WAIT_LISTED)
