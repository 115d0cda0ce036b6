"""Who may do what with events and applications: pure predicates."""

from typing import TYPE_CHECKING, Any, Final

from wagtail.permission_policies.pages import PagePermissionPolicy

from exhibitors import permissions as exhibitor_permissions

if TYPE_CHECKING:
    from events.models import EventPage, FairApplication
    from exhibitors.models import Membership

WRITING: Final = frozenset({"add", "change", "publish"})
REVIEW_PERMISSION = "events.change_fairapplication"


def can_change_status(user: Any, event: "EventPage") -> bool:
    """Those who may publish the page may postpone, move online, reschedule or cancel."""
    return bool(user.is_active and event.permissions_for_user(user).can_publish())


def can_copy(user: Any, event: "EventPage") -> bool:
    """Those who may add pages where the event stands may copy it."""
    return bool(user.is_active and event.get_parent().permissions_for_user(user).can_add_subpage())


def can_apply(membership: "Membership | None") -> bool:
    """Owners and editors of an organisation that is not suspended may apply for it."""
    return exhibitor_permissions.can_edit(membership)


def can_view_application(membership: "Membership | None", application: "FairApplication") -> bool:
    """Members of the organisation that applied may read its application."""
    return membership is not None and membership.organisation_id == application.organisation_id


def can_review(user: Any) -> bool:
    """Organisers may accept and decline."""
    return bool(user.is_active and user.has_perm(REVIEW_PERMISSION))


def can_accept_calendar(user: Any) -> bool:
    """Operators decide whether a calendar that lost half of its entries is served; no shipped group may."""
    return bool(user.is_active and user.has_perm("events.change_calendarfeedstate"))


def can_plan(user: Any) -> bool:
    """Those who may add, change or publish any page read the editorial calendar; it shows each what they may see."""
    has_admin = user.is_active and user.has_perm("wagtailadmin.access_admin")
    return bool(has_admin and PagePermissionPolicy().user_has_any_permission(user, set(WRITING)))


def own_pages(user: Any, pages: Any) -> Any:
    """Narrow pages to those that a person may change or publish: their drafts may be shown to that person."""
    if user.is_superuser:
        return pages
    own = PagePermissionPolicy().instances_user_has_any_permission_for(user, {"change", "publish"})
    return pages.filter(pk__in=own.values("pk"))


def can_enter_holidays(user: Any) -> bool:
    """Organisers enter the public holidays of a year."""
    return bool(user.is_active and user.has_perm("kernel.change_holidayyear"))
