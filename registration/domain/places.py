"""Opening pools and kinds of place, and changing what they allow."""

import uuid
from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from portal.kernel import clock
from portal.kernel.errors import DomainError, LimitReachedError
from registration import errors
from registration.domain import gate
from registration.domain import waiting_list as queue
from registration.enums import Audience, WaitingListPolicy
from registration.models import PlaceKind, PlaceKindPool, Pool


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
) -> Pool:
    """Make the pool of this code, or bring it to these names and this capacity; raises as ``set_capacity``."""
    gate.lock(subject=subject)
    pool, made = Pool.objects.get_or_create(
        subject=subject,
        code=code,
        defaults={"name_vi": name_vi, "name_en": name_en, "session": session, "capacity": capacity},
    )
    if made:
        return pool
    pool.name_vi, pool.name_en, pool.session = name_vi, name_en, session
    pool.save(update_fields=["name_vi", "name_en", "session"])
    return pool if pool.capacity == capacity else set_capacity(pool=pool, capacity=capacity, now=now or clock.now())


@transaction.atomic
def set_capacity(*, pool: Pool, capacity: int, now: datetime) -> Pool:
    """Change how many places a pool has, and offer new ones to those who wait.

    Raises LimitReachedError when more are taken than the new capacity; nobody loses a place by this.
    """
    gate.lock(subject=pool.subject)
    queue.sweep(subject=pool.subject, now=now)
    if not Pool.objects.filter(pk=pool.pk, taken__lte=capacity).update(capacity=capacity):
        raise LimitReachedError(_("More places are taken than this."), field="capacity")
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
    now: datetime | None = None,
) -> PlaceKind:
    """Make the kind of place of this code, or bring it to these rules; counters follow when its pools change.

    Those who wait are served: a kind that opens, draws on fewer pools or lets smaller parties pass may have places for them.

    Raises DomainError when a pool belongs to another subject, when the end is not after the beginning, and FullError when
    those who hold places would not fit into a pool that is added.
    """
    if any(pool.subject != subject for pool in pools):
        raise DomainError(_("A kind of place draws on pools of its own subject only."), field="pools")
    if opens_at is not None and closes_at is not None and closes_at <= opens_at:
        raise DomainError(_("Registration must close after it opens."), field="closes_at")
    gate.lock(subject=subject)
    kind, made = PlaceKind.objects.update_or_create(
        subject=subject,
        code=code,
        defaults={
            "name_vi": name_vi,
            "name_en": name_en,
            "audience": audience,
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
        },
    )
    wanted = {pool.pk for pool in pools}
    held = set(kind.pool_links.values_list("pool_id", flat=True))
    if wanted != held:
        kind.pool_links.exclude(pool_id__in=wanted).delete()
        PlaceKindPool.objects.bulk_create(PlaceKindPool(place_kind=kind, pool_id=pk) for pk in sorted(wanted - held))
        gate.recount(subject=subject)
    if not made:
        queue.serve(subject=subject, now=now or clock.now())
    return kind


@transaction.atomic
def freeze(*, subject: uuid.UUID) -> int:
    """Close every kind of place of a subject: nobody registers, nobody moves up; return how many there are.

    Pools are locked before kinds, as by those who register: whoever waits for a pool meanwhile looks again afterwards.
    """
    gate.lock(subject=subject)
    return PlaceKind.objects.filter(subject=subject).update(is_open=False)


@transaction.atomic
def reopen(*, subject: uuid.UUID, now: datetime) -> int:
    """Open every kind of place again and serve those who wait; return how many there are."""
    gate.lock(subject=subject)
    count = PlaceKind.objects.filter(subject=subject).update(is_open=True)
    queue.serve(subject=subject, now=now)
    return count


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
