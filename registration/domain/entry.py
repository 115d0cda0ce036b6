"""How a registration enters: at once, through the e-mail address, through approval, or into the queue."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from portal.accounts.models import User
from registration import errors, queries
from registration.answered import Answered
from registration.domain import answers, gate, option_places, steps
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


def enter(
    *, registration: Registration, by: User | None, now: datetime, answered: Answered | None = None
) -> Registration:
    """Add a new registration and bring it to where it belongs.

    Raises FullError, OptionFullError, RegistrationClosedError when it was closed while this one waited, or IntegrityError for a taken key.
    """
    kind = registration.place_kind
    size = registration.party_size
    seen = require_room(place_kind=kind, party_size=size, now=now)
    claims = option_places.claims(answered)
    option_places.require_room(claims=claims, party_size=size, now=now)
    options = tuple(claim.pool_id for claim in claims)
    has_room = (seen.left is None or seen.left >= size) and not seen.somebody_waits
    if kind.needs_email_confirmation and registration.email_confirmed_at is None:
        keeps = has_room and not kind.needs_approval and kind.email_hold_minutes > 0
        pool_ids = (*seen.pool_ids, *options) if keeps else None
        return _enter_unconfirmed(
            registration=registration, pool_ids=pool_ids, by=by, now=now, answered=answered, claims=claims
        )
    if kind.needs_approval:
        with transaction.atomic():
            _add(
                registration=registration,
                state=RegistrationState.PENDING_APPROVAL,
                by=by,
                now=now,
                answered=answered,
            )
            steps.tell(registration=registration, notice=Notice.RECEIVED)
            gate.require_open_still(place_kind=kind)
        return registration
    if has_room:
        try:
            with transaction.atomic():
                _add(registration=registration, state=RegistrationState.CONFIRMED, by=by, now=now, answered=answered)
                option_places.note(registration=registration, claims=claims, now=now)
                steps.tell(registration=registration, notice=Notice.CONFIRMED)
                gate.take(pool_ids=(*seen.pool_ids, *options), quantity=size)
                gate.require_open_still(place_kind=kind)
        except errors.FullError:
            registration.pk = None
        else:
            return registration
    with transaction.atomic():
        registration.state = RegistrationState.SUBMITTED
        registration.save(force_insert=True)
        answers.write(registration=registration, answered=answered, now=now)
        settle(registration=registration, by=by, reason=Reason.FORM_SENT, now=now, claims=claims)
        gate.require_open_still(place_kind=kind)
    return registration


def _add(
    *,
    registration: Registration,
    state: RegistrationState,
    by: User | None,
    now: datetime,
    answered: Answered | None,
) -> None:
    registration.state = state
    registration.save(force_insert=True)
    answers.write(registration=registration, answered=answered, now=now)
    steps.log(
        registration=registration,
        source=RegistrationState.SUBMITTED,
        target=state,
        by=by,
        reason=Reason.FORM_SENT,
        now=now,
    )


def _enter_unconfirmed(
    *,
    registration: Registration,
    pool_ids: tuple[int, ...] | None,
    by: User | None,
    now: datetime,
    answered: Answered | None,
    claims: Sequence[option_places.Claim],
) -> Registration:
    """Add a registration that waits for its e-mail address; ``pool_ids`` None means that it holds nothing meanwhile."""
    kind = registration.place_kind
    try:
        with transaction.atomic():
            _add(
                registration=registration,
                state=RegistrationState.WAITING_FOR_EMAIL,
                by=by,
                now=now,
                answered=answered,
            )
            if pool_ids is not None:
                Hold.objects.create(
                    place_kind=kind,
                    registration=registration,
                    quantity=registration.party_size,
                    expires_at=now + timedelta(minutes=kind.email_hold_minutes),
                )
                option_places.note(registration=registration, claims=claims, now=now)
            steps.tell(registration=registration, notice=Notice.CONFIRM_EMAIL)
            gate.take(pool_ids=pool_ids or (), quantity=registration.party_size)
            gate.require_open_still(place_kind=kind)
    except errors.FullError:
        registration.pk = None
        option_places.require_room(claims=claims, party_size=registration.party_size, now=now)
        return _enter_unconfirmed(
            registration=registration, pool_ids=None, by=by, now=now, answered=answered, claims=claims
        )
    return registration


def settle(
    *,
    registration: Registration,
    by: User | None,
    reason: Reason,
    now: datetime,
    remark: str = "",
    claims: Sequence[option_places.Claim] | None = None,
) -> None:
    """Give the registration its places if its turn has come, else put it on the waiting list; needs a transaction.

    Who was approved keeps the moment of asking; everybody else joins behind those who wait. ``claims`` are the options that a form
    asks for, all or nothing; without them what is left of the answers' options is taken. Raises FullError where there is no
    waiting list, and OptionFullError for a claim without a place.
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
    if fits and claims is None:
        option_places.take_what_is_left(registration=registration, now=now)
    elif fits and claims:
        option_places.take(registration=registration, claims=claims, now=now)
    steps.tell(registration=registration, notice=Notice.CONFIRMED if fits else Notice.WAIT_LISTED)
