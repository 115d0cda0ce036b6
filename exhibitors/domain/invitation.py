"""Inviting people into an organisation, and their answers."""

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from exhibitors import emails, permissions, queries
from exhibitors.domain import join_request, log
from exhibitors.enums import INVITATION_MOVES, InvitationState, LogAction, MemberRole
from exhibitors.models import Invitation, Membership, Organisation
from portal.kernel import errors, tokens

PURPOSE = "exhibitors.invitation"
VALID_FOR = timedelta(days=14)
MOST_WAITING = 20
MOST_A_DAY = 40


def _must_manage(by: Any, organisation: Organisation) -> None:
    if not permissions.can_add_members(queries.membership_in(by, organisation)):
        raise errors.NotAllowedError


def _clean_address(email: str) -> str:
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise errors.DomainError(_("Write an e-mail address in the form name@example.vn."), field="email") from error
    return address


def _check_limits(organisation: Organisation, now: datetime) -> None:
    invitations = organisation.invitations
    if invitations.filter(state=InvitationState.PENDING, expires_at__gt=now).count() >= MOST_WAITING:
        raise errors.LimitReachedError(
            _("%(most)d invitations are waiting for an answer. Withdraw some before you send more.")
            % {"most": MOST_WAITING}
        )
    if invitations.filter(created_at__gt=now - timedelta(days=1)).count() >= MOST_A_DAY:
        raise errors.LimitReachedError(_("Too many invitations in one day. Try again tomorrow."))


@transaction.atomic
def invite_member(*, organisation: Organisation, email: str, role: MemberRole, by: Any, now: datetime) -> Invitation:
    """Invite the holder of an address and send the mail; an older invitation to it is withdrawn.

    Raises DomainError on field ``email`` for a malformed address or a member's own, NotAllowedError for non-owners.
    """
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    _must_manage(by, locked)
    address = _clean_address(email)
    if Membership.objects.filter(organisation=locked, user__email=address).exists():
        raise errors.DomainError(_("This person is a member already."), field="email")
    for older in Invitation.objects.filter(organisation=locked, email=address, state=InvitationState.PENDING):
        _close(invitation=older, state=InvitationState.WITHDRAWN, now=now)
    _check_limits(locked, now)
    invitation = Invitation.objects.create(
        organisation=locked,
        email=address,
        role=MemberRole(role),
        invited_by=by,
        created_at=now,
        expires_at=now + VALID_FOR,
    )
    secret = tokens.issue(purpose=PURPOSE, subject=str(invitation.pk), now=now, expires_at=invitation.expires_at)
    log.write(organisation=locked, action=LogAction.INVITED, by=by, now=now, detail=MemberRole(role).value)
    emails.invitation(invitation=invitation, secret=secret, by=by)
    return invitation


def _close(*, invitation: Invitation, state: InvitationState, now: datetime) -> None:
    INVITATION_MOVES.check(InvitationState(invitation.state), state)
    invitation.state = state
    invitation.answered_at = now
    invitation.save(update_fields=["state", "answered_at"])
    tokens.revoke_all(purpose=PURPOSE, subject=str(invitation.pk), now=now)


def _lock(invitation: Invitation) -> Invitation:
    Organisation.objects.select_for_update().get(pk=invitation.organisation_id)
    return Invitation.objects.select_related("organisation").get(pk=invitation.pk)


def _must_be_addressed(invitation: Invitation, by: Any) -> None:
    if by.email.lower() != invitation.email:
        raise errors.NotAllowedError(
            _("This invitation was sent to another e-mail address. Sign in with that address to answer it.")
        )


@transaction.atomic
def accept_invitation(*, invitation: Invitation, by: Any, now: datetime) -> Membership:
    """Make the invited person a member and return the membership.

    The signed-in account must have the invited address, which sign-up has verified: a forwarded link opens nothing.
    Raises IllegalMoveError for an invitation that was answered, withdrawn or has expired.
    """
    locked = _lock(invitation)
    _must_be_addressed(locked, by)
    if locked.state == InvitationState.PENDING and locked.expires_at <= now:
        raise errors.IllegalMoveError(_("This invitation has expired. Ask for a new one."))
    if locked.organisation.is_frozen:
        raise errors.IllegalMoveError(_("The organisation takes in nobody at present."))
    _close(invitation=locked, state=InvitationState.ACCEPTED, now=now)
    membership, made = Membership.objects.get_or_create(
        organisation=locked.organisation,
        user=by,
        defaults={"role": locked.role, "joined_at": now, "chosen_at": now},
    )
    join_request.settle(organisation=locked.organisation, user=by, now=now)
    if made:
        log.write(organisation=locked.organisation, action=LogAction.JOINED, by=by, now=now, detail=locked.role)
    return membership


@transaction.atomic
def decline_invitation(*, invitation: Invitation, by: Any, now: datetime) -> Invitation:
    """Keep that the invited person does not want to join."""
    locked = _lock(invitation)
    _must_be_addressed(locked, by)
    _close(invitation=locked, state=InvitationState.DECLINED, now=now)
    log.write(organisation=locked.organisation, action=LogAction.INVITATION_DECLINED, by=by, now=now)
    return locked


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: Any, now: datetime) -> Invitation:
    """Take an invitation back; its link stops working."""
    locked = _lock(invitation)
    _must_manage(by, locked.organisation)
    _close(invitation=locked, state=InvitationState.WITHDRAWN, now=now)
    log.write(organisation=locked.organisation, action=LogAction.INVITATION_WITHDRAWN, by=by, now=now)
    return locked


def withdraw_all(*, organisation: Organisation, now: datetime) -> None:
    """End every invitation that waits, in the transaction of the change that asks for it."""
    for waiting in Invitation.objects.filter(organisation=organisation, state=InvitationState.PENDING):
        _close(invitation=waiting, state=InvitationState.WITHDRAWN, now=now)


def invitation_of(*, secret: str, now: datetime) -> Invitation | None:
    """Return the invitation that a link's secret opens; None for unknown, answered, withdrawn and expired ones."""
    subject = tokens.subject_of(purpose=PURPOSE, secret=secret, now=now)
    if subject is None:
        return None
    return Invitation.objects.live(now).filter(pk=int(subject)).select_related("organisation", "invited_by").first()
