"""Who has which booth: offer, choose, confirm, turn down, release, block. One booth has one holder.

Locks are taken in one order: booths by number of row, then applications by number of row. On SQLite the transaction,
begun as IMMEDIATE, is the lock.
"""

import uuid
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from events import emails, exhibitor_words
from events import fair_queries as fairs
from events.booth_enums import BOOTH_MOVES, TAKEN, AllocationMode, BoothState, DrawState
from events.domain import application_steps as steps
from events.domain import payments
from events.domain import staff_passes as passes
from events.enums import APPLICATION_MOVES, WITHOUT_BOOTH, ApplicationState, EventStatus
from events.models import Booth, BoothDraw, BoothLog, EventPage, FairApplication
from portal.kernel.errors import DomainError, IllegalMoveError, NotAllowedError

NINE_METRES: Final = 900
GIVEN_BACK: Final = frozenset({EventStatus.POSTPONED, EventStatus.MOVED_ONLINE, EventStatus.CANCELLED})
"""In which a fair has no booths to give: ``follow`` has freed them."""
OFFERABLE: Final = WITHOUT_BOOTH | {ApplicationState.BOOTH_OFFERED}


class BoothTakenError(DomainError):
    """Somebody else has the booth, or it is not for rent."""

    default_message = _("This booth is no longer free. Choose another one.")


class OfferExpiredError(DomainError):
    """The time to confirm the booth is over."""

    default_message = _("The time to confirm this booth is over.")


class NotTakingPlaceError(DomainError):
    """The fair is postponed, cancelled or held online."""

    default_message = exhibitor_words.NO_BOOTHS


class ReservedForDrawError(DomainError):
    """A draw of the fair's booths is announced."""

    default_message = _("A draw of the booths is announced; until then no booth can be given away or changed.")


def lock(*, booth_ids: Collection[int]) -> dict[int, Booth]:
    """Lock booths in key order and return them as they are now; needs a transaction."""
    rows = Booth.objects.select_for_update(of=("self",)).filter(pk__in=sorted(set(booth_ids))).order_by("pk")
    return {booth.pk: booth for booth in rows}


def _lock_applications(*, pks: Collection[int]) -> dict[int, FairApplication]:
    rows = FairApplication.objects.select_for_update(of=("self",)).select_related("organisation", "contact_user")
    return {row.pk: row for row in rows.filter(pk__in=sorted(set(pks))).order_by("pk")}


def _set(
    *,
    booth: Booth,
    target: BoothState,
    by: Any,
    now: datetime,
    holder: FairApplication | None = None,
    until: datetime | None = None,
    note: str = "",
) -> None:
    before = BoothState(booth.state)
    BOOTH_MOVES.check(before, target)
    former = booth.holder
    booth.state, booth.holder, booth.held_until = target, holder, until
    booth.save(update_fields=["state", "holder", "held_until"])
    named = holder or former
    BoothLog.objects.create(
        booth=booth,
        at=now,
        by=by,
        from_state=before,
        to_state=target,
        reference=named.reference if named else "",
        note=note[:300],
    )


def require_taking_place(fair_key: uuid.UUID) -> None:
    """Raise NotTakingPlaceError for a fair that is postponed, cancelled or held online."""
    pages = EventPage.objects.filter(translation_key=fair_key)
    if pages.filter(status__in=GIVEN_BACK).exists():
        raise NotTakingPlaceError


def _require_no_draw(fair_key: uuid.UUID) -> None:
    if fairs.announced_draw(fair_key) is not None:
        raise ReservedForDrawError


def _evict(*, booth: Booth, now: datetime) -> None:
    """End a hold that has run out, so that the booth can be taken; both rows are locked."""
    holder = booth.holder
    _set(booth=booth, target=BoothState.RELEASED, by=None, now=now)
    if holder is not None and holder.state == ApplicationState.BOOTH_OFFERED:
        expired = steps.move(application=holder, target=ApplicationState.OFFER_EXPIRED, by=None, now=now)
        emails.application_changed(application=expired)


def _clear(*, wanted: Booth, application: FairApplication, now: datetime) -> None:
    """Make a locked booth vacant if its hold has run out; raise BoothTakenError if it cannot be had."""
    is_taken = fairs.shown_state(wanted, now) in TAKEN
    if wanted.fair_key != application.fair_key or wanted.state == BoothState.BLOCKED or is_taken:
        raise BoothTakenError(field="booth")
    if wanted.holder_id == application.pk:
        _set(booth=wanted, target=BoothState.RELEASED, by=None, now=now)
    elif wanted.holder_id is not None:
        _evict(booth=wanted, now=now)


