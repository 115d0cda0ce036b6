"""What every step of an application has in common: the lock, the legal move, the log row."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from events import fair_queries, permissions
from events.enums import APPLICATION_MOVES, ApplicationState
from events.models import FairApplication, FairApplicationLog
from exhibitors import queries as exhibitor_queries
from portal.kernel.errors import DomainError, NotAllowedError


class FairOverError(DomainError):
    """The fair has ended: what stood at its end stays on record."""

    default_message = _("The fair is over; this can no longer be changed.")


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


def require_before_end(application: FairApplication, now: datetime) -> None:
    """Raise FairOverError once the fair has ended; one that is postponed waits for its new date."""
    if fair_queries.is_over(application.fair_key, now):
        raise FairOverError
