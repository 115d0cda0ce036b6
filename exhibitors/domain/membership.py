"""Members of an organisation: roles, leaving, handing over. At least one owner always remains."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from exhibitors import emails, permissions, queries
from exhibitors.domain import log
from exhibitors.enums import LogAction, MemberRole
from exhibitors.models import Membership, Organisation
from portal.kernel import errors


def _lock(membership: Membership) -> Membership:
    """Lock the organisation first, so that two owners cannot step down in the same moment; read what is true then."""
    Organisation.objects.select_for_update().get(pk=membership.organisation_id)
    found = Membership.objects.select_related("organisation", "user").filter(pk=membership.pk).first()
    if found is None:
        raise errors.IllegalMoveError(_("This person is no longer a member."))
    return found


def _keep_an_owner(membership: Membership) -> None:
    others = Membership.objects.filter(organisation=membership.organisation, role=MemberRole.OWNER)
    if membership.role == MemberRole.OWNER and not others.exclude(pk=membership.pk).exists():
        raise errors.DomainError(
            _("An organisation always keeps at least one owner. Make somebody else an owner first.")
        )


def _must_manage(by: Any, organisation: Organisation) -> Membership:
    own = queries.membership_in(by, organisation)
    if own is None or not permissions.can_manage_members(own):
        raise errors.NotAllowedError
    return own


@transaction.atomic
def change_role(*, membership: Membership, role: MemberRole, by: Any, now: datetime) -> Membership:
    """Give a member another role; only owners may, and the last owner stays one."""
    locked = _lock(membership)
    _must_manage(by, locked.organisation)
    if locked.role == role:
        return locked
    _keep_an_owner(locked)
    before = MemberRole(locked.role)
    locked.role = MemberRole(role)
    locked.save(update_fields=["role"])
    log.write(
        organisation=locked.organisation,
        action=LogAction.ROLE_CHANGED,
        by=by,
        now=now,
        detail=f"#{locked.user_id}: {before.value} → {locked.role}",
    )
    return locked


@transaction.atomic
def hand_over(*, membership: Membership, by: Any, now: datetime) -> Membership:
    """Make another member an owner and step down to editor; returns that member's new membership. Both get a mail."""
    own = _must_manage(by, _lock(membership).organisation)
    if own.pk == membership.pk:
        raise errors.DomainError(_("Choose another member to hand the organisation over to."))
    promoted = change_role(membership=membership, role=MemberRole.OWNER, by=by, now=now)
    former = change_role(membership=own, role=MemberRole.EDITOR, by=by, now=now)
    emails.ownership_changed(former=former, new=promoted)
    return promoted


@transaction.atomic
def remove_member(*, membership: Membership, by: Any, now: datetime) -> None:
    """End a membership: owners may end anybody's, everybody their own. What it opened is closed at once."""
    locked = _lock(membership)
    leaves = locked.user_id == by.pk
    if not leaves:
        _must_manage(by, locked.organisation)
    _keep_an_owner(locked)
    log.write(
        organisation=locked.organisation,
        action=LogAction.LEFT if leaves else LogAction.REMOVED,
        by=by,
        now=now,
        detail=f"#{locked.user_id}",
    )
    locked.delete()


@transaction.atomic
def choose(*, membership: Membership, by: Any, now: datetime) -> Membership:
    """Let a person of several organisations work for this one at the desk."""
    if membership.user_id != by.pk:
        raise errors.NotAllowedError
    membership.chosen_at = now
    membership.save(update_fields=["chosen_at"])
    return membership
