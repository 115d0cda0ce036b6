"""What stays of an edition: counts, taken when it ends and in any case before its dossiers are erased.

Women among the entrants are not counted: nobody is asked.
"""

from collections import Counter
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from awards.editions.rules import EditionRules
from awards.enums import NominationState
from awards.marking.enums import MarkState
from awards.models import CureRequest, EditionFigures, MarkSheet, Nomination, NominationLog, ScreeningCheck
from awards.screening.enums import Outcome
from awards.voting import queries as vote_queries

AFTER_SCREENING: Final = frozenset(
    {
        NominationState.ELIGIBLE,
        NominationState.FINALIST,
        NominationState.NOT_SELECTED,
        NominationState.WINNER,
        NominationState.REVOKED,
    }
)


def counted(award_key: UUID) -> dict[str, Any]:
    """Return the figures of an edition as it stands; a constant number of queries."""
    rows = list(
        Nomination.objects.filter(award_key=award_key).values_list(
            "pk", "category_code", "state", "submitted_at", "organisation_id", "organisation__place_id"
        )
    )
    handed_in = [row for row in rows if row[3] is not None]
    keys = [row[0] for row in handed_in]
    states = Counter(row[2] for row in handed_in)
    log = NominationLog.objects.filter(nomination__in=keys)
    ever_finalist = set(log.filter(to_state=NominationState.FINALIST).values_list("nomination", flat=True))
    # Who was found eligible and withdrew afterwards is known by the log only.
    ever_eligible = set(log.filter(to_state=NominationState.ELIGIBLE).values_list("nomination", flat=True))
    ever_eligible |= {row[0] for row in handed_in if row[2] in AFTER_SCREENING}
    failed = ScreeningCheck.objects.filter(
        nomination__award_key=award_key, nomination__state=NominationState.INELIGIBLE, outcome=Outcome.FAIL
    )
    sheets = MarkSheet.objects.filter(assignment__nomination__award_key=award_key, state=MarkState.SUBMITTED)
    tallies = vote_queries.tallies(award_key).values()
    return {
        "handed_in": len(handed_in),
        "never_handed_in": len(rows) - len(handed_in),
        "by_category": dict(sorted(Counter(row[1] for row in handed_in).items())),
        "eligible": len(ever_eligible),
        "ineligible": states[NominationState.INELIGIBLE],
        "ineligible_by_rule": dict(
            sorted(Counter(key for _pk, key in set(failed.values_list("nomination", "key"))).items())
        ),
        "cured": CureRequest.objects.filter(nomination__in=keys, answered_at__isnull=False).count(),
        "finalists": len(ever_finalist),
        "winners": states[NominationState.WINNER],
        "revoked": states[NominationState.REVOKED],
        "withdrawn": states[NominationState.WITHDRAWN],
        "organisations": len({row[4] for row in handed_in if row[4] is not None}),
        "places": len({row[5] for row in handed_in if row[5] is not None}),
        "sheets": sheets.count(),
        "votes": sum(sum(body["votes"].values()) for body in tallies),
        "votes_struck": sum(body.get("struck", 0) for body in tallies),
    }


@transaction.atomic
def take(*, award_key: UUID, now: datetime) -> EditionFigures:
    """Keep the figures of an edition; once dossiers are erased they stay as they were taken."""
    is_whole = not Nomination.objects.filter(award_key=award_key, erased_at__isnull=False).exists()
    kept = EditionFigures.objects.filter(award_key=award_key).first()
    if kept is None or is_whole:
        kept, _made = EditionFigures.objects.update_or_create(
            award_key=award_key, defaults={"taken_at": now, "figures": counted(award_key)}
        )
    return kept


def on_closing(award_key: UUID, rules: EditionRules, by: Any, now: datetime) -> None:  # noqa: ARG001 -- the shape of an act
    """Keep the figures as an edition closes."""
    take(award_key=award_key, now=now)
