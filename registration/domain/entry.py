"""How a registration enters: at once, through the e-mail address, through approval, or into the queue."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from portal.accounts.models import User
from registration import errors, queries
from registration.domain import gate, option_places, session_places, steps
from registration.domain import waiting_list as queue
from registration.domain.parts import NOTHING, Parts
from registration.enums import Notice, Reason, RegistrationState, WaitingListPolicy
from registration.models import Hold, PlaceKind, Registration, SessionPlace

UNCONFIRMED_PLACES: Final = 20
"""Places that one connection may keep for addresses that nobody has confirmed. Who comes later registers all the same, and
gets a place at the moment of confirming: nobody can hoard places with addresses that are not theirs."""


def require_room(*, place_kind: PlaceKind, party_size: int, now: datetime) -> queries.Look:
    """Return a look at the places; raise FullError where a party of this size can neither get some nor wait."""
    seen = queries.look(place_kind, now)
    is_short = seen.left_when_swept is not None and seen.left_when_swept < party_size
    if is_short and place_kind.waiting_list == WaitingListPolicy.NONE:
        raise errors.FullError
    return seen


def enter(*, registration: Registration, by: User | None, now: datetime, parts: Parts = NOTHING) -> Registration:
    """Add a new registration with its parts and bring it to where it belongs.

    Raises FullError, OptionFullError, SessionFullError, RegistrationClosedError when it was closed while this one waited, or IntegrityError for
    a taken key.
    """
    kind = registration.place_kind
    size = registration.party_size
    seen = require_room(place_kind=kind, party_size=size, now=now)
    claims = option_places.claims(parts.answered)
    option_places.require_room(claims=claims, party_size=size, now=now)
    pool_ids = (*seen.pool_ids, *(claim.pool_id for claim in claims))
    has_room = (seen.left is None or seen.left >= size) and not seen.somebody_waits
    if parts.sessions:
        return _enter_with_sessions(registration=registration, parts=parts, claims=claims, by=by, now=now)
    if kind.needs_email_confirmation and registration.email_confirmed_at is None:
        keeps = has_room and _may_keep(registration=registration, parts=parts, now=now)
        return _enter_unconfirmed(
            registration=registration,
            parts=parts,
            claims=claims,
            pool_ids=pool_ids if keeps else None,
            by=by,
            now=now,
        )
    if kind.needs_approval:
        with transaction.atomic():
            _add(registration=registration, parts=parts, state=RegistrationState.PENDING_APPROVAL, by=by, now=now)
            steps.tell(registration=registration, notice=Notice.RECEIVED)
            gate.require_open_still(place_kind=kind)
        return registration
    if has_room:
        try:
            with transaction.atomic():
                _add(registration=registration, parts=parts, state=RegistrationState.CONFIRMED, by=by, now=now)
                option_places.note(registration=registration, claims=claims, now=now)
                steps.tell(registration=registration, notice=Notice.CONFIRMED)
                gate.take(pool_ids=pool_ids, quantity=size)
                gate.require_open_still(place_kind=kind)
        except errors.FullError:
            registration.pk = None
        else:
            return registration
    with transaction.atomic():
        registration.state = RegistrationState.SUBMITTED
        registration.save(force_insert=True)
        parts.attach(registration, now)
        settle(registration=registration, by=by, reason=Reason.FORM_SENT, now=now, claims=claims)
        gate.require_open_still(place_kind=kind)
    return registration


def _may_keep(*, registration: Registration, parts: Parts, now: datetime) -> bool:
    """Return whether places are kept while the address is not confirmed."""
    kind = registration.place_kind
    if kind.needs_approval or kind.email_hold_minutes == 0:
        return False
    if not parts.connection:
        return True
    return queries.held_unconfirmed(parts.connection, now) + registration.party_size <= UNCONFIRMED_PLACES


def _add(*, registration: Registration, parts: Parts, state: RegistrationState, by: User | None, now: datetime) -> None:
    registration.state = state
    registration.save(force_insert=True)
    parts.attach(registration, now)
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
    parts: Parts,
    claims: Sequence[option_places.Claim],
    pool_ids: tuple[int, ...] | None,
    by: User | None,
    now: datetime,
) -> Registration:
    """Add a registration that waits for its e-mail address; ``pool_ids`` None means that it holds nothing meanwhile."""
    kind = registration.place_kind
    try:
        with transaction.atomic():
            _add(registration=registration, parts=parts, state=RegistrationState.WAITING_FOR_EMAIL, by=by, now=now)
            if pool_ids is not None:
                Hold.objects.create(
                    place_kind=kind,
                    registration=registration,
                    owner=parts.connection,
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
        return _enter_unconfirmed(registration=registration, parts=parts, claims=claims, pool_ids=None, by=by, now=now)
    return registration


@transaction.atomic
def _enter_with_sessions(
    *,
    registration: Registration,
    parts: Parts,
    claims: Sequence[option_places.Claim],
    by: User | None,
    now: datetime,
) -> Registration:
    """Add a registration with sessions, all or nothing: the row first, then every pool of the subject by key (ADR 0018)."""
    kind, size = registration.place_kind, registration.party_size
    registration.state = RegistrationState.SUBMITTED
    registration.save(force_insert=True)
    parts.attach(registration, now)
    gate.lock(subject=kind.subject)
    session_places.require_room(kinds=parts.sessions, party_size=size, now=now, waits=parts.waits_for_sessions)
    wanted = session_places.ask(registration=registration, kinds=parts.sessions, now=now)
    if kind.needs_email_confirmation and registration.email_confirmed_at is None:
        _keep_with_sessions(registration=registration, parts=parts, claims=claims, wanted=wanted, now=now)
        target, notice = RegistrationState.WAITING_FOR_EMAIL, Notice.CONFIRM_EMAIL
    elif kind.needs_approval:
        target, notice = RegistrationState.PENDING_APPROVAL, Notice.RECEIVED
    else:
        settle(registration=registration, by=by, reason=Reason.FORM_SENT, now=now, claims=claims)
        gate.require_open_still(place_kind=kind)
        return registration
    steps.move(registration=registration, target=target, by=by, reason=Reason.FORM_SENT, now=now)
    steps.tell(registration=registration, notice=notice)
    gate.require_open_still(place_kind=kind)
    return registration


def _keep_with_sessions(
    *,
    registration: Registration,
    parts: Parts,
    claims: Sequence[option_places.Claim],
    wanted: list[SessionPlace],
    now: datetime,
) -> None:
    """Keep the places of the whole and of its sessions until the address is confirmed, if its turn has come."""
    if not _may_keep(registration=registration, parts=parts, now=now):
        return
    kind = registration.place_kind
    _offered, fits = queue.serve(subject=kind.subject, now=now, newcomer=registration)
    if not fits:
        return
    expires_at = now + timedelta(minutes=kind.email_hold_minutes)
    Hold.objects.create(
        place_kind=kind,
        registration=registration,
        owner=parts.connection,
        quantity=registration.party_size,
        expires_at=expires_at,
    )
    option_places.take(registration=registration, claims=claims, now=now)
    session_places.keep(places=wanted, expires_at=expires_at)


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
