"""Opening pools and kinds of place, and changing what they allow."""

import uuid
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.kernel import clock
from portal.kernel.errors import DomainError, LimitReachedError
from registration import errors
from registration.domain import audit, gate
from registration.domain import waiting_list as queue
from registration.enums import Audience, WaitingListPolicy, WayOfAttending
from registration.models import PlaceKind, PlaceKindPool, Pool
from registration.organiser_enums import AuditAction


@transaction.atomic
def open_pool(
    *,
    subject: uuid.UUID,
    code: str,
    name_vi: str,
    capacity: int,
    name_en: str = "",
    session: uuid.UUID | None = None,
    now: datetime | None = None,
    by: User | None = None,
) -> Pool:
    """Make the pool of this code, or bring it to these names and this capacity; raises as ``set_capacity``."""
    gate.lock(subject=subject)
    names = {"name_vi": name_vi, "name_en": name_en, "session": session}
    pool, made = Pool.objects.get_or_create(
        subject=subject,
        code=code,
        defaults={**names, "capacity": capacity},
    )
    before = {} if made else {name: getattr(pool, name) for name in names}
    after = {**names, "capacity": capacity} if made else names
    _note(
        AuditAction.POOL_OPENED if made else AuditAction.POOL_CHANGED, pool, before=before, after=after, by=by, now=now
    )
    if made:
        return pool
    pool.name_vi, pool.name_en, pool.session = name_vi, name_en, session
    pool.save(update_fields=list(names))
    if pool.capacity == capacity:
        return pool
    return set_capacity(pool=pool, capacity=capacity, now=now or clock.now(), by=by)


def _note(
    action: AuditAction,
    record: Pool | PlaceKind,
    *,
    before: dict[str, Any],
    after: dict[str, Any],
    by: User | None,
    now: datetime | None,
) -> None:
    """Write into the audit what differs; nothing where nothing does."""
    if changes := audit.differences(before, after):
        audit.record(
            action=action,
            by=by,
            now=now or clock.now(),
            subject=record.subject,
            about=record,
            label=record.name_vi,
            changes=changes,
        )


@transaction.atomic
def set_capacity(*, pool: Pool, capacity: int, now: datetime, by: User | None = None) -> Pool:
    """Change how many places a pool has, and offer new ones to those who wait.

    Raises LimitReachedError when more are taken than the new capacity; nobody loses a place by this.
    """
    before = gate.lock(subject=pool.subject)[pool.pk].capacity
    queue.sweep(subject=pool.subject, now=now)
    if not Pool.objects.filter(pk=pool.pk, taken__lte=capacity).update(capacity=capacity):
        raise LimitReachedError(_("More places are taken than this."), field="capacity")
    _note(
        AuditAction.CAPACITY_CHANGED,
        pool,
        before={"capacity": before},
        after={"capacity": capacity},
        by=by,
        now=now,
    )
    queue.serve(subject=pool.subject, now=now)
    pool.refresh_from_db()
    return pool


@transaction.atomic
def open_place_kind(
    *,
    subject: uuid.UUID,
    code: str,
    name_vi: str,
    name_en: str = "",
    pools: Collection[Pool] = (),
    audience: Audience = Audience.VISITOR,
    way: WayOfAttending = WayOfAttending.EITHER,
    session: uuid.UUID | None = None,
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
    needs_approval: bool = False,
    needs_email_confirmation: bool = False,
    email_hold_minutes: int = 30,
    party_maximum: int = 1,
    waiting_list: WaitingListPolicy = WaitingListPolicy.STRICT,
    offer_hours: int = 24,
    position: int = 0,
    is_open: bool = True,
    needs_names: bool = False,
    now: datetime | None = None,
    by: User | None = None,
) -> PlaceKind:
    """Make the kind of place of this code, or bring it to these rules; counters follow when its pools change.

    One that is closed here stays closed when a frozen subject opens again. Those who wait are served: a kind that opens, draws on fewer pools or lets smaller parties pass may have places for them.

    Raises DomainError when a pool belongs to another subject, when the end is not after the beginning, and FullError when
    those who hold places would not fit into a pool that is added.
    """
    if any(pool.subject != subject for pool in pools):
        raise DomainError(_("A kind of place draws on pools of its own subject only."), field="pools")
    if opens_at is not None and closes_at is not None and closes_at <= opens_at:
        raise DomainError(_("Registration must close after it opens."), field="closes_at")
    gate.lock(subject=subject)
    rules: dict[str, Any] = {
        "name_vi": name_vi,
        "name_en": name_en,
        "audience": audience,
        "way": way,
        "session": session,
        "opens_at": opens_at,
        "closes_at": closes_at,
        "needs_approval": needs_approval,
        "needs_email_confirmation": needs_email_confirmation,
        "email_hold_minutes": email_hold_minutes,
        "party_maximum": party_maximum,
        "waiting_list": waiting_list,
        "offer_hours": offer_hours,
        "position": position,
        "is_open": is_open,
        "needs_names": needs_names,
    }
    before = PlaceKind.objects.filter(subject=subject, code=code).values(*rules).first() or {}
    # Whoever says of one kind whether it is open decides that for good, also while the whole is closed.
    kind, made = PlaceKind.objects.update_or_create(subject=subject, code=code, defaults={**rules, "is_frozen": False})
    wanted = {pool.pk for pool in pools}
    codes_before = dict(kind.pool_links.values_list("pool_id", "pool__code"))
    held = set(codes_before)
    _note(
        AuditAction.KIND_OPENED if made else AuditAction.KIND_CHANGED,
        kind,
        before=before if made else {**before, "pools": sorted(codes_before.values())},
        after={**rules, "pools": sorted(pool.code for pool in pools)},
        by=by,
        now=now,
    )
    if wanted != held:
        queue.sweep(subject=subject, now=now or clock.now())
        kind.pool_links.exclude(pool_id__in=wanted).delete()
        PlaceKindPool.objects.bulk_create(PlaceKindPool(place_kind=kind, pool_id=pk) for pk in sorted(wanted - held))
        gate.recount(subject=subject)
    if not made:
        queue.serve(subject=subject, now=now or clock.now())
    return kind


