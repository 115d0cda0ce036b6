"""The entry of the admin's menu that leads to the dashboard."""

from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from awards import permissions


class EditionsItem(MenuItem):  # type: ignore[misc]  # Wagtail ships no types
    """Leads to the editions of awards; for the secretariat."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether the reader is of the secretariat."""
        return permissions.can_manage_nominations(request.user)


def item() -> MenuItem:
    """Return the entry."""
    return EditionsItem(
        _("Editions"), reverse_lazy("awards-editions"), name="award-editions", icon_name="calendar-check", order=339
    )
