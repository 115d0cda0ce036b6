"""Copying what an organiser has set up for one subject to another: pools and kinds of place, none of the people."""

import uuid
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Protocol

from django.db import transaction

from portal.accounts.models import User
from portal.kernel.errors import DomainError
from registration.domain import places
from registration.enums import Audience, WaitingListPolicy, WayOfAttending
from registration.models import PlaceKind, Pool


class Copier(Protocol):
    """What else belongs to a subject's set-up, such as its questions."""

    def __call__(
        self,
        *,
        source: uuid.UUID,
        target: uuid.UUID,
        shift: timedelta,
        sessions: Mapping[uuid.UUID, uuid.UUID],
        by: User | None,
        now: datetime,
    ) -> object:
        """Copy it, in the transaction of the copy; instants move by ``shift``, ``sessions`` has the new one for each old one."""


_COPIERS: list[Copier] = []


def register(copier: Copier) -> Callable[[], None]:
    """Add what is copied beside places, from an AppConfig.ready(); return what takes it out again."""
    if copier not in _COPIERS:
        _COPIERS.append(copier)
    return lambda: _COPIERS.remove(copier)


def _code(record: Pool | PlaceKind, sessions: Mapping[uuid.UUID, uuid.UUID]) -> str:
    """Return the code of a copy; one that has the key of its session in it gets that of the new session."""
    if record.session is None:
        return record.code
    return record.code.replace(str(record.session), str(sessions[record.session]))


@transaction.atomic
def copy(
    *,
    source: uuid.UUID,
    target: uuid.UUID,
    shift: timedelta,
    sessions: Mapping[uuid.UUID, uuid.UUID],
    by: User | None,
    now: datetime,
) -> int:
    """Open at ``target`` the pools and kinds of place of ``source``, and whatever is registered; return how many kinds.

    A kind that a person closed is closed in the copy too; one that is closed because its subject was postponed or cancelled is
    open. Instants move by ``shift``; ``sessions`` says which session of the new subject stands for which old one, and a pool or kind
    of a session that has none is left out. Raises DomainError where the new subject offers places already.
    """
    if PlaceKind.objects.of(target).exists():
        raise DomainError
    made: dict[int, Pool] = {}
    drawn_on = Pool.objects.filter(subject=source, kind_links__isnull=False).distinct()
    for pool in drawn_on.order_by("pk"):
        if pool.session is None or pool.session in sessions:
            made[pool.pk] = places.open_pool(
                subject=target,
                code=_code(pool, sessions),
                name_vi=pool.name_vi,
                name_en=pool.name_en,
                capacity=pool.capacity,
                session=sessions[pool.session] if pool.session else None,
                now=now,
                by=by,
            )
    kinds = PlaceKind.objects.of(source).prefetch_related("pool_links").order_by("pk")
    count = 0
    for kind in kinds:
        if kind.session is not None and kind.session not in sessions:
            continue
        places.open_place_kind(
            subject=target,
            code=_code(kind, sessions),
            name_vi=kind.name_vi,
            name_en=kind.name_en,
            pools=[made[link.pool_id] for link in kind.pool_links.all() if link.pool_id in made],
            audience=Audience(kind.audience),
            way=WayOfAttending(kind.way),
            session=sessions[kind.session] if kind.session else None,
            opens_at=kind.opens_at + shift if kind.opens_at else None,
            closes_at=kind.closes_at + shift if kind.closes_at else None,
            needs_approval=kind.needs_approval,
            needs_email_confirmation=kind.needs_email_confirmation,
            email_hold_minutes=kind.email_hold_minutes,
            party_maximum=kind.party_maximum,
            waiting_list=WaitingListPolicy(kind.waiting_list),
            offer_hours=kind.offer_hours,
            position=kind.position,
            is_open=kind.is_open or kind.is_frozen,
            needs_names=kind.needs_names,
            now=now,
            by=by,
        )
        count += 1
    for copier in _COPIERS:
        copier(source=source, target=target, shift=shift, sessions=sessions, by=by, now=now)
    return count
