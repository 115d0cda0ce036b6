"""What the registration room adds to Wagtail's admin."""

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from registration import gate_admin, permissions
from registration.scan_log import ScanViewSet
from registration.viewsets import RegistrationViewSet


@hooks.register("register_admin_viewset")
def registration_viewset() -> RegistrationViewSet:
    """Add the organisers' list."""
    return RegistrationViewSet()


@hooks.register("register_admin_viewset")
def scan_viewset() -> ScanViewSet:
    """Add the log of readings."""
    return ScanViewSet()


@hooks.register("register_admin_urls")
def gate_urls() -> list[URLResolver]:
    """Add the gates' addresses."""
    return [path("check-in/", include((gate_admin.urlpatterns(), "check_in"), namespace="check_in"))]


class GateMenuItem(MenuItem):  # type: ignore[misc]  # Wagtail has no types
    """An entry that only those who run gates see."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether the reader runs gates."""
        return permissions.may_run_gates(request.user)  # type: ignore[arg-type]  # the admin asks for sign-in


@hooks.register("register_admin_menu_item")
def gate_menu_item() -> MenuItem:
    """Lead organisers to the gates."""
    return GateMenuItem(_("Check-in"), reverse("check_in:index"), icon_name="group", order=261)
