"""What the events room adds to Wagtail's admin."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from events import admin_views, hall_admin_urls, permissions
from events.domain import status
from events.enums import EventStatus
from events.models import EventPage
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
        *hall_admin_urls.urlpatterns,
    ]


class ReviewersMenuItem(MenuItem):  # type: ignore[misc]  # Wagtail ships no types
    """Shown to organisers only."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether the person may decide on applications."""
        return permissions.can_review(request.user)


@hooks.register("register_admin_menu_item")
def halls_menu_item() -> MenuItem:
    """Lead to halls and booths."""
    return ReviewersMenuItem(
        _("Halls and booths"), reverse_lazy("fair_halls"), name="fair-halls", icon_name="table", order=261
    )


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


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    """Name the change of status in the page's history."""
    actions.register_action(status.LOG_ACTION, _("Change what becomes of the event"), _("Status changed"))
