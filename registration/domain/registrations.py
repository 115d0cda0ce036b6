"""Registering, confirming, approving, refusing, cancelling.

Locks are always taken in one order: the new row itself, then the pools of its subject by key, then other registrations.
"""

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.kernel import references, text
from portal.kernel.errors import DomainError, NotAllowedError
from portal.kernel.languages import Language
from registration import errors, permissions, queries, subjects
from registration.answered import Answered
from registration.domain import announcements, audit, entry, gate, option_places, parts, places, session_places, steps
from registration.domain import waiting_list as queue
from registration.enums import (
    CANCELLABLE_STATES,
    LIVE_SESSION_STATES,
    LIVE_STATES,
    MOVES,
    PLACE_HOLDING_STATES,
    TOLD_STATES,
    AnnouncementKind,
    ConsentPurpose,
    Notice,
    Reason,
    RegistrationState,
    SessionPlaceState,
)
from registration.models import (
    Announcement,
    Hold,
    OptionPlace,
    PlaceKind,
    Registration,
    RegistrationLog,
    SessionPlace,
)
from registration.models.records import FIRST_CLASS
from registration.organiser_enums import AuditAction

TRIES: Final = 3
LOG_ROWS: Final = 500


def _checked(*, full_name: str, email: str) -> tuple[str, str]:
    name, address = text.line(full_name), email.strip().lower()
    if not text.words(name):
        raise DomainError(_("Enter your full name."), field="full_name")
    try:
        validate_email(address)
    except ValidationError:
        raise DomainError(_("Enter an e-mail address such as ten@example.org."), field="email") from None
    return name, address


def _first_result(
    *,
    place_kind: PlaceKind,
    party_size: int,
    email: str,
    form_key: uuid.UUID,
    with_it: parts.Parts,
    now: datetime,
) -> Registration | None:
    """Return what this form was answered with before; raise when the address or the key is taken by something else.

    Where nobody gets in any more, a known address is refused as a new one is: the answer must not tell who is registered.
    """
    rows = Registration.objects.filter(
        Q(form_key=form_key) | Q(place_kind=place_kind, email=email, state__in=LIVE_STATES)
    )
    # Nearly always there is none: only then is reading everything of it worth the time.
    keys = list(rows.values_list("pk", flat=True))
    found = list(Registration.objects.select_related("place_kind").filter(pk__in=keys)) if keys else []
    same_form = next((row for row in found if row.form_key == form_key), None)
    if same_form is not None:
        if same_form.place_kind_id != place_kind.pk or same_form.email != email:
            raise errors.FormUsedError
        return same_form
    if found:
        entry.require_room(place_kind=place_kind, party_size=party_size, now=now)
        option_places.require_room(claims=option_places.claims(with_it.answered), party_size=party_size, now=now)
        session_places.require_room(
            kinds=with_it.sessions, party_size=party_size, now=now, waits=with_it.waits_for_sessions
        )
        raise errors.AlreadyRegisteredError(field="email")
    return None


