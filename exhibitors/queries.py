"""Reads of the exhibitors room."""

from typing import Any

from exhibitors.models import Membership, Organisation


def memberships_of(user: Any) -> list[Membership]:
    """Return a person's memberships with their organisations, the one chosen last first."""
    if not user.is_authenticated:
        return []
    return list(Membership.objects.filter(user=user).select_related("organisation").order_by("-chosen_at", "-pk"))


def current_membership(user: Any) -> Membership | None:
    """Return the membership that the person works under at the desk; None for guests and people without an organisation."""
    return next(iter(memberships_of(user)), None)


def current_organisation(user: Any) -> Organisation | None:
    """Return the organisation that the person works for at the desk, if there is one."""
    membership = current_membership(user)
    return membership.organisation if membership else None


def membership_in(user: Any, organisation: Organisation) -> Membership | None:
    """Return the person's membership in one organisation, if there is one."""
    if not user.is_authenticated:
        return None
    return Membership.objects.filter(user=user, organisation=organisation).select_related("organisation").first()
