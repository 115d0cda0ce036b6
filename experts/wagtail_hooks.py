"""The experts room in the admin."""

from wagtail import hooks

from experts.viewsets import ExpertViewSet


@hooks.register("register_admin_viewset")
def register_experts() -> ExpertViewSet:
    """Add the list of experts for officers."""
    return ExpertViewSet()
