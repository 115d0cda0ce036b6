"""States of an edition, and the choices by which its result is found."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from awards.enums import PhaseKind
from portal.kernel.transitions import TransitionTable


class EditionState(TextChoices):
    """Where an edition stands; the secretariat moves it step by step."""

    DRAFT = "draft", _("Not opened")
    OPEN = "open", _("Call open")
    SCREENING = "screening", _("Check of eligibility")
    SCORING = "scoring", _("Scoring by the jury")
    DELIBERATION = "deliberation", _("Deliberation of the council")
    PUBLIC_COMMENT = "public-comment", _("Public comment on the shortlist")
    DECIDED = "decided", _("Decided")
    CLOSED = "closed", _("Closed")
    CANCELLED = "cancelled", _("Cancelled")


class DocumentFormat(TextChoices):
    """Kinds of files that can be asked for."""

    PDF = "pdf", _("PDF")
    TEXT = "docx", _("Word document")
    TABLE = "xlsx", _("Excel table")
    PICTURE = "jpg", _("JPEG picture")
    DRAWING = "png", _("PNG picture")
    FILM = "mp4", _("MP4 film")


class Preset(TextChoices):
    """Rules that a new edition can begin with."""

    INNOVATION = "innovation", _("Innovation contest: council 80, public vote 20")
    RECOGNITION = "recognition", _("Recognition by the council")
    PRESS = "press", _("Press prize")


_BEFORE_DECISION: Final = (
    EditionState.DRAFT,
    EditionState.OPEN,
    EditionState.SCREENING,
    EditionState.SCORING,
    EditionState.DELIBERATION,
    EditionState.PUBLIC_COMMENT,
    EditionState.DECIDED,
)
MOVES: Final = TransitionTable(
    {
        source: frozenset({following} | ({EditionState.CANCELLED} if following is not EditionState.CLOSED else set()))
        for source, following in zip(_BEFORE_DECISION, (*_BEFORE_DECISION[1:], EditionState.CLOSED), strict=True)
    }
)
"""An edition goes through all states in order; until the decision it can be cancelled. Appeals run while it is decided."""

PHASE_OF: Final = {
    EditionState.OPEN: PhaseKind.CALL,
    EditionState.SCREENING: PhaseKind.SCREENING,
    EditionState.SCORING: PhaseKind.SCORING,
    EditionState.DELIBERATION: PhaseKind.DELIBERATION,
    EditionState.PUBLIC_COMMENT: PhaseKind.PUBLIC_COMMENT,
    EditionState.DECIDED: PhaseKind.DECISION,
}
"""Which phase of the timetable a state belongs to; no state begins before the first moment of its phase."""

ENDS: Final = {
    **{state: (phase,) for state, phase in PHASE_OF.items()},
    EditionState.DECIDED: (PhaseKind.DECISION, PhaseKind.APPEAL),
}
"""Which phases are over once an edition leaves a state, whatever the state after it."""

REQUIRED_PHASES: Final = (*PHASE_OF.values(), PhaseKind.APPEAL)
SCORING_BEGAN: Final = frozenset(
    {
        EditionState.SCORING,
        EditionState.DELIBERATION,
        EditionState.PUBLIC_COMMENT,
        EditionState.DECIDED,
    }
)
OVER: Final = frozenset({EditionState.CLOSED, EditionState.CANCELLED})
RESULT_STATES: Final = frozenset({EditionState.DECIDED, EditionState.CLOSED})
"""The result stands, and readers have the score sheet."""

SHORTLISTED: Final = frozenset({EditionState.PUBLIC_COMMENT, EditionState.DECIDED, EditionState.CLOSED})
"""What the council decided is public."""
