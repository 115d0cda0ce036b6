"""What the registration room adds to Wagtail's admin."""

from wagtail import hooks

from registration.viewsets import RegistrationViewSet


@hooks.register("register_admin_viewset")
def registration_viewset() -> RegistrationViewSet:
    """Add the organisers' list."""
    return RegistrationViewSet()
