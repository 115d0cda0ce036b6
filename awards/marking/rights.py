"""When sheets are written, and whose they are: only a juror's own, confirmed and live; whoever may not, gets 404."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from awards.deliberation.enums import RehearingState
from awards.editions.enums import EditionState
from awards.editions.rules import EditionRules, from_json
from awards.enums import PhaseKind
from awards.jury import rights as jury_rights
from awards.jury.enums import AssignmentState, JurorState
from awards.models import Assignment, AwardEdition, MarkReturn

READABLE: Final = frozenset(
    {
        EditionState.SCORING,
        EditionState.DELIBERATION,
        EditionState.PUBLIC_COMMENT,
        EditionState.DECIDED,
        EditionState.CLOSED,
    }
)
"""From the first day of scoring on a juror reads the own dossiers and sheets."""
TOLD: Final = READABLE - {EditionState.SCORING}
"""Points are shown to others than their juror once scoring has been left, and never in an edition that was called off before."""


@dataclass(frozen=True, slots=True)
class Scoring:
    """The frozen rules of an edition, and whether sheets are taken at a moment."""

    award_key: UUID
    state: EditionState
    rules: EditionRules

    @property
    def ends(self) -> datetime | None:
        """The first moment that is too late."""
        phase = self.rules.phase(PhaseKind.SCORING)
        return phase.ends if phase is not None else None

    def takes(self, moment: datetime) -> bool:
        """Return whether sheets are written and handed in at a moment: while the jury scores, before the end of that phase."""
        return self.state is EditionState.SCORING and self.ends is not None and moment < self.ends

    @property
    def is_readable(self) -> bool:
        """Whether jurors read their dossiers and sheets."""
        return self.state in READABLE

    @property
    def is_told(self) -> bool:
        """Whether points are shown to others than their juror."""
        return self.state in TOLD


def of(edition: AwardEdition | None) -> Scoring | None:
    """Return the scoring of an edition, None where nothing is frozen."""
    if edition is None or not edition.rules:
        return None
    return Scoring(edition.award_key, EditionState(edition.state), from_json(edition.rules))


def find(award_key: UUID) -> Scoring | None:
    """Return the scoring of an edition by its key."""
    return of(AwardEdition.objects.filter(award_key=award_key).first())


def own_assignment(user: Any, pk: int) -> Assignment | None:
    """Return a person's own dossier to score or scored; None for strangers, and where a conflict or nothing was declared."""
    found = (
        Assignment.objects.filter(pk=pk, juror__user=user, juror__state=JurorState.ACCEPTED)
        .select_related("nomination")
        .first()
    )
    return found if found is not None and is_own(user, found) else None


def is_own(user: Any, assignment: Assignment) -> bool:
    """Return whether a person scores by an assignment: live, confirmed, and of the own seat in the jury."""
    own = jury_rights.assignment_of(user, assignment.nomination)
    return own is not None and own.pk == assignment.pk and own.state == AssignmentState.CONFIRMED


def last_return(assignment: Assignment) -> MarkReturn | None:
    """Return why a sheet came back to its juror while its edition is decided anew; None where it did not."""
    rows = MarkReturn.objects.filter(sheet__assignment=assignment, rehearing__state=RehearingState.OPEN)
    return rows.order_by("at", "pk").last()


def may_write(scoring: Scoring, assignment: Assignment, moment: datetime) -> bool:
    """Return whether a sheet is written at a moment: while the jury scores, or because it came back while the edition is decided anew."""
    if scoring.takes(moment):
        return True
    return scoring.state is EditionState.DECIDED and last_return(assignment) is not None
