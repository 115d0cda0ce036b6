"""What the showcase room adds to Wagtail's admin."""

from wagtail import hooks

from showcase.viewsets import MediationGroup


@hooks.register("register_admin_viewset")
def mediation_viewsets() -> MediationGroup:
    """Add the intermediary officers' lists."""
    return MediationGroup()