def hold(*, application: FairApplication, booth: Booth, until: datetime, by: Any, now: datetime) -> FairApplication:
    """Hold a booth for an application until an instant, in place of the one it held; the applicant is told.

    Raises BoothTakenError, ReservedForDrawError, NotTakingPlaceError, and IllegalMoveError for an application that no booth can
    be offered to. Needs a transaction.
    """
    held = Booth.objects.filter(holder=application, state__in=TAKEN).values_list("pk", flat=True).first()
    rows = lock(booth_ids=[booth.pk, *([held] if held else [])])
    if booth.pk not in rows:
        raise BoothTakenError(field="booth")
    # Asked under the lock: whoever announces a draw, postpones or cancels has locked every booth of the fair.
    require_taking_place(application.fair_key)
    _require_no_draw(application.fair_key)
    wanted = rows[booth.pk]
    people = _lock_applications(pks=[application.pk, *([wanted.holder_id] if wanted.holder_id else [])])
    current = people[application.pk]
    if current.state not in OFFERABLE:
        raise IllegalMoveError
    own = Booth.objects.filter(holder=current, state__in=TAKEN).first()
    if own is not None and own.pk not in rows:
        raise DomainError(_("Another booth was given to this exhibitor at the same moment. Look again."), field="booth")
    if wanted.holder_id == current.pk and fairs.shown_state(wanted, now) == BoothState.HELD:
        return current
    _clear(wanted=wanted, application=current, now=now)
    if own is not None and own.pk != wanted.pk:
        _set(booth=rows[own.pk], target=BoothState.RELEASED, by=by, now=now)
    _set(booth=wanted, target=BoothState.HELD, by=by, now=now, holder=current, until=until)
    if current.state == ApplicationState.BOOTH_OFFERED:
        steps.log(application=current, before=current.state, by=by, now=now, note=wanted.number)
        offered = current
    else:
        offered = steps.move(
            application=current, target=ApplicationState.BOOTH_OFFERED, by=by, now=now, note=wanted.number
        )
    emails.application_changed(application=offered, booth=wanted)
    return offered


@transaction.atomic
def offer(*, application: FairApplication, booth: Booth, by: Any, now: datetime) -> FairApplication:
    """Offer a booth to an accepted application as an organiser; it is held for the hours that the fair sets.

    Raises NotAllowedError, BoothTakenError, ReservedForDrawError, IllegalMoveError.
    """
    steps.require_reviewer(by)
    hours = fairs.setup_of(application.fair_key).offer_hours
    return hold(application=application, booth=booth, until=now + timedelta(hours=hours), by=by, now=now)


@transaction.atomic
def choose(*, application: FairApplication, booth: Booth, by: Any, now: datetime) -> FairApplication:
    """Choose a free booth as the exhibitor whose turn it is; it is held until confirmed, or until another is chosen.

    Another choice gives no more time: the hold ends when that of the booth before would have ended.
    Raises NotAllowedError, BoothTakenError, and DomainError where exhibitors do not choose or before the turn.
    """
    steps.require_applicant(by, application)
    setup = fairs.setup_of(application.fair_key)
    if setup.mode != AllocationMode.CHOICE:
        raise NotAllowedError
    if not fairs.may_choose(application, now):
        raise DomainError(_("It is not your turn to choose a booth yet."), field="booth")
    until = now + timedelta(hours=setup.offer_hours)
    own = fairs.booth_of(application)
    if own is not None and own.held_until is not None and now < own.held_until:
        until = min(until, own.held_until)
    return hold(application=application, booth=booth, until=until, by=by, now=now)


def _own(*, application: FairApplication) -> tuple[FairApplication, Booth | None]:
    """Lock an application with the booth it has."""
    pk = Booth.objects.filter(holder=application, state__in=TAKEN).values_list("pk", flat=True).first()
    rows = lock(booth_ids=[pk] if pk else [])
    current = _lock_applications(pks=[application.pk])[application.pk]
    own = Booth.objects.select_related("hall").filter(holder=current, state__in=TAKEN).first()
    if own is not None and own.pk not in rows:
        raise DomainError(_("This changed at the same moment. Look again."))
    return current, own


