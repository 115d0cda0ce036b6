"""The gate: the only code that changes ``Pool.taken`` (ADR 0003).

Callers take pools in key order and do as little as possible between taking and committing.
"""

import uuid
from collections.abc import Collection
from typing import Final

from django.db import connection

from portal.page_cache import changes
from registration import bands, errors, queries
from registration.models import Hold, OptionPlace, PlaceKind, Pool

_TAKE: Final = "UPDATE registration_pool SET taken = taken + %s WHERE id = %s AND taken <= capacity - %s RETURNING capacity - taken"
_GIVE_BACK: Final = "UPDATE registration_pool SET taken = taken - %s WHERE id = %s RETURNING capacity - taken"


def lock(*, subject: uuid.UUID) -> dict[int, Pool]:
    """Lock the pools of a subject in key order and return them as they are now; needs a transaction.

    On SQLite the transaction itself, begun as IMMEDIATE, is the lock.
    """
    return {
        pool.pk: pool for pool in Pool.objects.filter(subject=subject).select_for_update(no_key=True).order_by("pk")
    }


def lock_all(*, subjects: Collection[uuid.UUID]) -> None:
    """Lock the pools of several subjects together, in the one order of all keys; needs a transaction.

    Whoever changes several subjects in one transaction calls it first: two of them that lock subject by subject, each in an
    order of its own, would wait for each other.
    """
    list(Pool.objects.filter(subject__in=subjects).select_for_update(no_key=True).order_by("pk").values_list("pk"))


def take(*, pool_ids: Collection[int], quantity: int) -> None:
    """Take places from every pool, one conditional statement each, in key order.

    Raises FullError when one is short; the caller's transaction must then roll back.
    """
    for pk in sorted(pool_ids):
        left = _left_after(_TAKE, (quantity, pk, quantity))
        if left is None:
            raise errors.FullError
        _tell(pk, before=left + quantity, after=left)


def require_open_still(*, place_kind: PlaceKind) -> None:
    """Lock a kind of place and raise RegistrationClosedError if it was closed meanwhile; needs a transaction.

    Called last, after the pools are taken: somebody who waited for a pool while the organiser postponed or cancelled the
    subject must not get in behind them. Kinds without a pool have no other lock than this one.
    """
    still = PlaceKind.objects.select_for_update(no_key=True).filter(pk=place_kind.pk, is_open=True)
    if not still.values_list("pk", flat=True).first():
        raise errors.RegistrationClosedError


def give_back(*, pool_ids: Collection[int], quantity: int) -> None:
    """Give places back to every pool, in key order."""
    for pk in sorted(pool_ids):
        left = _left_after(_GIVE_BACK, (quantity, pk))
        if left is not None:
            _tell(pk, before=left - quantity, after=left)


def _left_after(statement: str, parameters: tuple[int, ...]) -> int | None:
    """Change a counter and return in the same round trip how many places are left; None where the statement found no such pool."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        row = cursor.fetchone()
    return None if row is None else int(row[0])


def _tell(pk: int, *, before: int, after: int) -> None:
    """Let public pages be drawn anew when a number of places passes a band; in between they follow within a minute."""
    if bands.band(before) != bands.band(after):
        changes.tell(bands.fact(pk))


def release(*, hold: Hold) -> None:
    """Delete a hold and give its places back; the subject's pools must be locked."""
    pool_ids = queries.pool_ids_of(hold.place_kind_id)
    deleted, _by_model = Hold.objects.filter(pk=hold.pk).delete()
    if deleted:
        give_back(pool_ids=pool_ids, quantity=hold.quantity)
        if hold.registration_id is not None:
            give_back_options(registration_id=hold.registration_id)


def give_back_options(*, registration_id: int, pool_ids: Collection[int] | None = None) -> None:
    """Give back the places of options that a registration takes, all or those of some pools; the pools must be locked."""
    rows = OptionPlace.objects.filter(registration_id=registration_id)
    if pool_ids is not None:
        rows = rows.filter(pool_id__in=pool_ids)
    for row in rows.order_by("pool_id"):
        row.delete()
        give_back(pool_ids=[row.pool_id], quantity=row.quantity)


def recount(*, subject: uuid.UUID) -> None:
    """Set the counters of a subject to what its rows say; raises FullError if the rows exceed a capacity."""
    lock(subject=subject)
    for pool in queries.pools_with_rows().filter(subject=subject).order_by("pk"):
        if pool.rows > pool.capacity:
            raise errors.FullError
        if pool.rows != pool.taken:
            Pool.objects.filter(pk=pool.pk).update(taken=pool.rows)
            changes.tell(bands.fact(pool.pk))


def kinds_of(*, subject: uuid.UUID) -> dict[int, PlaceKind]:
    """Return the kinds of place of a subject by number."""
    return {kind.pk: kind for kind in PlaceKind.objects.filter(subject=subject)}
