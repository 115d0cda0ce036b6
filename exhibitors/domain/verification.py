"""What officers say of an organisation: verified, refused, suspended, restored; and asking them again."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from exhibitors import emails, permissions, queries
from exhibitors.domain import log
from exhibitors.enums import VERIFICATION_MOVES, LogAction, VerificationState
from exhibitors.models import Organisation
from portal.kernel import errors, text
from portal.pages import findables

_WITH_REASON = frozenset({LogAction.VERIFICATION_REFUSED, LogAction.SUSPENDED})


def _move(
    *,
    organisation: Organisation,
    to: VerificationState,
    action: LogAction,
    by: Any,
    now: datetime,
    reason: str = "",
    only_from: VerificationState | None = None,
) -> Organisation:
    if not permissions.can_verify(by):
        raise errors.NotAllowedError
    words = text.normalise(reason)
    if action in _WITH_REASON and not words:
        raise errors.DomainError(_("Give the reason; the organisation will read it."), field="reason")
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    VERIFICATION_MOVES.check(VerificationState(locked.state), to)
    if only_from is not None and locked.state != only_from:
        raise errors.IllegalMoveError
    locked.state = to
    locked.state_changed_at = now
    locked.state_reason = words
    locked.save(update_fields=["state", "state_changed_at", "state_reason"])
    log.write(organisation=locked, action=action, by=by, now=now, detail=words)
    emails.verification_changed(organisation=locked, action=action)
    findables.changed(locked)
    return locked


@transaction.atomic
def verify(*, organisation: Organisation, by: Any, now: datetime) -> Organisation:
    """Confirm that the organisation is who it says it is; its owners get a mail."""
    return _move(organisation=organisation, to=VerificationState.VERIFIED, action=LogAction.VERIFIED, by=by, now=now)


@transaction.atomic
def refuse(*, organisation: Organisation, by: Any, now: datetime, reason: str) -> Organisation:
    """Refuse to confirm it; the profile is hidden until the organisation mends it and asks again."""
    return _move(
        organisation=organisation,
        to=VerificationState.REFUSED,
        action=LogAction.VERIFICATION_REFUSED,
        by=by,
        now=now,
        reason=reason,
    )


@transaction.atomic
def suspend(*, organisation: Organisation, by: Any, now: datetime, reason: str) -> Organisation:
    """Hide the organisation from the public and stop its members from changing anything."""
    return _move(
        organisation=organisation,
        to=VerificationState.SUSPENDED,
        action=LogAction.SUSPENDED,
        by=by,
        now=now,
        reason=reason,
    )


@transaction.atomic
def restore(*, organisation: Organisation, by: Any, now: datetime) -> Organisation:
    """Lift a suspension; the organisation is public again and waits for verification."""
    return _move(
        organisation=organisation,
        to=VerificationState.UNVERIFIED,
        action=LogAction.RESTORED,
        by=by,
        now=now,
        only_from=VerificationState.SUSPENDED,
    )


@transaction.atomic
def request_verification(*, organisation: Organisation, by: Any, now: datetime) -> Organisation:
    """Let a refused organisation ask again; raises NotAllowedError for those who may not edit it."""
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if not permissions.can_edit(queries.membership_in(by, locked)):
        raise errors.NotAllowedError
    if locked.state != VerificationState.REFUSED:
        raise errors.IllegalMoveError
    locked.state = VerificationState.UNVERIFIED
    locked.state_changed_at = now
    locked.save(update_fields=["state", "state_changed_at"])
    log.write(organisation=locked, action=LogAction.VERIFICATION_REQUESTED, by=by, now=now)
    findables.changed(locked)
    return locked
