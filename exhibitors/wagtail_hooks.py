"""What the exhibitors room adds to Wagtail's admin."""

from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from exhibitors import permissions
from exhibitors.choosers import OrganisationChooser, organisation_chooser
from exhibitors.viewsets import OrganisationViewSet


class QueueMenuItem(MenuItem):  # type: ignore[misc]  # Wagtail has no types
    """Leads officers to what waits for them."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether the person is an officer."""
        return permissions.can_verify(request.user)


@hooks.register("register_admin_viewset")
def organisation_viewset() -> OrganisationViewSet:
    """Add the officers' list."""
    return OrganisationViewSet()


@hooks.register("register_admin_viewset")
def organisation_chooser_viewset() -> OrganisationChooser:
    """Add the chooser for everybody who writes."""
    return organisation_chooser


@hooks.register("register_admin_menu_item")
def queue_menu_item() -> QueueMenuItem:
    """Add the officers' queue."""
    return QueueMenuItem(
        _("Organisations to verify"),
        reverse_lazy("organisations:queue"),
        name="organisations-to-verify",
        icon_name="tasks",
        order=249,
    )
