"""What the home room adds to the admin."""

from wagtail import hooks

from home.viewsets import CasesGroup


@hooks.register("register_admin_viewset")
def cases() -> CasesGroup:
    """Add the lists of reports and requests."""
    return CasesGroup()
