"""The only code that adds to an edition's log, and publishes its heads."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from awards.enums import PhaseKind
from awards.ledger import bodies, queries, recompute
from awards.ledger.enums import LedgerKind
from awards.models import LedgerChain, LedgerEntry, LedgerHead
from portal.kernel.errors import DomainError

Act = tuple[LedgerKind, Mapping[str, Any]]


class BrokenLogError(DomainError):
    """The log does not hold together, so its head must not be published."""

    default_message = _("The log of this edition does not hold together at entry %(number)s. Nothing was published.")


class EmptyLogError(DomainError):
    """There is no entry whose digest could be published."""

    default_message = _("The log of this edition has no entry yet.")


def _lock(award_key: uuid.UUID) -> LedgerChain:
    """Lock the end of an edition's log and return it as it is now; on SQLite the transaction, begun as IMMEDIATE, is the lock."""
    rows = LedgerChain.objects.select_for_update(no_key=True).filter(award_key=award_key)
    found = rows.first()
    if found is None:
        LedgerChain.objects.get_or_create(award_key=award_key)
        found = rows.get()
    return found


def append(*, award_key: uuid.UUID, kind: LedgerKind, body: Mapping[str, Any], now: datetime) -> LedgerEntry:
    """Add one act to an edition's log, in the transaction of the act itself; return the entry.

    Raises UnfitBodyError for a body that may not stand there. Call it last: the log stays locked until the caller commits.
    """
    return append_all(award_key=award_key, acts=[(kind, body)], now=now)[0]


@transaction.atomic
def append_all(*, award_key: uuid.UUID, acts: Sequence[Act], now: datetime) -> list[LedgerEntry]:
    """Add several acts of one moment, in their order, for the price of one; return the entries."""
    texts = [(kind, dict(body), bodies.canonical_text(kind=kind, body=body)) for kind, body in acts]
    if not texts:
        return []
    chain = _lock(award_key)
    rows = []
    number, previous = chain.length, chain.digest
    for kind, body, text in texts:
        number += 1
        data = {
            "number": number,
            "kind": kind.value,
            "at": queries.instant(now),
            "previous": previous,
            "body": body,
        }
        digest = recompute.entry_digest(str(award_key), data)
        rows.append(
            LedgerEntry(
                award_key=award_key, number=number, kind=kind, at=now, body=text, previous=previous, digest=digest
            )
        )
        previous = digest
    LedgerEntry.objects.bulk_create(rows)
    LedgerChain.objects.filter(pk=chain.pk).update(length=number, digest=previous)
    return rows


@transaction.atomic
def publish_head(*, award_key: uuid.UUID, phase: PhaseKind, now: datetime) -> LedgerHead:
    """Publish the digest of the last entry at the end of a phase; again without a new entry it returns what was published.

    Raises EmptyLogError, or BrokenLogError where the log does not hold.
    """
    chain = _lock(award_key)
    breach = queries.verify(award_key)
    if breach is not None:
        raise BrokenLogError(str(BrokenLogError.default_message) % {"number": breach.number})
    if not chain.length:
        raise EmptyLogError
    same = LedgerHead.objects.filter(award_key=award_key, phase=phase, number=chain.length).first()
    if same is not None:
        return same
    return LedgerHead.objects.create(
        award_key=award_key, phase=phase, number=chain.length, digest=chain.digest, published_at=now
    )
