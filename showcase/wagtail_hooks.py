"""What the showcase room adds to Wagtail's admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from showcase import admin_views, home_panel, need_admin_views, permissions, review_pictures
from showcase.focal_viewsets import FocalPointViewSet
from showcase.viewsets import MediationGroup


class OfficerMenuItem(MenuItem):  # type: ignore[misc]  # Wagtail ships no types
    """An entry that only reviewers see."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether the reader is a reviewer."""
        return permissions.can_check_compliance(request.user)


@hooks.register("register_admin_urls")
def review_urls() -> list[URLPattern | URLResolver]:
    """Add the reviewers' addresses."""
    patterns = [
        path("", admin_views.QueueView.as_view(), name="queue"),
        path("<int:page_id>/", admin_views.ReviewView.as_view(), name="review"),
        path("<int:page_id>/pictures/<int:image_id>/", review_pictures.picture, name="picture"),
        path("lists/", admin_views.ListsView.as_view(), name="lists"),
        path("lists/<int:pk>/", admin_views.ListReportView.as_view(), name="list-report"),
    ]
    return [path("review-queue/", include((patterns, "showcase_review"), namespace="showcase_review"))]


@hooks.register("register_admin_menu_item")
def queue_menu_item() -> MenuItem:
    """Lead reviewers to what waits."""
    return OfficerMenuItem(_("Review queue"), reverse("showcase_review:queue"), icon_name="clipboard-list", order=240)


@hooks.register("register_admin_menu_item")
def lists_menu_item() -> MenuItem:
    """Lead officers to the lists of transfer."""
    return OfficerMenuItem(_("Lists of transfer"), reverse("showcase_review:lists"), icon_name="list-ul", order=241)


@hooks.register("register_admin_viewset")
def mediation_viewsets() -> MediationGroup:
    """Add the intermediary officers' lists."""
    return MediationGroup()


@hooks.register("register_admin_viewset")
def focal_points() -> FocalPointViewSet:
    """Add the list of focal points."""
    return FocalPointViewSet()


@hooks.register("register_admin_urls")
def need_report_urls() -> list[URLPattern]:
    """Add the report's address."""
    return [path("reports/technology-needs/", need_admin_views.needs, name="need_report")]


class NeedReportItem(MenuItem):  # type: ignore[misc]  # Wagtail ships no types
    """Shown to those who may read the report."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether the person may."""
        return permissions.can_read_need_report(request.user)


@hooks.register("register_reports_menu_item")
def need_report_item() -> Any:
    """Add the report to the menu of reports."""
    return NeedReportItem(_("Technology needs"), reverse("need_report"), icon_name="list-ul", order=700)


@hooks.register("construct_homepage_panels")
def mediation_panel(_request: HttpRequest, panels: list[Any]) -> None:
    """Tell intermediary officers what waits for them."""
    panels.append(home_panel.MediationPanel())
