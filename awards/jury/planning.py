"""What is distributed, read from the records: for the preview and for the assignment itself, which are thereby the same."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from awards.editions.rules import EditionRules
from awards.jury import distribution, facts, queries
from awards.jury.distribution import Given, Plan
from awards.jury.enums import AssignmentState, JurorState
from awards.models import Assignment, Conflict, Juror, LedgerChain, Nomination

NO_LOG: Final = "0" * 64
SEED_LENGTH: Final = 16


@dataclass(frozen=True, slots=True)
class Planned:
    """A distribution with the rows that its names stand for."""

    given: Given
    plan: Plan
    nominations: dict[str, Nomination]
    jurors: dict[str, Juror]
    unready: tuple[Juror, ...]
    """Who serves and has not declared everything yet: no dossier is given to them."""
    again: frozenset[distribution.Pair]
    """What somebody judged on an earlier seat, of which the sheet counts: nobody judges a dossier twice."""

    @property
    def digest(self) -> str:
        """What the one who looked at it has seen; "" where dossiers have no alias yet, which is drawn only when it counts."""
        if any(not nomination.alias for nomination in self.nominations.values()):
            return ""
        lines = "\n".join(":".join(pair) for pair in self.plan.added)
        return hashlib.sha256(lines.encode()).hexdigest()


def seed_of(award_key: UUID) -> str:
    """Return the seed that counts now: the first digits of the digest of the log's last entry, which nobody can choose."""
    chain = LedgerChain.objects.filter(award_key=award_key).first()
    return (chain.digest if chain is not None and chain.digest else NO_LOG)[:SEED_LENGTH]


def plan(award_key: UUID, rules: EditionRules, *, wanting: Collection[int] | None = None) -> Planned:
    """Return how what is missing would be given now; ``wanting`` names the dossiers to fill up by key, else all.

    Certain conflicts count before they stand in the records: the assignment notes them first.
    """
    nominations = list(queries.eligible(award_key).select_related("organisation").order_by("category_code", "pk"))
    named = {nomination.alias or f"{nomination.pk}": nomination for nomination in nominations}
    names = {nomination.pk: name for name, nomination in named.items()}
    serving = list(
        Juror.objects.filter(award_key=award_key, state=JurorState.ACCEPTED).select_related("user").order_by("alias")
    )
    certain = {pair for pair, shown in facts.between(serving, nominations).items() if shown[0].is_certain}
    by_key = {juror.pk: juror.alias for juror in serving}
    live = Assignment.objects.filter(nomination__in=names).exclude(state=AssignmentState.VOID)
    held = list(live.values_list("nomination_id", "juror__alias", "juror__user"))
    kept = frozenset((names[nomination], alias) for nomination, alias, _user in held)
    told = Conflict.objects.filter(nomination__in=names, juror__award_key=award_key)
    barred = frozenset(
        (names[nomination], alias) for nomination, alias in told.values_list("nomination_id", "juror__alias")
    ) | {(names[nomination], by_key[juror]) for juror, nomination in certain}
    again = frozenset(
        (names[nomination], juror.alias)
        for nomination, alias, user in held
        for juror in serving
        if user is not None and juror.user_id == user and juror.alias != alias
    )
    given = Given(
        seed=seed_of(award_key),
        per=rules.jurors_per_dossier,
        dossiers=tuple(named),
        jurors=tuple(juror.alias for juror in serving if juror.is_ready and not juror.is_reserve),
        reserves=tuple(juror.alias for juror in serving if juror.is_ready and juror.is_reserve),
        barred=barred | again,
        kept=kept - barred,
        wanting=None if wanting is None else tuple(names[key] for key in wanting if key in names),
    )
    return Planned(
        given=given,
        plan=distribution.distribute(given),
        nominations=named,
        jurors={juror.alias: juror for juror in serving},
        unready=tuple(juror for juror in serving if not juror.is_ready),
        again=again,
    )
