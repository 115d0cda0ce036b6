"""The waiting list: one service gives freed places to those who wait, whatever freed them."""

import heapq
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django_tasks import default_task_backend

from portal.accounts.models import User
from portal.kernel import clock
from registration import errors, queries, subjects, tasks
from registration.domain import gate, option_places, session_places, steps
from registration.enums import Notice, Reason, RegistrationState, WaitingListPolicy
from registration.models import Hold, PlaceKind, Registration

QUIET_FROM = 22
QUIET_UNTIL = 7
UNCONFIRMED_LIFETIME = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Turn:
    """Somebody whose turn it is, and how many who wait longer were passed because they do not fit."""

    registration: Registration
    passed: int


def offer_deadline(now: datetime, hours: int, latest: datetime | None = None) -> datetime:
    """Return when an offer of so many hours ends: never between 22:00 and 07:00 in Việt Nam, but at 08:00 after it.

    It ends at ``latest`` at any hour: a place is of no use after what it is for.
    """
    deadline = clock.local(now + timedelta(hours=hours))
    if deadline.hour >= QUIET_FROM or deadline.hour < QUIET_UNTIL:
        morning = deadline.date() + timedelta(days=1 if deadline.hour >= QUIET_FROM else 0)
        deadline = clock.at(morning, QUIET_UNTIL + 1)
    return deadline if latest is None else min(deadline, clock.local(latest))


def _order(registration: Registration) -> tuple[int, datetime, int]:
    return registration.queue_class, registration.joined_at, registration.pk


def choose(
    *,
    queue: Iterable[Registration],
    kinds: dict[int, PlaceKind],
    links: dict[int, tuple[int, ...]],
    left: dict[int, int],
) -> list[Turn]:
    """Decide who of an ordered queue gets places; ``left`` (by pool) is reduced by what they take. Writes nothing.

    Strict: whoever does not fit keeps everybody behind away from the pools that are short. Fill: a smaller party may pass.
    """
    turns: list[Turn] = []
    short_pools: set[int] = set()
    passed = 0
    # Nobody queues here for a session or an option: their pools say nothing about whether to look further.
    offered = [kind for kind in kinds.values() if kind.is_open]
    drawn_on = [links.get(kind.pk, ()) for kind in offered if kind.session is None] or [
        links.get(kind.pk, ()) for kind in offered
    ]
    some_are_unlimited = not all(drawn_on)
    limits = {pk for pool_ids in drawn_on for pk in pool_ids}
    for entry in queue:
        kind = kinds[entry.place_kind_id]
        pool_ids = links.get(kind.pk, ())
        short = [pk for pk in pool_ids if left[pk] < entry.party_size]
        if kind.is_open and not short and not short_pools.intersection(pool_ids):
            for pk in pool_ids:
                left[pk] -= entry.party_size
            turns.append(Turn(entry, passed))
            continue
        passed += 1
        if kind.is_open and kind.waiting_list != WaitingListPolicy.FILL:
            short_pools.update(short)
        if not some_are_unlimited and all(left[pk] == 0 or pk in short_pools for pk in limits):
            break
    return turns


def sweep(*, subject: uuid.UUID, now: datetime) -> bool:
    """Take back expired holds of a subject whose pools are locked; offers behind them are over. Return whether there were any."""
    expired = list(
        Hold.objects.expired(now).filter(place_kind__subject=subject).select_related("registration").order_by("pk")
    )
    for hold in expired:
        gate.release(hold=hold)
        registration = hold.registration
        if registration is not None and registration.state == RegistrationState.OFFERED:
            steps.move(
                registration=registration,
                target=RegistrationState.EXPIRED,
                by=None,
                reason=Reason.OFFER_EXPIRED,
                now=now,
            )
            steps.tell(registration=registration, notice=Notice.OFFER_EXPIRED)
    return bool(expired)


