"""What the showcase room adds to the admin: local focal points, and the report of needs."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from showcase import admin_views, permissions
from showcase.viewsets import FocalPointViewSet


@hooks.register("register_admin_viewset")  # type: ignore[untyped-decorator]  # Wagtail ships no types
def focal_points() -> FocalPointViewSet:
    """Add the list of focal points."""
    return FocalPointViewSet()


@hooks.register("register_admin_urls")  # type: ignore[untyped-decorator]  # Wagtail ships no types
def need_report_urls() -> list[URLPattern]:
    """Add the report's address."""
    return [path("reports/technology-needs/", admin_views.needs, name="need_report")]


class NeedReportItem(MenuItem):  # type: ignore[misc]  # Wagtail ships no types
    """Shown to those who may read the report."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether the person may."""
        return permissions.can_read_need_report(request.user)


@hooks.register("register_reports_menu_item")  # type: ignore[untyped-decorator]  # Wagtail ships no types
def need_report_item() -> Any:
    """Add the report to the menu of reports."""
    return NeedReportItem(_("Technology needs"), reverse("need_report"), icon_name="list-ul", order=700)
