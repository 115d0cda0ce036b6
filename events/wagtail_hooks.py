"""What the events room adds to Wagtail's admin."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from events import admin_views, copy_views, permissions
from events.domain import status
from events.enums import EventStatus
from events.models import EventPage
from events.viewsets import FairApplicationViewSet
from registration import permissions as registration_permissions
from registration.models import PlaceKind


@hooks.register("register_admin_viewset")
def applications() -> FairApplicationViewSet:
    """Add the organisers' list."""
    return FairApplicationViewSet()


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    """Add the views that change what becomes of an event and copy it."""
    return [
        path("events/<id:page_id>/status/", admin_views.StatusView.as_view(), name="event_status"),
        path("events/<id:page_id>/copy/", copy_views.CopyView.as_view(), name="event_copy"),
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
def organiser_buttons(page: Page, user: Any, **_kwargs: Any) -> Iterator[Button]:
    """Offer the dashboard of an event that offers places, and its copy, to those who may."""
    event = page.specific_deferred
    if not isinstance(event, EventPage):
        return
    if permissions.can_copy(user, event):
        yield Button(
            _("Copy with its set-up"), url=reverse("event_copy", args=[event.pk]), icon_name="copy", priority=27
        )
    if registration_permissions.may_view(user) and PlaceKind.objects.of(event.translation_key).exists():
        yield Button(
            _("Registrations and dashboard"),
            url=reverse("registrations:dashboard", args=[event.translation_key]),
            icon_name="tag",
            priority=24,
        )


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    """Name the change of status in the page's history."""
    actions.register_action(status.LOG_ACTION, _("Change what becomes of the event"), _("Status changed"))