def register(
    *,
    place_kind: PlaceKind,
    full_name: str,
    email: str,
    language: Language | str,
    now: datetime,
    phone: str = "",
    organisation: str = "",
    note: str = "",
    party_size: int = 1,
    user: User | None = None,
    form_key: uuid.UUID | None = None,
    answers: dict[str, Any] | None = None,
    answered: Answered | None = None,
    email_verified: bool = False,
    queue_class: int = FIRST_CLASS,
    by: User | None = None,
    others: Sequence[str] = (),
    sessions: Collection[PlaceKind] = (),
    waits_for_sessions: bool = False,
    purposes: Collection[ConsentPurpose] = (),
    consent_version: str = "",
    connection: str = "",
    at_the_door: bool = False,
) -> Registration:
    """Register a party for one kind of place and return the registration, wherever it stands then.

    With room it is confirmed (or holds its places while the e-mail address is confirmed); without room it joins the waiting
    list; a kind that needs approval keeps it pending and takes the places at approval. The same ``form_key`` again gives the
    first result; ``at_the_door`` lets people in after the time for registering in advance.

    ``answered`` are checked answers to the organiser's questions (``domain.answers.check``), kept with the registration;
    options with places are taken with the seat. ``others`` are the names of those who come along. ``sessions`` are kinds of
    place of single sessions: all are taken or none; with ``waits_for_sessions`` a full one is waited for. ``purposes`` are
    consents beyond the place. ``connection`` is a digest of where the form came from.

    Raises RegistrationClosedError, FullError, OptionFullError, AlreadyRegisteredError, FormUsedError, LimitReachedError;
    SessionFullError, ClashError and other SessionErrors, which say which session; DomainError for a kind of place of a single
    session, which is chosen along with the whole.
    """
    places.require_whole(place_kind=place_kind)
    places.require_open(place_kind=place_kind, party_size=party_size, now=now, at_the_door=at_the_door)
    name, address = _checked(full_name=full_name, email=email)
    key = form_key or uuid.uuid4()
    with_it = parts.Parts(
        answered=answered,
        others=parts.checked_names(others=others, place_kind=place_kind, party_size=party_size),
        sessions=parts.checked_sessions(kinds=sessions, place_kind=place_kind, now=now),
        waits_for_sessions=waits_for_sessions,
        purposes=tuple(purposes),
        consent_version=consent_version,
        connection=connection,
    )
    for _attempt in range(TRIES):
        earlier = _first_result(
            place_kind=place_kind, party_size=party_size, email=address, form_key=key, with_it=with_it, now=now
        )
        if earlier is not None:
            return earlier
        registration = Registration(
            reference=references.make(prefix="DK", groups=(4, 4)),
            place_kind=place_kind,
            party_size=party_size,
            full_name=name,
            email=address,
            phone=text.line(phone),
            organisation=text.line(organisation),
            note=text.paragraphs(note),
            language=Language(language),
            user=user,
            form_key=key,
            queue_class=queue_class,
            joined_at=now,
            email_confirmed_at=now if email_verified else None,
            answers=answers or {},
            question_version=answered.version if answered is not None else None,
            created_at=now,
            changed_at=now,
        )
        try:
            return entry.enter(registration=registration, by=by, now=now, parts=with_it)
        except IntegrityError:
            # Somebody took the form's key, the address or the reference number a moment before: look again.
            continue
    raise errors.AlreadyRegisteredError(field="email")


@transaction.atomic
def confirm_email(*, registration: Registration, now: datetime) -> Registration:
    """Note that the address is real: take the held places, or wait for approval, or join the waiting list from now on.

    Confirming twice changes nothing. Raises FullError where the hold is over and there is neither place nor waiting list, and
    SubjectOverError once the subject has ended.
    """
    info = subjects.info(registration.place_kind.subject)
    current = queue.locked(registration=registration)
    if current.state != RegistrationState.WAITING_FOR_EMAIL and current.email_confirmed_at is not None:
        return current
    if info is not None and info.is_over(now):
        raise errors.SubjectOverError
    current.email_confirmed_at = now
    if current.place_kind.needs_approval:
        _release_holds(current)
        steps.move(
            registration=current,
            target=RegistrationState.PENDING_APPROVAL,
            by=None,
            reason=Reason.EMAIL_CONFIRMED,
            now=now,
            also=("email_confirmed_at",),
        )
        steps.tell(registration=current, notice=Notice.RECEIVED)
        queue.serve(subject=current.place_kind.subject, now=now)
    elif Hold.objects.live(now).filter(registration=current).exists():
        Hold.objects.filter(registration=current).delete()
        steps.move(
            registration=current,
            target=RegistrationState.CONFIRMED,
            by=None,
            reason=Reason.EMAIL_CONFIRMED,
            now=now,
            also=("email_confirmed_at",),
        )
        option_places.take_what_is_left(registration=current, now=now)
        steps.tell(registration=current, notice=Notice.CONFIRMED)
    else:
        current.joined_at = now
        entry.settle(registration=current, by=None, reason=Reason.EMAIL_CONFIRMED, now=now)
    return current


def _release_holds(registration: Registration) -> None:
    """Give back what was kept for an address whose kind of place needs approval since: approval takes places anew."""
    for hold in Hold.objects.filter(Q(registration=registration) | Q(session_place__registration=registration)):
        gate.release(hold=hold)


def _require_decider(by: User) -> None:
    if not permissions.may_decide(by):
        raise NotAllowedError


@transaction.atomic
def approve(*, registration: Registration, by: User, now: datetime, why: str = "") -> Registration:
    """Approve a pending registration: its places are taken now, or it joins the waiting list at its old moment.

    Raises NotAllowedError, IllegalMoveError, and FullError where there is neither place nor waiting list.
    """
    _require_decider(by)
    current = queue.locked(registration=registration)
    steps.require(registration=current, states={RegistrationState.PENDING_APPROVAL})
    entry.settle(registration=current, by=by, reason=Reason.APPROVED, now=now, remark=why)
    return current


