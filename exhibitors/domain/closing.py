"""Owners who close their organisation for the time being, and open it again."""

from datetime import datetime
from typing import Any

from django.db import transaction

from exhibitors import emails, permissions, queries
from exhibitors.domain import invitation, log, mentions
from exhibitors.enums import CLOSING_MOVES, LogAction, VerificationState
from exhibitors.models import Organisation
from portal.kernel import errors
from portal.pages import findables

_FIELDS = ("state", "state_before", "state_changed_at", "waits_since", "more_asked_at")


def _lock(organisation: Organisation, by: Any) -> Organisation:
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if not permissions.can_close(queries.membership_in(by, locked)):
        raise errors.NotAllowedError
    return locked


@transaction.atomic
def close(*, organisation: Organisation, by: Any, now: datetime) -> Organisation:
    """Take the organisation, and all that it shows, from the public; nothing is deleted.

    Members keep reading, nobody changes anything, waiting invitations end. All owners get a mail. Raises NotAllowedError
    for others than owners, IllegalMoveError for an organisation that is closed already or suspended.
    """
    locked = _lock(organisation, by)
    before, was_public = VerificationState(locked.state), locked.is_public
    CLOSING_MOVES.check(before, VerificationState.CLOSED)
    locked.state = VerificationState.CLOSED
    locked.state_before = before
    locked.state_changed_at = now
    locked.waits_since = None
    locked.save(update_fields=_FIELDS)
    invitation.withdraw_all(organisation=locked, now=now)
    log.write(organisation=locked, action=LogAction.CLOSED, by=by, now=now)
    emails.closing_changed(organisation=locked, action=LogAction.CLOSED, by=by)
    findables.changed(locked)
    mentions.follow_state(locked, was_public=was_public)
    return locked


@transaction.atomic
def reopen(*, organisation: Organisation, by: Any, now: datetime) -> Organisation:
    """Give a closed organisation the state back that it had, with its listings.

    Nobody could change it meanwhile, so what an officer verified is still what was verified. Raises NotAllowedError for
    others than owners, IllegalMoveError for an organisation that is not closed.
    """
    locked = _lock(organisation, by)
    if not locked.is_closed:
        raise errors.IllegalMoveError
    to = VerificationState(locked.state_before)
    CLOSING_MOVES.check(VerificationState.CLOSED, to)
    locked.state = to
    locked.state_before = ""
    locked.state_changed_at = now
    locked.waits_since = now if to is VerificationState.UNVERIFIED and locked.more_asked_at is None else None
    locked.save(update_fields=_FIELDS)
    log.write(organisation=locked, action=LogAction.REOPENED, by=by, now=now)
    emails.closing_changed(organisation=locked, action=LogAction.REOPENED, by=by)
    findables.changed(locked)
    mentions.follow_state(locked, was_public=False)
    return locked
