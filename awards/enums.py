"""Phases of a programme, states of a nomination and the honours it can end with."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from portal.kernel.transitions import TransitionTable


class PhaseKind(TextChoices):
    """What happens between two dates of a programme; every programme runs some of these, in this order."""

    CALL = "call", _("Call for nominations")
    SCREENING = "screening", _("Check of eligibility")
    SCORING = "scoring", _("Scoring by the jury")
    DELIBERATION = "deliberation", _("Deliberation of the council")
    PUBLIC_COMMENT = "public-comment", _("Public comment on the shortlist")
    DECISION = "decision", _("Decision and announcement")
    APPEAL = "appeal", _("Appeals on procedure")
    CEREMONY = "ceremony", _("Ceremony")


class NominationState(TextChoices):
    """Where a nomination stands."""

    DRAFT = "draft", _("Draft")
    AWAITING = "awaiting", _("The nominee is asked")
    SUBMITTED = "submitted", _("Submitted")
    NEEDS_CHANGES = "needs-changes", _("Changes asked for")
    ELIGIBLE = "eligible", _("Eligible")
    INELIGIBLE = "ineligible", _("Not eligible")
    FINALIST = "finalist", _("Finalist")
    NOT_SELECTED = "not-selected", _("Not selected")
    WINNER = "winner", _("Winner")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    REVOKED = "revoked", _("Award revoked")


class Honour(TextChoices):
    """The rank that a winner holds."""

    SPECIAL = "special", _("Special prize")
    FIRST = "first", _("First prize")
    SECOND = "second", _("Second prize")
    THIRD = "third", _("Third prize")
    ENCOURAGEMENT = "encouragement", _("Encouragement prize")
    RECOGNITION = "recognition", _("Recognition")


STATES_WITH_REASON = frozenset({NominationState.INELIGIBLE, NominationState.REVOKED, NominationState.NEEDS_CHANGES})
UNSENT_STATES = frozenset({NominationState.DRAFT, NominationState.AWAITING})
"""What its people have not handed in: the secretariat neither sees nor moves it."""
PUBLISHED_STATES = frozenset({NominationState.FINALIST, NominationState.WINNER, NominationState.REVOKED})

MOVES = TransitionTable(
    {
        NominationState.DRAFT: frozenset(
            {NominationState.AWAITING, NominationState.SUBMITTED, NominationState.WITHDRAWN}
        ),
        NominationState.AWAITING: frozenset(
            {NominationState.DRAFT, NominationState.SUBMITTED, NominationState.WITHDRAWN}
        ),
        NominationState.SUBMITTED: frozenset(
            {
                NominationState.NEEDS_CHANGES,
                NominationState.ELIGIBLE,
                NominationState.INELIGIBLE,
                NominationState.WITHDRAWN,
            }
        ),
        NominationState.NEEDS_CHANGES: frozenset({NominationState.SUBMITTED, NominationState.WITHDRAWN}),
        NominationState.ELIGIBLE: frozenset(
            {NominationState.FINALIST, NominationState.NOT_SELECTED, NominationState.WITHDRAWN}
        ),
        NominationState.FINALIST: frozenset(
            {
                NominationState.WINNER,
                NominationState.NOT_SELECTED,
                NominationState.WITHDRAWN,
                # An objection to the shortlist can show that it should never have taken part.
                NominationState.INELIGIBLE,
            }
        ),
        NominationState.WINNER: frozenset({NominationState.REVOKED}),
    }
)
REDECIDED_MOVES = TransitionTable(
    {
        NominationState.WINNER: frozenset({NominationState.WINNER, NominationState.NOT_SELECTED}),
        NominationState.NOT_SELECTED: frozenset({NominationState.WINNER}),
    }
)
"""What a decision that replaces another makes of dossiers, and nothing else does; a winner may get another prize."""
