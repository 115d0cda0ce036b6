"""Who is a juror, and which dossiers a juror may see; whoever may not, gets 404."""

from typing import Any
from uuid import UUID

from awards.jury import queries
from awards.jury.enums import AssignmentState, JurorState
from awards.models import Assignment, Juror, Nomination


def juror_of(user: Any, award_key: UUID) -> Juror | None:
    """Return a person's seat in the jury of an edition, None for everybody else; invited is not yet a juror."""
    if user is None or not user.is_authenticated or not user.is_active:
        return None
    return Juror.objects.filter(user=user, award_key=award_key, state=JurorState.ACCEPTED).first()


def assignment_of(user: Any, nomination: Nomination) -> Assignment | None:
    """Return the live assignment of a dossier to a person, None for strangers and where there is a conflict.

    Before the juror declared independence and secrecy no dossier is opened.
    """
    juror = juror_of(user, nomination.award_key)
    if juror is None or juror.declared_at is None:
        return None
    found = queries.live_assignments(juror).filter(nomination=nomination).first()
    if found is not None:
        found.juror = juror
    return found


def may_see(user: Any, nomination: Nomination) -> bool:
    """Return whether a juror may read and score a dossier: it was given, and no conflict was declared on opening it."""
    found = assignment_of(user, nomination)
    return found is not None and found.state == AssignmentState.CONFIRMED
