"""Reading the log: its entries and heads as the score sheet has them, and whether its chain holds."""

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from awards.ledger import recompute
from awards.ledger.enums import BreachKind
from awards.models import LedgerChain, LedgerEntry, LedgerHead

_KINDS = {
    "entry-number": BreachKind.MISSING,
    "entry-previous": BreachKind.PREVIOUS,
    "entry-digest": BreachKind.CHANGED,
}


@dataclass(frozen=True, slots=True)
class Breach:
    """The first entry at which a log does not hold, and what is wrong there."""

    number: int
    kind: BreachKind


def instant(moment: datetime) -> str:
    """Return a moment as digests have it: UTC to the microsecond, the same for both databases."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}Z"


def _body_of(entry: LedgerEntry) -> Any:
    """Return what the stored text holds; text that is not canonical is returned as it is, so that its digest cannot fit."""
    try:
        body = json.loads(entry.body)
        return body if recompute.canonical(body) == entry.body.encode() else entry.body
    except (ValueError, RecursionError):
        return entry.body


def entry_data(entry: LedgerEntry) -> dict[str, Any]:
    """Return an entry as the score sheet has it."""
    return {
        "number": entry.number,
        "kind": str(entry.kind),
        "at": instant(entry.at),
        "body": _body_of(entry),
        "previous": entry.previous,
        "digest": entry.digest,
    }


def entries(award_key: uuid.UUID) -> Iterator[dict[str, Any]]:
    """Yield the entries of an edition in their order, one query."""
    rows = LedgerEntry.objects.filter(award_key=award_key).order_by("number")
    return (entry_data(entry) for entry in rows.iterator())


def heads(award_key: uuid.UUID) -> list[dict[str, Any]]:
    """Return the published heads of an edition, the oldest first."""
    return [
        {
            "phase": head.phase,
            "number": head.number,
            "digest": head.digest,
            "published_at": instant(head.published_at),
        }
        for head in LedgerHead.objects.filter(award_key=award_key).order_by("number", "pk")
    ]


def verify(award_key: uuid.UUID) -> Breach | None:
    """Return the first broken entry of an edition's log; None where everything holds. Three queries.

    What was cut off at the end shows against the chain's own record of its length, or against a published head. Somebody
    who rewrites entries, chain and heads together in the database is found by whoever noted a published head elsewhere.
    """
    digests = [recompute.FIRST_PREVIOUS]

    def noted() -> Iterator[dict[str, Any]]:
        for entry in entries(award_key):
            yield entry
            digests.append(entry["digest"])

    wrong = recompute.broken(str(award_key), noted())
    if wrong is not None:
        return Breach(wrong.named["number"], _KINDS[wrong.code])
    chain = LedgerChain.objects.filter(award_key=award_key).first() or LedgerChain(award_key=award_key)
    length = len(digests) - 1
    if chain.length > length:
        return Breach(length + 1, BreachKind.CUT_OFF)
    if (chain.length, chain.digest) != (length, digests[-1]):
        return Breach(chain.length + 1 if chain.length < length else length, BreachKind.CHANGED)
    for head in heads(award_key):
        if not 1 <= head["number"] <= length:
            return Breach(length + 1, BreachKind.CUT_OFF)
        if digests[head["number"]] != head["digest"]:
            return Breach(head["number"], BreachKind.HEAD)
    return None
