"""Mails about the check of a dossier."""

from datetime import datetime

from awards.dossiers import emails as dossiers
from awards.models import CureRequest, Nomination


def cure_asked(*, request: CureRequest) -> None:
    """Tell everybody of the dossier what is to be completed, and until when."""
    people = dossiers.everybody(request.nomination)
    dossiers.tell("dossier_cure_asked", request.nomination, people, words=request.words, due_at=request.due_at)


def cure_answered(*, nomination: Nomination, at: datetime) -> None:
    """Tell them that the completed dossier is in; with each file and its SHA-256."""
    dossiers.tell("dossier_cure_answered", nomination, dossiers.everybody(nomination), at=at)


def cure_lapsed(*, nomination: Nomination) -> None:
    """Tell them that the time is over."""
    dossiers.tell("dossier_cure_lapsed", nomination, dossiers.everybody(nomination))


def screened(*, nomination: Nomination, is_eligible: bool, reason: str = "") -> None:
    """Tell them whether the dossier takes part, and why not."""
    people = dossiers.everybody(nomination)
    dossiers.tell("dossier_screened", nomination, people, is_eligible=is_eligible, reason=reason)
