"""Which canaries an answer may hold, by address, role and phase."""

from typing import Final

from awards.editions.enums import EditionState
from tests.awards.roles.canaries import Canary
from tests.awards.roles.world import DECIDED

OF_DOSSIER: Final = frozenset({Canary.NAME, Canary.TITLE, Canary.ANSWER, Canary.FILE, Canary.TWIN})
OF_SHEETS: Final = frozenset({Canary.REMARK, Canary.NOTE, Canary.POINTS})
OF_CASES: Final = frozenset({Canary.OBJECTOR, Canary.APPEAL})
SCORED: Final = frozenset(
    {EditionState.DELIBERATION, EditionState.PUBLIC_COMMENT, EditionState.DECIDED, EditionState.CLOSED}
)
"""Scoring was left by its end, not by calling the edition off."""
SECRETS: Final = {
    "awards:dossier-asked": frozenset({Canary.NAME, Canary.TITLE}),
    "awards:objection-confirm": frozenset({Canary.OBJECTOR}),
}
"""Who holds the link was asked, and reads about what."""
MARKING: Final = frozenset({"awards:marking-sheet", "awards:marking-review", "awards:marking-file"})
# Names without aliases, so that conflicts can be told.
NAMES: Final = "awards:jury-conflicts"
COUNCIL: Final = "awards:council-meeting"
SCORE_SHEET: Final = "awards:score-sheet"
JURY: Final = frozenset({"juror clean", "juror conflicted", "reserve"})


def allowed(name: str, role: str, phase: EditionState) -> frozenset[Canary]:
    """Return what an answer may hold."""
    found: frozenset[Canary] = SECRETS.get(name, frozenset())
    if name == SCORE_SHEET and phase in DECIDED:
        found |= {Canary.POINTS}
    if role in {"secretary", "operator"}:
        found |= OF_DOSSIER | OF_CASES | (OF_SHEETS if phase in SCORED else frozenset())
    elif role in {"lead", "co-author"}:
        # What all gave alike is its own mean, which entrants are told after the decision.
        found |= OF_DOSSIER | {Canary.APPEAL} | ({Canary.POINTS} if phase in DECIDED else frozenset())
    elif role in JURY and name == NAMES:
        found |= {Canary.NAME}
    elif role == "juror clean" and name in MARKING:
        found |= {Canary.ANSWER, Canary.TWIN}
    elif role == "juror clean" and name == COUNCIL:
        found |= {Canary.TITLE}
    return found