def _offer(*, turn: Turn, kind: PlaceKind, pool_ids: tuple[int, ...], latest: datetime | None, now: datetime) -> None:
    registration = turn.registration
    expires_at = offer_deadline(now, kind.offer_hours, latest)
    gate.take(pool_ids=pool_ids, quantity=registration.party_size)
    Hold.objects.create(
        place_kind=kind, registration=registration, quantity=registration.party_size, expires_at=expires_at
    )
    steps.move(
        registration=registration,
        target=RegistrationState.OFFERED,
        by=None,
        reason=Reason.PLACE_FREE,
        now=now,
        passed=turn.passed,
    )
    steps.tell(registration=registration, notice=Notice.OFFERED)
    if default_task_backend.supports_defer:
        tasks.expire_offers.using(run_after=expires_at).enqueue()


def _join_behind(*, newcomer: Registration, subject: uuid.UUID) -> None:
    """Let nobody overtake those who were told their place in the queue while this one waited for the lock.

    Moments are taken before the lock; the queue follows the order in which it was got.
    """
    later = Registration.objects.waiting().filter(
        place_kind__subject=subject, queue_class=newcomer.queue_class, joined_at__gte=newcomer.joined_at
    )
    last = later.exclude(pk=newcomer.pk).order_by("-joined_at").values_list("joined_at", flat=True).first()
    if last is not None:
        newcomer.joined_at = last + timedelta(microseconds=1)


def serve(
    *, subject: uuid.UUID, now: datetime, newcomer: Registration | None = None, keeps_moment: bool = False
) -> tuple[list[Registration], bool]:
    """Sweep expired holds and offer free places in order; return who was offered one, and whether ``newcomer`` fits.

    Needs a transaction; locks the subject's pools. The newcomer stands in the queue at its own (class, joined_at, id), which
    is behind everybody who waits unless it ``keeps_moment``; its places are taken if its turn comes; its state is the
    caller's business.

    Once the subject has ended nobody is offered anything; only a newcomer may still get places, as at a door whose phones
    bring late what they noted.
    """
    pools = gate.lock(subject=subject)
    if newcomer is not None and not keeps_moment:
        _join_behind(newcomer=newcomer, subject=subject)
    is_swept = sweep(subject=subject, now=now)
    if is_swept:
        pools = gate.lock(subject=subject)
    links = queries.pool_ids_by_kind(subject)
    left = {pk: pool.capacity - pool.taken for pk, pool in pools.items()}
    if newcomer is not None and not is_swept:
        pool_ids = links.get(newcomer.place_kind_id, ())
        if any(left[pk] == 0 for pk in pool_ids):
            # A rush comes this way: no place was freed, and the newcomer's pool has none. Every look less shortens the lock.
            return [], False
    kinds = gate.kinds_of(subject=subject)
    servable = [pk for pk, kind in kinds.items() if kind.is_open and all(left[pool] > 0 for pool in links.get(pk, ()))]
    waiting = (
        Registration.objects.waiting().filter(place_kind__in=servable) if servable else Registration.objects.none()
    )
    if newcomer is not None:
        waiting = waiting.exclude(pk=newcomer.pk)
    own = [newcomer] if newcomer is not None and newcomer.place_kind_id in servable else []
    turns = choose(
        queue=heapq.merge(waiting.iterator(chunk_size=100), own, key=_order), kinds=kinds, links=links, left=left
    )
    latest: datetime | None = None
    if any(newcomer is None or turn.registration.pk != newcomer.pk for turn in turns):
        # Asked only where somebody moves up: a rush of newcomers must not pay for it under the lock.
        info = subjects.info(subject)
        latest = info.answer_by(now) if info is not None else None
        if info is not None and info.is_over(now):
            left = {pk: pool.capacity - pool.taken for pk, pool in pools.items()}
            turns = choose(queue=own, kinds=kinds, links=links, left=left)
    offered: list[Registration] = []
    fits = False
    for turn in turns:
        kind_id = turn.registration.place_kind_id
        pool_ids = links.get(kind_id, ())
        if newcomer is not None and turn.registration.pk == newcomer.pk:
            gate.take(pool_ids=pool_ids, quantity=newcomer.party_size)
            fits = True
        else:
            _offer(turn=turn, kind=kinds[kind_id], pool_ids=pool_ids, latest=latest, now=now)
            offered.append(turn.registration)
    session_places.serve(subject=subject, now=now)
    return offered, fits


