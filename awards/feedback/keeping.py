"""How long an edition keeps dossiers: by its frozen rules, counted from the step that ended it.

Dossiers without a prize are erased then, drafts that were never handed in are deleted, whether the edition was closed or
cancelled. Dossiers with a prize, also one that was revoked, stay for the years that the registry of personal data names.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from awards.editions.enums import OVER
from awards.editions.rules import from_json
from awards.enums import NominationState
from awards.models import AwardEdition, EditionStep, Nomination

WITH_PRIZE: Final = frozenset({NominationState.WINNER, NominationState.REVOKED})
DAYS_WITHOUT_RULES: Final = 180
"""Of an edition that was cancelled before its rules were frozen, or was never opened: what a new page begins with."""
REMINDER: Final = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Term:
    """When an edition ended, and the moment from which its dossiers are erased."""

    award_key: UUID
    ended_at: datetime
    erases_at: datetime

    @property
    def reminds_at(self) -> datetime:
        """When the secretariat is reminded."""
        return self.erases_at - REMINDER


def term_of(edition: AwardEdition) -> Term | None:
    """Return the term of an edition, None while it is under way. One query."""
    if edition.state not in OVER:
        return None
    step = EditionStep.objects.filter(edition=edition, to_state=edition.state).order_by("-at", "-pk").first()
    if step is None:
        return None
    days = from_json(edition.rules).retention_days if edition.rules else DAYS_WITHOUT_RULES
    return Term(edition.award_key, step.at, step.at + timedelta(days=days))


def find(award_key: UUID) -> Term | None:
    """Return the term of an edition by its key."""
    edition = AwardEdition.objects.filter(award_key=award_key).first()
    return term_of(edition) if edition is not None else None


def goes(nomination: Nomination) -> bool:
    """Return whether a dossier is erased at the end of the term."""
    return nomination.state not in WITH_PRIZE
