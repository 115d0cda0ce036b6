"""Who may do what in the showcase room: pure predicates."""

from typing import Any

from exhibitors import permissions as exhibitor_permissions
from showcase.enums import FileDisclosure, ReviewState

COMPLIANCE_PERMISSION = "showcase.check_compliance"
EDITABLE_STATES = frozenset(set(ReviewState) - {ReviewState.IN_REVIEW, ReviewState.REFUSED})
MEDIATE_PERMISSION = "showcase.mediate_enquiry"


def can_write(membership: Any) -> bool:
    """Owners and editors of an organisation that is not suspended may write technologies and needs."""
    return exhibitor_permissions.can_edit(membership)


def can_read(membership: Any) -> bool:
    """Every member may read what belongs to the organisation."""
    return exhibitor_permissions.can_view_desk(membership)


def can_check_compliance(user: Any) -> bool:
    """Officers may set where a technology stands in the lists of transfer."""
    return bool(user.is_active and user.has_perm(COMPLIANCE_PERMISSION))


def can_review(user: Any, task: Any, page: Any) -> bool:
    """Those whom the step of the workflow names may approve, return and refuse what waits in it."""
    return bool(user.is_active and task.get_actions(page, user))


def can_open_file(
    *, disclosure: FileDisclosure, is_shown: bool, is_member: bool, is_reviewer: bool, is_answered: bool
) -> bool:
    """Say who may open a file of a technology.

    Members of the organisation and reviewers always; everyone else only what stands on a page that ``is_shown`` to the
    public: public files, and those after interest when the owner answered the person's enquiry.
    """
    if is_member or is_reviewer:
        return True
    if not is_shown:
        return False
    return disclosure is FileDisclosure.PUBLIC or (disclosure is FileDisclosure.AFTER_INTEREST and is_answered)


def can_mediate(user: Any) -> bool:
    """Intermediary officers see late enquiries, decide on reports of abuse and settle contested outcomes."""
    return bool(user.is_active and user.has_perm(MEDIATE_PERMISSION))
