"""What officers say of an organisation: verified, more wanted, refused, suspended, restored; and asking them again."""

from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from exhibitors import emails, permissions, queries
from exhibitors.domain import log, mentions
from exhibitors.enums import (
    TURN_MOVES,
    VERIFICATION_MOVES,
    LogAction,
    VerificationState,
    VerificationTurn,
)
from exhibitors.models import Organisation
from portal.kernel import errors, text
from portal.pages import findables

LONGEST_REASON: Final = 1000
_WITH_REASON = frozenset({LogAction.VERIFICATION_REFUSED, LogAction.SUSPENDED, LogAction.MORE_ASKED})
_STATE_FIELDS = ("state", "state_changed_at", "state_reason", "state_before", "waits_since", "more_asked_at")


def _lock(organisation: Organisation) -> Organisation:
    return Organisation.objects.select_for_update().get(pk=organisation.pk)


def _words(reason: str, *, field: str = "reason") -> str:
    words = text.line(reason)
    if len(words) > LONGEST_REASON:
        raise errors.DomainError(
            _("This text is too long: %(longest)d characters at most.") % {"longest": LONGEST_REASON}, field=field
        )
    return words


def _move(
    *,
    organisation: Organisation,
    to: VerificationState,
    action: LogAction,
    by: Any,
    now: datetime,
    reason: str = "",
    only_from: VerificationState | None = None,
    seen_at: datetime | None = None,
) -> Organisation:
    if not permissions.can_verify(by):
        raise errors.NotAllowedError
    words = _words(reason)
    if action in _WITH_REASON and not words:
        raise errors.DomainError(_("Give the reason; the organisation will read it."), field="reason")
    locked = _lock(organisation)
    VERIFICATION_MOVES.check(VerificationState(locked.state), to)
    if only_from is not None and locked.state != only_from:
        raise errors.IllegalMoveError
    if seen_at is not None and locked.updated_at != seen_at:
        raise errors.StaleError(
            _(
                "The organisation has changed what it says of itself since you read it. Read it again; what stands there now is"
                " what you confirm."
            ),
            saved_at=locked.updated_at,
        )
    was_public = locked.is_public
    locked.state = to
    locked.state_changed_at = now
    locked.state_reason = words
    locked.state_before = ""
    locked.waits_since = now if to is VerificationState.UNVERIFIED else None
    locked.more_asked_at = None
    locked.save(update_fields=_STATE_FIELDS)
    log.write(organisation=locked, action=action, by=by, now=now, detail=words)
    emails.verification_changed(organisation=locked, action=action)
    findables.changed(locked)
    mentions.follow_state(locked, was_public=was_public)
    return locked


@transaction.atomic
def verify(*, organisation: Organisation, by: Any, now: datetime, seen_at: datetime | None = None) -> Organisation:
    """Confirm that the organisation is who it says it is; its owners get a mail.

    ``seen_at`` is the ``updated_at`` of what the officer read: where the organisation says something else by now, nothing is
    confirmed and StaleError asks to read it again.
    """
    return _move(
        organisation=organisation,
        to=VerificationState.VERIFIED,
        action=LogAction.VERIFIED,
        by=by,
        now=now,
        seen_at=seen_at,
    )


@transaction.atomic
def ask_for_more(*, organisation: Organisation, by: Any, now: datetime, reason: str) -> Organisation:
    """Tell the organisation what is still wanted before it can be verified; its profile stays public meanwhile.

    The owners get a mail, and the words stand on their desk until they answer. Raises DomainError on field ``reason`` where
    none is given, IllegalMoveError where the organisation does not wait for an officer.
    """
    if not permissions.can_verify(by):
        raise errors.NotAllowedError
    words = _words(reason)
    if not words:
        raise errors.DomainError(_("Say what is wanted; the organisation will read it."), field="reason")
    locked = _lock(organisation)
    TURN_MOVES.check(locked.turn, VerificationTurn.ORGANISATION)
    locked.more_asked_at = now
    locked.waits_since = None
    locked.state_reason = words
    locked.save(update_fields=["more_asked_at", "waits_since", "state_reason"])
    log.write(organisation=locked, action=LogAction.MORE_ASKED, by=by, now=now, detail=words)
    emails.verification_changed(organisation=locked, action=LogAction.MORE_ASKED)
    return locked


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
def request_verification(*, organisation: Organisation, by: Any, now: datetime, note: str = "") -> Organisation:
    """Give an officer the turn again: after a refusal, or with an answer to what was asked for.

    ``note`` tells the officer what has changed. Raises NotAllowedError for those who may not edit the organisation,
    IllegalMoveError where it is not the organisation's turn.
    """
    locked = _lock(organisation)
    if not permissions.can_edit(queries.membership_in(by, locked)):
        raise errors.NotAllowedError
    words = _words(note, field="note")
    refused = locked.state == VerificationState.REFUSED
    if refused:
        locked.state = VerificationState.UNVERIFIED
        locked.state_changed_at = now
    elif locked.turn is not VerificationTurn.ORGANISATION:
        raise errors.IllegalMoveError
    locked.state_reason = ""
    locked.waits_since = now
    locked.more_asked_at = None
    locked.save(update_fields=_STATE_FIELDS)
    log.write(organisation=locked, action=LogAction.VERIFICATION_REQUESTED, by=by, now=now, detail=words)
    if refused:
        findables.changed(locked)
        mentions.follow_state(locked, was_public=False)
    return locked
