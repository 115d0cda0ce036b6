"""What the exhibitors room adds to Wagtail's admin."""

from wagtail import hooks

from exhibitors.viewsets import OrganisationViewSet


@hooks.register("register_admin_viewset")
def organisation_viewset() -> OrganisationViewSet:
    """Add the officers' list."""
    return OrganisationViewSet()
