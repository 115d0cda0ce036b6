"""Acts that an edition's log holds, and how its chain can be broken."""

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class LedgerKind(TextChoices):
    """An act that decides about the result of an edition, or could be said to."""

    OPENING = "opening", _("Opening with frozen rules")
    AMENDMENT = "amendment", _("Change of the rules")
    STEP = "step", _("Next phase of the edition")
    SCREENING = "screening", _("Check of eligibility")
    WITHDRAWAL = "withdrawal", _("Withdrawal of a dossier")
    ASSIGNMENT = "assignment", _("Dossier given to a juror")
    CONFLICT = "conflict", _("Conflict of interest")
    SCORE = "score", _("Score sheet")
    VOID = "void", _("Score sheet that no longer counts")
    VOTE_TALLY = "vote-tally", _("Tally of the public vote")
    TIE_VOTE = "tie-vote", _("Vote of the council on equal dossiers")
    DELIBERATION_VOTE = "deliberation-vote", _("Vote of the council")
    OBJECTION = "objection", _("Objection to the shortlist")
    DECISION = "decision", _("Decision")
    APPEAL = "appeal", _("Appeal")
    REHEARING = "rehearing", _("Decision anew after an appeal")
    REVOCATION = "revocation", _("Award revoked")
    CANCELLATION = "cancellation", _("Edition cancelled")


class BreachKind(StrEnum):
    """What is wrong at the first broken entry of a chain."""

    MISSING = "missing"
    PREVIOUS = "previous"
    CHANGED = "changed"
    CUT_OFF = "cut-off"
    HEAD = "head"
