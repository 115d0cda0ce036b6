"""Who may do what in the showcase room: pure predicates."""

from typing import Any

from exhibitors import permissions as exhibitor_permissions
from exhibitors import queries as exhibitor_queries
from showcase import focal_points
from showcase.enums import EnteredBy, FileDisclosure, ReviewState

COMPLIANCE_PERMISSION = "showcase.check_compliance"
FOCAL_POINT_PERMISSION = "showcase.enter_needs_for_others"
APPOINT_PERMISSION = "showcase.appoint_focal_point"
REPORT_PERMISSION = "showcase.view_need_report"
MEDIATE_PERMISSION = "showcase.mediate_enquiry"
EDITABLE_STATES = frozenset(set(ReviewState) - {ReviewState.IN_REVIEW, ReviewState.REFUSED})


def can_write(membership: Any) -> bool:
    """Owners and editors of an organisation that is not suspended may write technologies and needs."""
    return exhibitor_permissions.can_edit(membership)


def can_read(membership: Any) -> bool:
    """Every member may read what belongs to the organisation."""
    return exhibitor_permissions.can_view_desk(membership)


def is_focal_point(user: Any, focal_point: Any) -> bool:
    """A person enters needs for others while an office is on record for them and they are in its group."""
    return focal_point is not None and bool(user.is_active and user.has_perm(FOCAL_POINT_PERMISSION))


def can_appoint(user: Any) -> bool:
    """Officers may appoint local focal points and end their work."""
    return bool(user.is_active and user.has_perm(APPOINT_PERMISSION))


def can_read_need_report(user: Any) -> bool:
    """Officers may read the report of needs."""
    return bool(user.is_active and user.has_perm(REPORT_PERMISSION))


def may_write_page(user: Any, page: Any) -> bool:
    """Return whether a person may write a page.

    Writers of its organisation may; so may the focal point who entered a need, until the organisation takes it over.
    """
    if page.organisation is not None and can_write(exhibitor_queries.membership_in(user, page.organisation)):
        return True
    return enters_for_others(user, page)


def enters_for_others(user: Any, page: Any) -> bool:
    """Return whether a person works on a need as its focal point."""
    return (
        getattr(page, "entered_by", "") == EnteredBy.FOCAL_POINT
        and page.entered_by_user_id == user.pk
        and (page.organisation is None or not page.organisation.is_frozen)
        and is_focal_point(user, focal_points.of(user))
    )


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


def can_import_for(user: Any, membership: Any, organisation: Any) -> bool:
    """Those who may write for an organisation may import drafts for it, and so may officers, unless it is suspended or closed."""
    return can_write(membership) or (can_check_compliance(user) and not organisation.is_frozen)
