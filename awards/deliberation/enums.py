"""States and choices of the council's work: meetings, motions, objections, appeals."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from portal.kernel.transitions import TransitionTable


class MeetingState(TextChoices):
    """Where a meeting stands."""

    PLANNED = "planned", _("Planned")
    OPEN = "open", _("Under way")
    CLOSED = "closed", _("Closed")


class MotionKind(TextChoices):
    """What the council votes on."""

    SHORTLIST = "shortlist", _("Shortlist of a category")
    PRIZE = "prize", _("Prize for a dossier")
    TIE = "tie", _("Order of equal dossiers")
    OTHER = "other", _("Another question")


class MotionState(TextChoices):
    """What came of a motion."""

    OPEN = "open", _("Being voted on")
    CARRIED = "carried", _("Carried")
    REJECTED = "rejected", _("Not carried")
    VOID = "void", _("Void")


class Choice(TextChoices):
    """How a member votes."""

    FOR = "for", _("For")
    AGAINST = "against", _("Against")
    ABSTAIN = "abstain", _("Abstains")


class CaseState(TextChoices):
    """Where an objection or appeal stands."""

    RECEIVED = "received", _("Received")
    HANDLING = "handling", _("Being examined")
    UPHELD = "upheld", _("Upheld")
    REJECTED = "rejected", _("Not upheld")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class AppealGround(TextChoices):
    """On what an appeal rests: the procedure, never the jury's opinion."""

    DEADLINE = "deadline", _("A date or time limit was not kept")
    SCREENING = "screening", _("The check of eligibility did not follow the rules")
    CONFLICT = "conflict", _("A member of the council had a conflict of interest")
    COMPUTATION = "computation", _("The result was not computed by the rules")
    QUORUM = "quorum", _("The council did not have its quorum")
    OTHER = "other", _("Another fault of procedure")


class RehearingState(TextChoices):
    """What came of deciding anew."""

    OPEN = "open", _("Being decided anew")
    REPLACED = "replaced", _("Replaced by another decision")
    STANDS = "stands", _("The decision stands")


class PartKind(TextChoices):
    """By what somebody had a part in the procedure of an edition."""

    STEPS = "steps", _("took steps of the edition")
    DOSSIERS = "dossiers", _("decided on dossiers")
    JURY = "jury", _("belonged to the jury or looked after it")
    MEETINGS = "meetings", _("took part in meetings of the council")
    DECISION = "decision", _("answered objections or recorded the decision")
    ENTRANT = "entrant", _("has a dossier in it")


MEETING_MOVES = TransitionTable(
    {
        MeetingState.PLANNED: frozenset({MeetingState.OPEN, MeetingState.CLOSED}),
        MeetingState.OPEN: frozenset({MeetingState.CLOSED}),
    }
)
MOTION_MOVES = TransitionTable(
    {MotionState.OPEN: frozenset({MotionState.CARRIED, MotionState.REJECTED, MotionState.VOID})}
)
CASE_MOVES = TransitionTable(
    {
        CaseState.RECEIVED: frozenset({CaseState.HANDLING, CaseState.WITHDRAWN}),
        CaseState.HANDLING: frozenset({CaseState.UPHELD, CaseState.REJECTED, CaseState.WITHDRAWN}),
    }
)
CASE_OPEN = frozenset({CaseState.RECEIVED, CaseState.HANDLING})
REHEARING_MOVES = TransitionTable({RehearingState.OPEN: frozenset({RehearingState.REPLACED, RehearingState.STANDS})})
