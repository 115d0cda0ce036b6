"""Where the vote of the public stands at a moment: by the frozen rules, the state of the edition and its log."""

from datetime import datetime, timedelta
from typing import Final

from awards.dossiers.calls import Call
from awards.editions.enums import EditionState
from awards.editions.rules import Phase
from awards.enums import PhaseKind
from awards.voting.enums import VoteStage

HIDDEN_BEFORE_END: Final = timedelta(hours=24)
"""So long before the end nobody is told any number: who leads must not decide how the last ones vote."""
AFTERWARDS: Final = frozenset({EditionState.PUBLIC_COMMENT, EditionState.DECIDED, EditionState.CLOSED})


def phase_of(call: Call) -> Phase | None:
    """Return when the public votes, None where it has no share."""
    return call.rules.phase(PhaseKind.PUBLIC_COMMENT) if call.rules.public_share else None


def hides_at(phase: Phase) -> datetime:
    """Return the first moment at which no number is told."""
    return phase.ends - HIDDEN_BEFORE_END


def of(call: Call | None, *, now: datetime, is_counted: bool) -> VoteStage:
    """Return the stage; a tally in the log ends the vote, whatever the clock shows."""
    phase = phase_of(call) if call is not None else None
    if call is None or phase is None or call.state not in AFTERWARDS:
        return VoteStage.NONE
    if is_counted:
        return VoteStage.COUNTED
    if call.state is not EditionState.PUBLIC_COMMENT or now < phase.starts:
        return VoteStage.NONE
    if now >= phase.ends:
        return VoteStage.COUNTING
    return VoteStage.LAST_DAY if now >= hides_at(phase) else VoteStage.RUNNING