@transaction.atomic
def confirm(*, application: FairApplication, by: Any, now: datetime) -> FairApplication:
    """Take the booth that was offered or chosen, as the exhibitor: it is assigned, with its fee and its staff passes.

    Confirming twice changes nothing and tells nobody again. Raises NotAllowedError, OfferExpiredError at the end of the hold
    and after, IllegalMoveError.
    """
    steps.require_applicant(by, application)
    current, booth = _own(application=application)
    if current.state == ApplicationState.CONFIRMED:
        return current
    APPLICATION_MOVES.check(ApplicationState(current.state), ApplicationState.CONFIRMED)
    if booth is None or not fairs.offer_stands(current, booth, now):
        raise OfferExpiredError
    _set(booth=booth, target=BoothState.ASSIGNED, by=by, now=now, holder=current)
    per_nine = fairs.setup_of(current.fair_key).passes_per_nine_metres
    confirmed = steps.move(
        application=current,
        target=ApplicationState.CONFIRMED,
        by=by,
        now=now,
        note=booth.number,
        stand=booth.number,
        pass_allowance=max(1, -(-booth.area * per_nine // NINE_METRES)),
        fee_due=booth.fee or (current.fee_due if current.paid_on else None),
    )
    emails.application_changed(application=confirmed, booth=booth)
    return confirmed


@transaction.atomic
def turn_down(*, application: FairApplication, by: Any, now: datetime) -> FairApplication:
    """Turn down the booth that was offered, as the exhibitor; raises NotAllowedError and IllegalMoveError."""
    steps.require_applicant(by, application)
    current, booth = _own(application=application)
    APPLICATION_MOVES.check(ApplicationState(current.state), ApplicationState.OFFER_DECLINED)
    if booth is not None:
        _set(booth=booth, target=BoothState.RELEASED, by=by, now=now)
    declined = steps.move(application=current, target=ApplicationState.OFFER_DECLINED, by=by, now=now)
    emails.application_changed(application=declined)
    return declined


def let_go(*, application: FairApplication, by: Any, now: datetime, note: str = "") -> None:
    """Free the booth of an application that leaves it, and revoke its passes; needs a transaction."""
    current, booth = _own(application=application)
    if booth is not None:
        _set(booth=booth, target=BoothState.RELEASED, by=by, now=now, note=note)
    passes.revoke_all(application=current, now=now)
    payments.forget_due(application=current)


@transaction.atomic
def release(*, application: FairApplication, by: Any, now: datetime, words: str) -> FairApplication:
    """Take a booth back as an organiser, with words for the exhibitor, who stays accepted and is told.

    A fee that was paid stays on record. Raises NotAllowedError, IllegalMoveError, FairOverError, and DomainError without words.
    """
    steps.require_reviewer(by)
    if not words.strip():
        raise DomainError(_("Tell the exhibitor why."), field="words")
    steps.require_before_end(application, now)
    let_go(application=application, by=by, now=now, note=words)
    freed = steps.move(
        application=application,
        target=ApplicationState.ACCEPTED,
        by=by,
        now=now,
        note=words,
        stand="",
        decision_note=words,
    )
    emails.booth_released(application=freed)
    return freed


@transaction.atomic
def expire_offers(*, now: datetime) -> int:
    """End every hold that has run out and tell the exhibitors; return how many.

    Nothing depends on it: a hold that has run out counts as free in every question.
    """
    due = Booth.objects.filter(state=BoothState.HELD, held_until__lte=now).values_list("pk", flat=True)
    rows = lock(booth_ids=list(due))
    overdue = [row for row in rows.values() if row.state == BoothState.HELD and (row.held_until or now) <= now]
    _lock_applications(pks=[row.holder_id for row in overdue if row.holder_id])
    for row in overdue:
        _evict(booth=row, now=now)
    return len(overdue)


@transaction.atomic
def set_blocked(*, booth_ids: Collection[int], is_blocked: bool, by: Any, now: datetime) -> int:
    """Take booths out of rent or give them back; return how many changed. Raises BoothTakenError naming a taken one."""
    steps.require_reviewer(by)
    rows = lock(booth_ids=booth_ids)
    for fair_key in {row.fair_key for row in rows.values()}:
        _require_no_draw(fair_key)
    target, changed = (BoothState.BLOCKED if is_blocked else BoothState.FREE), 0
    for row in rows.values():
        if (row.state == BoothState.BLOCKED) == is_blocked:
            continue
        if fairs.shown_state(row, now) in TAKEN:
            raise BoothTakenError(_("Booth %(number)s is taken.") % {"number": row.number})
        if row.state == BoothState.HELD:
            _evict(booth=row, now=now)
        _set(booth=row, target=target, by=by, now=now)
        changed += 1
    return changed


@transaction.atomic
def free_all(*, fair_key: uuid.UUID, by: Any, now: datetime, note: str) -> int:
    """Free every booth of a fair that does not take place; its exhibitors stay accepted, an announced draw is called off.

    Return how many were freed. The caller has asked for permission and tells the exhibitors.
    """
    every = lock(booth_ids=list(Booth.objects.filter(fair_key=fair_key).values_list("pk", flat=True)))
    BoothDraw.objects.filter(fair_key=fair_key, state=DrawState.ANNOUNCED).update(
        state=DrawState.CANCELLED, drawn_by=by
    )
    rows = [row for row in every.values() if row.state in TAKEN]
    _lock_applications(pks=[row.holder_id for row in rows if row.holder_id])
    for row in rows:
        holder = row.holder
        _set(booth=row, target=BoothState.RELEASED, by=by, now=now, note=note)
        if holder is not None:
            passes.revoke_all(application=holder, now=now)
            payments.forget_due(application=holder)
            steps.move(application=holder, target=ApplicationState.ACCEPTED, by=by, now=now, note=note, stand="")
    return len(rows)


def follow(*, event: EventPage, status: EventStatus, by: Any, now: datetime) -> int:
    """Free the booths of a fair that was postponed, moved online or cancelled (``events.domain.consequences``)."""
    return free_all(fair_key=event.translation_key, by=by, now=now, note=str(status.label))
