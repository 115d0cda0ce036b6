"""Places in sessions, as the steps of their registrations move them (ADR 0018).

All of it runs in a transaction in which the subject's pools are locked. A session's places belong to a registration that
holds its own: they are taken when it is confirmed and given back when it ends.
"""

import uuid
from collections.abc import Collection
from datetime import datetime

from registration import errors, queries, tasks
from registration.domain import gate
from registration.enums import (
    LIVE_SESSION_STATES,
    Notice,
    Reason,
    SessionPlaceState,
    WaitingListPolicy,
)
from registration.models import Hold, PlaceKind, Registration, RegistrationLog, SessionPlace


def log(*, place: SessionPlace, reason: Reason, now: datetime) -> None:
    """Add a row about one session to the log of the registration, whose state stays."""
    state = place.registration.state
    RegistrationLog.objects.create(
        registration=place.registration,
        from_state=state,
        to_state=state,
        reason=reason,
        place_kind=place.place_kind,
        at=now,
    )


def require_room(*, kinds: Collection[PlaceKind], party_size: int, now: datetime, waits: bool = False) -> None:
    """Raise SessionFullError for the first session that has no places for the party, after those who wait for it.

    Somebody who ``waits`` needs room only in sessions without a waiting list.
    """
    if waits:
        kinds = [kind for kind in kinds if kind.waiting_list == WaitingListPolicy.NONE]
    if not kinds:
        return
    left, waited_for = queries.left_by_kind(kinds, now), queries.sessions_that_wait([kind.pk for kind in kinds], now)
    for kind in kinds:
        free = left[kind.pk]
        if kind.pk in waited_for or (free is not None and free < party_size):
            assert kind.session is not None  # noqa: S101 -- only kinds of sessions come here
            raise errors.SessionFullError(session=kind.session)


def ask(*, registration: Registration, kinds: Collection[PlaceKind], now: datetime) -> list[SessionPlace]:
    """Note which sessions a registration wants; nothing is taken yet."""
    return [
        SessionPlace.objects.update_or_create(
            registration=registration,
            place_kind=kind,
            defaults={"state": SessionPlaceState.REQUESTED, "joined_at": now, "changed_at": now},
        )[0]
        for kind in sorted(kinds, key=lambda kind: kind.pk)
    ]


def keep(*, places: Collection[SessionPlace], expires_at: datetime) -> None:
    """Keep the places of sessions until the registration's e-mail address is confirmed; what is short is left to ``settle``."""
    for place in places:
        quantity = place.registration.party_size
        try:
            gate.take(pool_ids=queries.pool_ids_of(place.place_kind_id), quantity=quantity)
        except errors.FullError:
            continue
        Hold.objects.create(place_kind=place.place_kind, session_place=place, quantity=quantity, expires_at=expires_at)


def settle(*, registration: Registration, now: datetime) -> None:
    """Take the places of every session that was decided with the registration, or join the session's waiting list."""
    wanted = SessionPlace.objects.filter(registration=registration, state=SessionPlaceState.REQUESTED)
    for place in wanted.select_related("place_kind").order_by("place_kind_id"):
        place.registration = registration
        hold = Hold.objects.filter(session_place=place).first()
        if hold is not None and hold.expires_at > now:
            hold.delete()
            _set(place=place, state=SessionPlaceState.HELD, now=now)
            continue
        if hold is not None:
            gate.release(hold=hold)
        take_or_wait(place=place, now=now)


def take_or_wait(*, place: SessionPlace, now: datetime) -> None:
    """Take the places of one session for the whole party, or join its waiting list from now on."""
    is_free = not queries.sessions_that_wait([place.place_kind_id], now) and _take(place=place)
    if not is_free:
        place.joined_at = now
    _set(place=place, state=SessionPlaceState.HELD if is_free else SessionPlaceState.WAITING, now=now)
    log(place=place, reason=Reason.SESSION_CHOSEN if is_free else Reason.SESSION_AWAITED, now=now)


def drop(*, place: SessionPlace, now: datetime) -> None:
    """Give a session up, with its places; those who wait are served by ``waiting_list.serve``."""
    if place.state == SessionPlaceState.HELD:
        gate.give_back(pool_ids=queries.pool_ids_of(place.place_kind_id), quantity=place.registration.party_size)
    for hold in Hold.objects.filter(session_place=place):
        gate.release(hold=hold)
    _set(place=place, state=SessionPlaceState.DROPPED, now=now)


def drop_all(*, registration: Registration, now: datetime) -> None:
    """Give up every session of a registration that has ended; the end itself stands in the log."""
    for place in SessionPlace.objects.filter(registration=registration, state__in=LIVE_SESSION_STATES).order_by(
        "place_kind_id"
    ):
        place.registration = registration
        drop(place=place, now=now)


def serve(*, subject: uuid.UUID, now: datetime) -> list[SessionPlace]:
    """Give free places of sessions to those who wait for them, in order; return what was given.

    They are given, not offered: who waits for a session comes to the event anyway and can give the session up with a button.
    """
    waiting = SessionPlace.objects.servable(now).filter(place_kind__subject=subject)
    given: list[SessionPlace] = []
    short: set[int] = set()
    for place in waiting.select_related("registration", "place_kind").order_by("joined_at", "pk"):
        kind = place.place_kind
        if kind.pk in short:
            continue
        if _take(place=place):
            _set(place=place, state=SessionPlaceState.HELD, now=now)
            log(place=place, reason=Reason.SESSION_GIVEN, now=now)
            tasks.send_notice.enqueue(place.registration_id, Notice.SESSION_GIVEN.value)
            given.append(place)
        elif kind.waiting_list != WaitingListPolicy.FILL:
            short.add(kind.pk)
    return given


def _take(*, place: SessionPlace) -> bool:
    try:
        gate.take(pool_ids=queries.pool_ids_of(place.place_kind_id), quantity=place.registration.party_size)
    except errors.FullError:
        return False
    return True


def _set(*, place: SessionPlace, state: SessionPlaceState, now: datetime) -> None:
    place.state, place.changed_at = state, now
    place.save(update_fields=["state", "joined_at", "changed_at"])
