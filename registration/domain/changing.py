"""Changing what a registration says: names, telephone, note, number of people, and its sessions."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.kernel import text
from portal.kernel.errors import DomainError, LimitReachedError, NotAllowedError, StaleError
from registration import clashes, errors, permissions, queries, subjects
from registration.domain import gate, option_places, parts, session_places, steps, tickets
from registration.domain import waiting_list as queue
from registration.enums import (
    CANCELLABLE_STATES,
    PLACE_HOLDING_STATES,
    Notice,
    Reason,
    RegistrationState,
    SessionPlaceState,
)
from registration.models import PlaceKind, Registration, SessionPlace
from registration.subjects import SessionInfo

RESIZABLE_STATES = frozenset(
    {RegistrationState.CONFIRMED, RegistrationState.WAIT_LISTED, RegistrationState.PENDING_APPROVAL}
)


@dataclass(frozen=True, slots=True)
class Details:
    """What the holder may change by themselves; ``others`` are the names of those who come along."""

    full_name: str
    phone: str
    organisation: str
    note: str
    party_size: int
    others: tuple[str, ...]


def details_of(registration: Registration) -> Details:
    """Return what stands in a registration now."""
    return Details(
        full_name=registration.full_name,
        phone=registration.phone,
        organisation=registration.organisation,
        note=registration.note,
        party_size=registration.party_size,
        others=tuple(member.full_name for member in registration.members.order_by("position")),
    )


def is_changeable(registration: Registration, now: datetime) -> bool:
    """Return whether the holder can still change a registration: it stands, and registration has not closed."""
    return not _is_over(registration, now) and _stands(registration, now)


def _is_over(registration: Registration, now: datetime) -> bool:
    info = subjects.info(registration.place_kind.subject)
    return info is not None and now >= (info.ends or info.starts)


def _stands(registration: Registration, now: datetime) -> bool:
    closes_at = registration.place_kind.closes_at
    return registration.state in CANCELLABLE_STATES and (closes_at is None or now < closes_at)


def opened(*, registration: Registration, by: User | None, now: datetime) -> Registration:
    """Lock a registration that is to be changed; ``by`` None means the holder of the signed link.

    What the rooms above know is asked before anything is locked. Raises NotAllowedError for a stranger, ChangeClosedError
    where nothing can be changed any more.
    """
    if by is not None and not permissions.is_own(by, registration) and not permissions.may_decide(by):
        raise NotAllowedError
    if _is_over(registration, now):
        raise errors.ChangeClosedError
    current = queue.locked(registration=registration)
    if not _stands(current, now):
        raise errors.ChangeClosedError
    return current


def _refuse_stale(current: Registration, seen_at: datetime | None) -> None:
    if seen_at is not None and current.changed_at != seen_at:
        raise StaleError(
            _("The registration was changed meanwhile, perhaps in another window. Look it over and save again."),
            saved_at=current.changed_at,
        )


@transaction.atomic
def change(
    *,
    registration: Registration,
    full_name: str,
    phone: str,
    organisation: str,
    note: str,
    party_size: int,
    others: Sequence[str],
    now: datetime,
    seen_at: datetime | None = None,
    by: User | None = None,
) -> Registration:
    """Write what the holder changed. A smaller party gives places back to those who wait, a larger one takes them.

    ``seen_at`` is the record's time of change as the person read it. Raises StaleError when somebody changed it since,
    LimitReachedError when so many places are not left, RegistrationClosedError for more people while nobody registers, ChangeClosedError, NotAllowedError, DomainError for a bad name.
    """
    beyond = tickets.lock_beyond(registration=registration, party_size=party_size)
    current = opened(registration=registration, by=by, now=now)
    names = parts.checked_names(others=others, place_kind=current.place_kind, party_size=party_size)
    wanted = Details(
        text.line(full_name), text.line(phone), text.line(organisation), text.paragraphs(note), party_size, names
    )
    if not text.words(wanted.full_name):
        raise DomainError(_("Enter your full name."), field="full_name")
    before = details_of(current)
    if wanted == before:
        return current
    _refuse_stale(current, seen_at)
    if party_size != before.party_size:
        _resize(current=current, party_size=party_size, now=now)
    current.full_name, current.phone, current.organisation = wanted.full_name, wanted.phone, wanted.organisation
    current.note, current.party_size, current.changed_at = wanted.note, wanted.party_size, now
    current.save(update_fields=["full_name", "phone", "organisation", "note", "party_size", "changed_at"])
    if wanted.others != before.others:
        current.members.all().delete()
        parts.add_members(registration=current, others=wanted.others)
    if party_size != before.party_size:
        tickets.revoke(tickets=beyond, now=now)
        option_places.retake(registration=current, now=now)
        sizes = f"{before.party_size} → {party_size}"
        steps.note(registration=current, reason=Reason.PARTY_CHANGED, by=by, now=now, remark=sizes)
        queue.serve(subject=current.place_kind.subject, now=now)
    else:
        steps.note(registration=current, reason=Reason.DETAILS_CHANGED, by=by, now=now)
    return current


def _require_resizable(*, current: Registration, party_size: int) -> None:
    """Refuse a number of people that this registration cannot have, for whatever reason but its places."""
    kind = current.place_kind
    if current.state not in RESIZABLE_STATES:
        raise DomainError(_("The number of people can be changed once your place is confirmed."), field="party_size")
    if not 1 <= party_size <= kind.party_maximum:
        raise LimitReachedError(
            _("A party may have 1 to %(maximum)s people.") % {"maximum": kind.party_maximum}, field="party_size"
        )
    if party_size > current.party_size and not kind.is_open:
        raise errors.RegistrationClosedError(field="party_size")


def _resize(*, current: Registration, party_size: int, now: datetime) -> None:
    """Take or give back the difference in every pool that the registration and its sessions draw on."""
    _require_resizable(current=current, party_size=party_size)
    if current.state not in PLACE_HOLDING_STATES:
        return
    kind, more = current.place_kind, party_size - current.party_size
    held = list(
        SessionPlace.objects.filter(registration=current, state=SessionPlaceState.HELD).select_related("place_kind")
    )
    kinds = [kind, *(place.place_kind for place in held)]
    # Kinds may share a pool: the party counts in it once for each.
    drawn_on = [queries.pool_ids_of(each.pk) for each in kinds]
    if more < 0:
        for pool_ids in drawn_on:
            gate.give_back(pool_ids=pool_ids, quantity=-more)
        return
    queue.serve(subject=kind.subject, now=now)
    seen = queries.look(kind, now)
    if seen.left is not None and (seen.somebody_waits or seen.left < more):
        left = 0 if seen.somebody_waits else max(seen.left, 0)
        words = _("There are not so many places left: %(number)d more at most.") % {"number": left}
        raise LimitReachedError(words, field="party_size")
    left_in = queries.left_by_kind(kinds[1:], now)
    waited_for = queries.sessions_that_wait(list(left_in), now)
    for each in kinds[1:]:
        free = left_in[each.pk]
        if each.pk in waited_for or (free is not None and free < more):
            words = _("“%(session)s” has no places for so many people. Give the session up first.")
            raise LimitReachedError(words % {"session": each.name}, field="party_size")
    for pool_ids in drawn_on:
        gate.take(pool_ids=pool_ids, quantity=more)


def _has_begun(place: SessionPlace, known: dict[uuid.UUID, SessionInfo], now: datetime) -> bool:
    session = known.get(place.place_kind.session) if place.place_kind.session is not None else None
    return session is not None and session.starts <= now


@transaction.atomic
def choose_sessions(
    *,
    registration: Registration,
    kinds: Collection[PlaceKind],
    now: datetime,
    waits: bool = False,
    seen_at: datetime | None = None,
    by: User | None = None,
) -> Registration:
    """Let a registration have exactly these sessions: others are given up, new ones taken, all or nothing.

    With ``waits`` a full session is waited for. A session that has begun stays as it is. Whoever has a place gets a mail that brings
    the calendar up to date. Raises SessionFullError and
    ClashError, which say which session, StaleError, ChangeClosedError, NotAllowedError.
    """
    subject = registration.place_kind.subject
    known = subjects.sessions_for([subject])
    current = opened(registration=registration, by=by, now=now)
    places = {place.place_kind_id: place for place in queries.session_places_of(current)}
    chosen = {kind.pk: kind for kind in kinds}
    added = [kind for pk, kind in sorted(chosen.items()) if pk not in places]
    left = [place for pk, place in sorted(places.items()) if pk not in chosen and not _has_begun(place, known, now)]
    if not added and not left:
        return current
    _refuse_stale(current, seen_at)
    parts.checked_sessions(kinds=added, place_kind=current.place_kind, now=now, known=known)
    kept = [place.place_kind for place in places.values() if place not in left]
    clashes.refuse_any(of=parts.told(kinds=added, known=known), among=parts.told(kinds=[*kept, *added], known=known))
    for place in left:
        place.registration = current
        session_places.drop(place=place, now=now)
        session_places.log(place=place, reason=Reason.SESSION_LEFT, now=now)
    queue.serve(subject=subject, now=now)
    session_places.require_room(kinds=added, party_size=current.party_size, now=now, waits=waits)
    for place in session_places.ask(registration=current, kinds=added, now=now):
        if current.state in PLACE_HOLDING_STATES:
            session_places.take_or_wait(place=place, now=now)
        else:
            session_places.log(place=place, reason=Reason.SESSION_CHOSEN, now=now)
    current.changed_at = now
    current.save(update_fields=["changed_at"])
    if current.state in PLACE_HOLDING_STATES:
        given_up = {place.place_kind.session for place in left if place.place_kind.session is not None}
        steps.tell(registration=current, notice=Notice.SESSIONS_CHANGED, left=given_up)
    return current
