"""Moving a registration from one kind of place to another, such as from the hall to the screen.

Whoever registers adds a row, and with it the right to be the only one of its address, before waiting for a pool. A move
therefore asks for that right first too: an address that moves and registers at the same moment would else wait for itself.
"""

import uuid
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.kernel import references
from portal.kernel.errors import DomainError, LimitReachedError
from registration import errors, permissions, queries
from registration.domain import answers, changing, gate, option_places, steps
from registration.domain import waiting_list as queue
from registration.enums import Notice, Reason, RegistrationState
from registration.models import PlaceKind, Registration
from registration.models.parties import HOLDER

MOVABLE_STATES = frozenset(
    {RegistrationState.CONFIRMED, RegistrationState.WAIT_LISTED, RegistrationState.PENDING_APPROVAL}
)


def _require_target(*, current: Registration, to: PlaceKind, by: User | None, now: datetime) -> None:
    """Refuse a kind of place that this registration cannot go to, for whatever reason but its places."""
    if to.subject != current.place_kind.subject or to.session is not None:
        raise DomainError(_("Choose one of these."), field="place_kind")
    if current.state not in MOVABLE_STATES:
        raise DomainError(_("You can move once your place is confirmed."), field="place_kind")
    if not to.accepts(now):
        raise errors.RegistrationClosedError(field="place_kind")
    if current.party_size > to.party_maximum:
        raise LimitReachedError(
            _("A party may have 1 to %(maximum)s people.") % {"maximum": to.party_maximum}, field="place_kind"
        )
    decides = by is not None and permissions.may_decide(by)
    if to.needs_approval and current.state != RegistrationState.PENDING_APPROVAL and not decides:
        raise DomainError(
            _("The organiser approves each place of this kind. Please write to the organiser."), field="place_kind"
        )
    if to.needs_email_confirmation and current.email_confirmed_at is None and not decides:
        raise DomainError(_("Confirm your e-mail address first."), field="place_kind")
    if to.needs_names and current.members.count() < current.party_size - HOLDER:
        raise DomainError(_("Tell the name of each person who comes with you."), field="place_kind")


def _claim(*, registration: Registration, to: PlaceKind, now: datetime) -> int | None:
    """Add a row that keeps the address for the other kind until the end of the transaction; None where it is taken.

    It waits for whoever registers the address there at this moment, and they for it; no pool is locked yet. The row goes
    again before the move is written, so that nobody ever sees it.
    """
    claim = Registration(
        reference=references.make(prefix="DK", groups=(4, 4)),
        place_kind=to,
        full_name=registration.full_name,
        email=registration.email,
        state=RegistrationState.SUBMITTED,
        form_key=uuid.uuid4(),
        joined_at=now,
        created_at=now,
        changed_at=now,
    )
    try:
        with transaction.atomic():
            (made,) = Registration.objects.bulk_create([claim])
    except IntegrityError:
        return None
    return made.pk


@transaction.atomic
def move(*, registration: Registration, to: PlaceKind, now: datetime, by: User | None = None) -> Registration:
    """Move a registration to another kind of place of its subject; moving there twice changes nothing.

    The new places are taken before the old ones are given back to those who wait, in one transaction; reference, links and
    sessions stay, answers as far as they are asked of the other kind. Who waits moves up at once where the other kind has room. Raises FullError, with the place kept, and
    whatever ``_require_target`` refuses; ChangeClosedError, NotAllowedError.
    """
    claim = None if registration.place_kind_id == to.pk else _claim(registration=registration, to=to, now=now)
    current = changing.opened(registration=registration, by=by, now=now)
    if claim is not None:
        # Nothing hangs on the row; its key stays this transaction's until the end.
        Registration.objects.filter(pk=claim)._raw_delete(using=registration._state.db)  # noqa: SLF001 -- a plain DELETE
    if current.place_kind_id == to.pk:
        return current
    _require_target(current=current, to=to, by=by, now=now)
    if claim is None:
        raise errors.AlreadyRegisteredError(field="place_kind")
    left_behind, source = current.place_kind, RegistrationState(current.state)
    if not (source is RegistrationState.PENDING_APPROVAL and to.needs_approval):
        _take(current=current, to=to, now=now)
    current.place_kind, current.changed_at = to, now
    try:
        with transaction.atomic():
            current.save(update_fields=["place_kind", "changed_at"])
    except IntegrityError:
        raise errors.AlreadyRegisteredError(field="place_kind") from None
    answers.drop_unasked(registration=current)
    if source is RegistrationState.CONFIRMED or (source is RegistrationState.PENDING_APPROVAL and to.needs_approval):
        if source is RegistrationState.CONFIRMED:
            kept = set(queries.pool_ids_of(to.pk))
            freed = set(queries.pool_ids_of(left_behind.pk)) - kept
            gate.give_back(pool_ids=freed, quantity=current.party_size)
        steps.note(registration=current, reason=Reason.KIND_CHANGED, by=by, now=now, place_kind=left_behind)
        steps.tell(registration=current, notice=Notice.MOVED)
    else:
        steps.move(
            registration=current,
            target=RegistrationState.CONFIRMED,
            by=by,
            reason=Reason.KIND_CHANGED,
            now=now,
            place_kind=left_behind,
        )
        option_places.take_what_is_left(registration=current, now=now)
        steps.tell(registration=current, notice=Notice.CONFIRMED)
    queue.serve(subject=to.subject, now=now)
    gate.require_open_still(place_kind=to)
    return current


def _take(*, current: Registration, to: PlaceKind, now: datetime) -> None:
    """Take the places that the registration does not hold already, after everybody who waits for them."""
    queue.serve(subject=to.subject, now=now)
    seen = queries.look(to, now)
    held = queries.pool_ids_of(current.place_kind_id) if current.state == RegistrationState.CONFIRMED else ()
    wanted = set(seen.pool_ids) - set(held)
    try:
        if queries.others_wait(current, wanted):
            raise errors.FullError
        gate.take(pool_ids=wanted, quantity=current.party_size)
    except errors.FullError:
        raise errors.FullError(
            _("“%(kind)s” has no places left. Your registration stays as it is.") % {"kind": to.name},
            field="place_kind",
        ) from None
