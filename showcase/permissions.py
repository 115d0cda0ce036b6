"""Who may do what in the showcase room: pure predicates."""

from typing import Any

from exhibitors import permissions as exhibitor_permissions
from showcase.enums import ReviewState

COMPLIANCE_PERMISSION = "showcase.check_compliance"
EDITABLE_STATES = frozenset(set(ReviewState) - {ReviewState.IN_REVIEW})


def can_write(membership: Any) -> bool:
    """Owners and editors of an organisation that is not suspended may write technologies and needs."""
    return exhibitor_permissions.can_edit(membership)


def can_read(membership: Any) -> bool:
    """Every member may read what belongs to the organisation."""
    return exhibitor_permissions.can_view_desk(membership)


def can_check_compliance(user: Any) -> bool:
    """Officers may set where a technology stands in the lists of transfer."""
    return bool(user.is_active and user.has_perm(COMPLIANCE_PERMISSION))


def can_import_for(user: Any, membership: Any, organisation: Any) -> bool:
    """Those who may write for an organisation may import drafts for it, and so may officers, unless it is suspended."""
    return can_write(membership) or (can_check_compliance(user) and not organisation.is_suspended)