@transaction.atomic
def promote_waiting(*, subject: uuid.UUID, now: datetime) -> list[Registration]:
    """Offer the free places of a subject to those who wait; return who was offered one. Safe to call at any time."""
    offered, _fits = serve(subject=subject, now=now)
    return offered


def recount(*, subjects: Collection[uuid.UUID], now: datetime) -> None:
    """Set the counters of subjects to what their rows say and serve those who wait, a transaction for each.

    Raises FullError if the rows of a subject exceed a capacity.
    """
    for subject in subjects:
        with transaction.atomic():
            gate.recount(subject=subject)
            serve(subject=subject, now=now)


def locked(*, registration: Registration) -> Registration:
    """Lock the subject's pools, then the registration, and return it as it is now; needs a transaction."""
    gate.lock(subject=registration.place_kind.subject)
    return Registration.objects.select_related("place_kind").select_for_update(of=("self",)).get(pk=registration.pk)


def accept_offer(*, registration: Registration, now: datetime, by: User | None = None) -> Registration:
    """Take the offered place. Accepting twice changes nothing; raises OfferOverError when the offer, or the subject, is over."""
    info = subjects.info(registration.place_kind.subject)
    is_over = info is not None and info.is_over(now)
    with transaction.atomic():
        current = locked(registration=registration)
        if current.state == RegistrationState.CONFIRMED:
            return current
        has_offer = current.state == RegistrationState.OFFERED and not is_over
        if has_offer and Hold.objects.live(now).filter(registration=current).exists():
            Hold.objects.filter(registration=current).delete()
            steps.move(
                registration=current,
                target=RegistrationState.CONFIRMED,
                by=by,
                reason=Reason.OFFER_ACCEPTED,
                now=now,
            )
            option_places.take_what_is_left(registration=current, now=now)
            steps.tell(registration=current, notice=Notice.CONFIRMED)
            return current
        serve(subject=current.place_kind.subject, now=now)
    raise errors.OfferOverError


@transaction.atomic
def decline_offer(*, registration: Registration, now: datetime, by: User | None = None) -> Registration:
    """Refuse the offered place, which goes to the next in order; raises OfferOverError when there is no offer."""
    current = locked(registration=registration)
    if current.state != RegistrationState.OFFERED:
        raise errors.OfferOverError
    for hold in Hold.objects.filter(registration=current):
        gate.release(hold=hold)
    steps.move(registration=current, target=RegistrationState.DECLINED, by=by, reason=Reason.OFFER_DECLINED, now=now)
    serve(subject=current.place_kind.subject, now=now)
    return current


def expire_offers(*, now: datetime) -> int:
    """Sweep every expired hold and serve those who wait, a transaction for each subject; return the number of subjects.

    Nothing depends on this running: expired holds count as free wherever places are counted. It also ends registrations
    whose e-mail address was not confirmed within three days.
    """
    subjects = set(Hold.objects.expired(now).values_list("place_kind__subject", flat=True))
    for subject in sorted(subjects):
        promote_waiting(subject=subject, now=now)
    stale = Registration.objects.filter(
        state=RegistrationState.WAITING_FOR_EMAIL, changed_at__lte=now - UNCONFIRMED_LIFETIME, hold=None
    )
    for registration in stale.select_related("place_kind").order_by("pk"):
        with transaction.atomic():
            current = locked(registration=registration)
            if current.state == RegistrationState.WAITING_FOR_EMAIL:
                steps.move(
                    registration=current,
                    target=RegistrationState.EXPIRED,
                    by=None,
                    reason=Reason.NOT_CONFIRMED,
                    now=now,
                )
    return len(subjects)
