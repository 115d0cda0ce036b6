"""Rows of assignments, written and taken back; the acts of both for the log. The caller holds the edition and appends last."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from awards.domain import aliases
from awards.editions.rules import EditionRules
from awards.enums import NominationState
from awards.jury import emails, planning, voiding
from awards.jury.enums import ASSIGNMENT_MOVES, AssignmentState
from awards.ledger.domain import Act
from awards.ledger.enums import LedgerKind
from awards.marking.enums import MarkState
from awards.models import Assignment, MarkSheet, Nomination
from portal.kernel import errors


class ChangedError(errors.DomainError):
    """Something came in between looking at the distribution and confirming it."""

    default_message = _("The distribution has changed since you looked at it. Look at it again and confirm.")


def named(nomination: Nomination) -> dict[str, str]:
    """Return how the log names a dossier."""
    return {"category": nomination.category_code, "dossier": aliases.of_dossier(nomination)}


def _unnamed(award_key: UUID) -> Iterable[Nomination]:
    return Nomination.objects.select_for_update(of=("self",)).filter(
        award_key=award_key, state=NominationState.ELIGIBLE, alias=""
    )


def fill_up(
    *,
    award_key: UUID,
    rules: EditionRules,
    by: Any,
    now: datetime,
    wanting: Collection[int] | None = None,
    seen: str = "",
) -> tuple[planning.Planned, list[Act]]:
    """Give every dossier, or some, the jurors that it lacks; return the plan and what the log has to say of it.

    The log gets one entry with the seed and everybody who took part, with what somebody judged on an earlier seat as "again", and
    one for each dossier given: with the conflicts and assignments before it, that is all from which the distribution follows. Raises ChangedError where ``seen`` is the digest
    of another plan.
    """
    for nomination in _unnamed(award_key):
        aliases.of_dossier(nomination)
    planned = planning.plan(award_key, rules, wanting=wanting)
    if seen and seen != planned.digest:
        raise ChangedError
    if not planned.plan.added:
        return planned, []
    given = planned.given
    roster = {
        "seed": given.seed,
        "per": given.per,
        "dossiers": sorted(given.dossiers),
        "filled": sorted(given.filled),
        "jurors": sorted(given.jurors),
        "reserves": sorted(given.reserves),
        **({"again": [list(pair) for pair in sorted(planned.again)]} if planned.again else {}),
    }
    acts: list[Act] = [(LedgerKind.ASSIGNMENT, roster)]
    counts: dict[str, int] = {}
    rows = []
    for dossier, alias in planned.plan.added:
        nomination, juror = planned.nominations[dossier], planned.jurors[alias]
        rows.append(Assignment(juror=juror, nomination=nomination, given_at=now, given_by=by))
        counts[alias] = counts.get(alias, 0) + 1
        body = {"category": nomination.category_code, "dossier": dossier, "juror": alias, "state": "given"}
        acts.append((LedgerKind.ASSIGNMENT, {**body, "seed": given.seed}))
    Assignment.objects.bulk_create(rows)
    for alias, count in sorted(counts.items()):
        emails.assigned(juror=planned.jurors[alias], count=count)
    return planned, acts


def take_back(assignment: Assignment, *, by: Any, now: datetime) -> list[Act]:
    """Void an assignment and its mark sheet, and return what the log has to say of it: a sheet that was handed in no longer counts."""
    ASSIGNMENT_MOVES.check(AssignmentState(assignment.state), AssignmentState.VOID)
    assignment.state, assignment.voided_at = AssignmentState.VOID, now
    assignment.save(update_fields=["state", "voided_at"])
    body = {**named(assignment.nomination), "juror": assignment.juror.alias}
    acts: list[Act] = [(LedgerKind.VOID, body)] if voiding.run(assignment, by, now) else []
    return [*acts, (LedgerKind.ASSIGNMENT, {**body, "state": "void"})]


def live_of(**where: Any) -> list[Assignment]:
    """Return live assignments, locked, in one order for everybody."""
    rows = Assignment.objects.select_for_update(of=("self",)).filter(**where).exclude(state=AssignmentState.VOID)
    return list(rows.select_related("juror", "nomination").order_by("pk"))


def was_handed_in(assignment: Assignment) -> bool:
    """Return whether the juror handed a mark sheet in for it."""
    return MarkSheet.objects.filter(assignment=assignment, state=MarkState.SUBMITTED).exists()
