"""Conflicts as rows, with all that follows from them at once: the assignment and its mark sheet are void."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from awards.jury import facts
from awards.jury.domain import giving
from awards.jury.enums import ConflictSource
from awards.ledger.domain import Act
from awards.ledger.enums import LedgerKind
from awards.models import Conflict, Juror, Nomination


def bar(
    *, juror: Juror, nomination: Nomination, source: ConflictSource, reason: str, by: Any, now: datetime
) -> tuple[Conflict, list[Act]]:
    """Keep a juror from a dossier; return the conflict and what the log has to say. The caller holds the edition."""
    acts = [
        act
        for assignment in giving.live_of(juror=juror, nomination=nomination)
        for act in giving.take_back(assignment, by=by, now=now)
    ]
    made = Conflict.objects.create(juror=juror, nomination=nomination, source=source, reason=reason, at=now, by=by)
    body = {**giving.named(nomination), "juror": juror.alias, "source": source.value}
    return made, [(LedgerKind.CONFLICT, body), *acts]


def block_certain(*, jurors: Collection[Juror], nominations: Collection[Nomination], now: datetime) -> list[Act]:
    """Keep jurors from dossiers that they work on, are nominated by or nominated; return what the log has to say."""
    found = facts.between(jurors, nominations)
    certain = {pair: [hint for hint in shown if hint.is_certain] for pair, shown in found.items()}
    told = set(Conflict.objects.filter(juror__in=[one.pk for one in jurors]).values_list("juror_id", "nomination_id"))
    by_key = {one.pk: one for one in jurors}, {one.pk: one for one in nominations}
    acts: list[Act] = []
    for (juror, nomination), shown in sorted(certain.items()):
        if shown and (juror, nomination) not in told:
            _conflict, more = bar(
                juror=by_key[0][juror],
                nomination=by_key[1][nomination],
                source=ConflictSource.SYSTEM,
                reason="; ".join(str(hint.kind.label) for hint in shown),
                by=None,
                now=now,
            )
            acts += more
    return acts
