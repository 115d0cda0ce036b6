"""Who may do what in and with an organisation: pure predicates over memberships."""

from typing import TYPE_CHECKING, Any

from exhibitors.enums import MemberRole

if TYPE_CHECKING:
    from exhibitors.models import Membership, Organisation

OFFICER_PERMISSION = "exhibitors.verify_organisation"


def can_view_desk(membership: "Membership | None") -> bool:
    """Members of every role may see what belongs to their organisation."""
    return membership is not None


def can_edit(membership: "Membership | None") -> bool:
    """Owners and editors may change the profile and what the organisation shows, unless it is suspended or closed."""
    return (
        membership is not None
        and membership.role in {MemberRole.OWNER, MemberRole.EDITOR}
        and not membership.organisation.is_frozen
    )


def can_manage_members(membership: "Membership | None") -> bool:
    """Owners may change roles and end memberships."""
    return membership is not None and membership.role == MemberRole.OWNER


def can_add_members(membership: "Membership | None") -> bool:
    """Owners may invite people and let people in, unless the organisation is suspended or closed."""
    return membership is not None and can_manage_members(membership) and not membership.organisation.is_frozen


def can_close(membership: "Membership | None") -> bool:
    """Owners may close their organisation for the time being and open it again."""
    return can_manage_members(membership)


def can_see_papers(membership: "Membership | None") -> bool:
    """Owners and editors may see the papers that were handed in for the verification; viewers may not."""
    return membership is not None and membership.role in {MemberRole.OWNER, MemberRole.EDITOR}


def can_verify(user: Any) -> bool:
    """Officers of the verification group, and operators, may verify, refuse and suspend."""
    return bool(user.is_active and user.has_perm(OFFICER_PERMISSION))


def is_public(organisation: "Organisation") -> bool:
    """Everyone may see organisations that are neither refused, suspended nor closed."""
    return organisation.is_public