@transaction.atomic
def reject(*, registration: Registration, by: User, now: datetime, why: str) -> Registration:
    """Refuse a registration; its places go to those who wait. ``why`` is kept in the log and sent to the person."""
    _require_decider(by)
    current = queue.locked(registration=registration)
    _leave(registration=current, target=RegistrationState.REJECTED, by=by, reason=Reason.REFUSED, why=why, now=now)
    steps.tell(registration=current, notice=Notice.REJECTED)
    queue.serve(subject=current.place_kind.subject, now=now)
    return current


@transaction.atomic
def cancel(*, registration: Registration, now: datetime, by: User | None = None, why: str = "") -> Registration:
    """Cancel a registration; its places go to those who wait. Cancelling twice changes nothing.

    An address that nobody has confirmed is not written to when an organiser cancels, alone or many at once.
    ``by`` None means the holder of the signed link. Raises NotAllowedError for a stranger, IllegalMoveError when too late.
    """
    is_own = by is None or permissions.is_own(by, registration)
    if by is not None and not is_own:
        _require_decider(by)
    current = queue.locked(registration=registration)
    if current.state == RegistrationState.CANCELLED:
        return current
    reason = Reason.CANCELLED_BY_PERSON if is_own else Reason.CANCELLED_BY_ORGANISER
    is_told = is_own or current.state in TOLD_STATES
    _leave(registration=current, target=RegistrationState.CANCELLED, by=by, reason=reason, why=why, now=now)
    if is_told:
        steps.tell(registration=current, notice=Notice.CANCELLED)
    queue.serve(subject=current.place_kind.subject, now=now)
    return current


@transaction.atomic
def cancel_all(
    *,
    subject: uuid.UUID,
    by: User,
    now: datetime,
    why: str,
    notes: Mapping[Language, str] | None = None,
    changes: announcements.Changes | None = None,
) -> Announcement:
    """Freeze a subject and cancel every registration that can be; tell everyone whose address is known; return the announcement.

    Whoever attended keeps that state, which is true whatever becomes of the days that are left, and is told too.
    Costs the same few statements for five people and for five thousand; the mails follow in batches. ``why`` is kept in the
    log, ``notes`` (default: ``why``) are sent. Raises NotAllowedError.
    """
    _require_decider(by)
    places.freeze(subject=subject, now=now, by=by)
    rows = Registration.objects.of_subjects([subject]).filter(state__in=CANCELLABLE_STATES)
    states = dict(rows.select_for_update(of=("self",)).order_by("pk").values_list("pk", "state"))
    for state in set(states.values()):
        MOVES.check(RegistrationState(state), RegistrationState.CANCELLED)
    Hold.objects.filter(Q(registration__in=states) | Q(session_place__registration__in=states)).delete()
    OptionPlace.objects.filter(registration__in=states).delete()
    SessionPlace.objects.filter(registration__in=states, state__in=LIVE_SESSION_STATES).update(
        state=SessionPlaceState.DROPPED, changed_at=now
    )
    rows.update(state=RegistrationState.CANCELLED, changed_at=now)
    RegistrationLog.objects.bulk_create(
        (
            RegistrationLog(
                registration_id=pk,
                from_state=state,
                to_state=RegistrationState.CANCELLED,
                by=by,
                reason=Reason.CANCELLED_BY_ORGANISER,
                remark=why[:250],
                at=now,
            )
            for pk, state in states.items()
        ),
        batch_size=LOG_ROWS,
    )
    gate.recount(subject=subject)
    audit.record(
        action=AuditAction.ALL_CANCELLED,
        by=by,
        now=now,
        subject=subject,
        changes=[("registrations", len(states), 0)],
        remark=why,
    )
    return announcements.announce(
        subject=subject,
        kind=AnnouncementKind.CANCELLED,
        changes=changes or {},
        notes=notes if notes is not None else dict.fromkeys(Language, why),
        by=by,
        now=now,
    )


def _leave(
    *, registration: Registration, target: RegistrationState, by: User | None, reason: Reason, why: str, now: datetime
) -> None:
    """End a registration and give its places back; the subject's pools must be locked."""
    held_by_state = registration.state in PLACE_HOLDING_STATES
    steps.move(registration=registration, target=target, by=by, reason=reason, remark=why, now=now)
    if held_by_state:
        gate.give_back(pool_ids=queries.pool_ids_of(registration.place_kind_id), quantity=registration.party_size)
    for hold in Hold.objects.filter(registration=registration):
        gate.release(hold=hold)
    gate.give_back_options(registration_id=registration.pk)
