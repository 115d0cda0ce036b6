"""What every step of an application has in common: the lock, the legal move, the log row."""

from datetime import datetime
from typing import Any

from events import permissions
from events.enums import APPLICATION_MOVES, ApplicationState
from events.models import FairApplication, FairApplicationLog
from exhibitors import queries as exhibitor_queries
from portal.kernel.errors import NotAllowedError


def log(
    *, application: FairApplication, before: str, by: Any, now: datetime, note: str = "", is_internal: bool = False
) -> None:
    """Add a log row; internal ones are shown to organisers only."""
    FairApplicationLog.objects.create(
        application=application,
        at=now,
        by=by,
        from_state=before,
        to_state=application.state,
        note=note,
        is_internal=is_internal,
    )


def locked(application: FairApplication) -> FairApplication:
    """Return the application as it is now, locked; needs a transaction."""
    return FairApplication.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=application.pk)


def move(
    *,
    application: FairApplication,
    target: ApplicationState,
    by: Any,
    now: datetime,
    note: str = "",
    is_new: bool = False,
    **fields: Any,
) -> FairApplication:
    """Move an application on with named fields; raises IllegalMoveError. Needs a transaction.

    The log of one that is new begins with the state it moves to.
    """
    current = locked(application)
    before = ApplicationState(current.state)
    APPLICATION_MOVES.check(before, target)
    current.state = target
    for name, value in fields.items():
        setattr(current, name, value)
    current.save(update_fields=["state", *fields])
    log(application=current, before="" if is_new else before, by=by, now=now, note=note)
    return current


def require_reviewer(by: Any) -> None:
    """Raise NotAllowedError for everybody but organisers."""
    if not permissions.can_review(by):
        raise NotAllowedError


def require_applicant(by: Any, application: FairApplication) -> None:
    """Raise NotAllowedError for people who may not act for the organisation that applied."""
    if not permissions.can_apply(exhibitor_queries.membership_in(by, application.organisation)):
        raise NotAllowedError
