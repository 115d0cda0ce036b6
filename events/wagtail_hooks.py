"""What the events room adds to Wagtail's admin."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from events import admin_views, material_views, permissions
from events.domain import status
from events.enums import EventStatus
from events.models import CoursePage, EventPage
from events.viewsets import FairApplicationViewSet


@hooks.register("register_admin_viewset")
def applications() -> FairApplicationViewSet:
    """Add the organisers' list."""
    return FairApplicationViewSet()


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    """Add the view that changes what becomes of an event."""
    return [
        path("events/<id:page_id>/status/", admin_views.StatusView.as_view(), name="event_status"),
        path("events/<id:page_id>/materials/", material_views.MaterialsView.as_view(), name="course_materials"),
        path(
            "events/<id:page_id>/materials/<uuid:key>/",
            material_views.MaterialFileView.as_view(),
            name="course_material",
        ),
        path(
            "events/<id:page_id>/materials/<uuid:key>/remove/",
            material_views.RemoveMaterialView.as_view(),
            name="course_material_remove",
        ),
    ]


@hooks.register("register_page_header_buttons")
def status_button(page: Page, user: Any, **_kwargs: Any) -> Iterator[Button]:
    """Offer it in the page's menu to those who may."""
    event = page.specific_deferred
    if not isinstance(event, EventPage) or event.status == EventStatus.CANCELLED:
        return
    if permissions.can_change_status(user, event):
        yield Button(
            _("Postpone, move or cancel"),
            url=reverse("event_status", args=[event.pk]),
            icon_name="date",
            priority=25,
        )


@hooks.register("register_page_header_buttons")
def materials_button(page: Page, user: Any, **_kwargs: Any) -> Iterator[Button]:
    """Offer the materials in the menu of a course to those who may publish it."""
    course = page.specific_deferred
    if isinstance(course, CoursePage) and permissions.can_change_status(user, course):
        yield Button(
            _("Materials for trainees"),
            url=reverse("course_materials", args=[course.pk]),
            icon_name="doc-full",
            priority=26,
        )


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    """Name the change of status in the page's history."""
    actions.register_action(status.LOG_ACTION, _("Change what becomes of the event"), _("Status changed"))
