"""Places kept for somebody for a while, without a registration yet."""

from datetime import datetime

from django.db import transaction

from registration import errors, queries
from registration.domain import gate
from registration.domain import waiting_list as queue
from registration.models import Hold, PlaceKind


@transaction.atomic
def keep(*, place_kind: PlaceKind, quantity: int, owner: str, expires_at: datetime, now: datetime) -> Hold:
    """Keep places of a kind until an instant; raises FullError when so many are not free after those who wait."""
    queue.serve(subject=place_kind.subject, now=now)
    seen = queries.look(place_kind, now)
    if seen.somebody_waits:
        raise errors.FullError
    hold = Hold.objects.create(place_kind=place_kind, owner=owner, quantity=quantity, expires_at=expires_at)
    gate.take(pool_ids=seen.pool_ids, quantity=quantity)
    return hold


@transaction.atomic
def release(*, hold: Hold, now: datetime) -> None:
    """Give the kept places back to those who wait; releasing twice changes nothing."""
    gate.lock(subject=hold.place_kind.subject)
    current = Hold.objects.filter(pk=hold.pk).first()
    if current is not None:
        gate.release(hold=current)
    queue.serve(subject=hold.place_kind.subject, now=now)