@transaction.atomic
def freeze(*, subject: uuid.UUID, now: datetime | None = None, by: User | None = None) -> int:
    """Close every kind of place of a subject: nobody registers, nobody moves up; return how many there are.

    Those that were open are remembered as frozen and open again together; one that a person had closed stays as it was.
    Pools are locked before kinds, as by those who register: whoever waits for a pool meanwhile looks again afterwards.
    """
    gate.lock(subject=subject)
    frozen = PlaceKind.objects.filter(subject=subject, is_open=True).update(is_open=False, is_frozen=True)
    return _switched(AuditAction.PLACES_FROZEN, frozen, subject=subject, by=by, now=now or clock.now())


@transaction.atomic
def reopen(*, subject: uuid.UUID, now: datetime, by: User | None = None) -> int:
    """Open the kinds of place that were frozen together, and serve those who wait; return how many kinds there are.

    A kind that was closed by itself, before or since, stays closed.
    """
    gate.lock(subject=subject)
    opened = PlaceKind.objects.filter(subject=subject, is_frozen=True).update(is_open=True, is_frozen=False)
    count = _switched(AuditAction.PLACES_REOPENED, opened, subject=subject, by=by, now=now)
    queue.serve(subject=subject, now=now)
    return count


@transaction.atomic
def close_sessions_but(
    *, subject: uuid.UUID, sessions: Collection[uuid.UUID], now: datetime, by: User | None = None
) -> int:
    """Close the kinds of place of all sessions but these, for good; return how many that closed. People keep their places."""
    gate.lock(subject=subject)
    gone = PlaceKind.objects.filter(subject=subject, session__isnull=False).exclude(session__in=sessions)
    closing = list(gone.exclude(is_open=False, is_frozen=False).order_by("pk"))
    PlaceKind.objects.filter(pk__in=[kind.pk for kind in closing]).update(is_open=False, is_frozen=False)
    for kind in closing:
        if kind.is_open:
            audit.record(
                action=AuditAction.KIND_CHANGED,
                by=by,
                now=now,
                subject=subject,
                about=kind,
                label=kind.name_vi,
                changes=[("is_open", True, False)],
            )
    return len(closing)


def _switched(action: AuditAction, switched: int, *, subject: uuid.UUID, by: User | None, now: datetime) -> int:
    """Return how many kinds there are; the audit has a row only where some were opened or closed."""
    if switched:
        is_open = action is AuditAction.PLACES_REOPENED
        audit.record(action=action, by=by, now=now, subject=subject, changes=[("is_open", not is_open, is_open)])
    return PlaceKind.objects.filter(subject=subject).count()


def require_whole(*, place_kind: PlaceKind) -> None:
    """Raise DomainError for a kind of place of a single session: nobody registers for one by itself (ADR 0018)."""
    if place_kind.session is not None:
        raise DomainError(
            _("A session is chosen along with a place at the whole event, not by itself."), field="place_kind"
        )


def require_open(*, place_kind: PlaceKind, party_size: int, now: datetime, at_the_door: bool = False) -> None:
    """Raise RegistrationClosedError or LimitReachedError unless such a party can ask for places now.

    ``at_the_door`` asks only whether the kind is open at all: registration in advance may be over.
    """
    if not (place_kind.is_open if at_the_door else place_kind.accepts(now)):
        raise errors.RegistrationClosedError
    if not 1 <= party_size <= place_kind.party_maximum:
        raise LimitReachedError(
            _("A party may have 1 to %(maximum)s people.") % {"maximum": place_kind.party_maximum}, field="party_size"
        )
