"""What the events room adds to Wagtail's admin."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from events import (
    admin_views,
    calendar_admin,
    clash_guard,
    clash_views,
    copy_views,
    delegation_admin,
    hall_admin_urls,
    material_views,
    permissions,
    taking_off,
)
from events.domain import status
from events.editorial import views as editorial_views
from events.editorial.viewsets import FestivalViewSet
from events.enums import EventStatus
from events.models import CoursePage, EventPage, TradePromotionPage
from events.viewsets import FairApplicationViewSet
from registration import admin_menu
from registration import permissions as registration_permissions
from registration.models import PlaceKind


@hooks.register("register_admin_viewset")
def applications() -> FairApplicationViewSet:
    """Add the organisers' list."""
    return FairApplicationViewSet()


@hooks.register("register_admin_viewset")
def festivals() -> FestivalViewSet:
    """Add the festivals of places."""
    return FestivalViewSet()


@hooks.register(admin_menu.HOOK)
def editorial_menu_item() -> MenuItem:
    """Lead to the editorial calendar."""
    return admin_menu.GuardedItem(
        pgettext_lazy("menu", "Editorial calendar"),
        reverse_lazy("editorial_calendar"),
        name="editorial-calendar",
        icon_name="calendar-alt",
        order=admin_menu.Place.CALENDAR,
        may_open=permissions.can_plan,
    )


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    """Add the views that change what becomes of an event, copy it, and those of halls, materials and delegations."""
    return [
        path("events/<id:page_id>/status/", admin_views.StatusView.as_view(), name="event_status"),
        path("events/<id:page_id>/clashes/", clash_views.ClashView.as_view(), name="event_clashes"),
        path("events/<id:page_id>/copy/", copy_views.CopyView.as_view(), name="event_copy"),
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
        *hall_admin_urls.urlpatterns,
        *calendar_admin.urlpatterns,
        *editorial_views.urlpatterns,
        path("delegations/<int:page_id>/", delegation_admin.DelegationView.as_view(), name="event_delegation"),
        path(
            "delegations/<int:page_id>/name/<int:pk>/",
            delegation_admin.NameView.as_view(),
            name="event_delegation_name",
        ),
        path(
            "delegations/<int:page_id>/report/", delegation_admin.ReportView.as_view(), name="event_delegation_report"
        ),
        path("delegations/<int:page_id>/export.csv", delegation_admin.export, name="event_delegation_export"),
        path("delegations/<int:page_id>/papers/<int:pk>/", delegation_admin.paper, name="event_delegation_paper"),
        path(
            "delegations/<int:page_id>/members/<int:pk>/<slug:action>/",
            delegation_admin.decide,
            name="event_delegation_decide",
        ),
    ]


@hooks.register("register_page_header_buttons")
def delegation_button(page: Page, user: Any, **_kwargs: Any) -> Iterator[Button]:
    """Lead from a programme to its delegation."""
    event = page.specific_deferred
    if isinstance(event, TradePromotionPage) and permissions.can_change_status(user, event):
        yield Button(_("Delegation"), url=reverse("event_delegation", args=[event.pk]), icon_name="group", priority=26)


@hooks.register(admin_menu.HOOK)
def halls_menu_item() -> MenuItem:
    """Lead to halls and booths."""
    return admin_menu.GuardedItem(
        pgettext_lazy("menu", "Halls and booths"),
        reverse_lazy("fair_halls"),
        name="fair-halls",
        icon_name="table",
        order=admin_menu.Place.HALLS,
        may_open=permissions.can_review,
    )


class CalendarMenuItem(MenuItem):  # type: ignore[misc]  # Wagtail ships no types
    """Shown to operators only."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether the person decides on stored calendars."""
        return permissions.can_accept_calendar(request.user)


@hooks.register("register_reports_menu_item")
def calendars_menu_item() -> MenuItem:
    """Lead to the stored calendars."""
    return CalendarMenuItem(
        _("Stored calendars"),
        reverse_lazy("calendar_snapshots"),
        name="stored-calendars",
        icon_name="calendar",
        order=950,
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


@hooks.register("before_unpublish_page")
def ask_before_unpublishing(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Ask once more where people count on the event."""
    return taking_off.ask(request, [page], "unpublish")


@hooks.register("before_delete_page")
def ask_before_deleting(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Ask once more where people count on the event."""
    return taking_off.ask(request, [page], taking_off.DELETE)


@hooks.register("before_bulk_action")
def ask_before_many(request: HttpRequest, action_type: str, objects: list[Any], _action: Any) -> HttpResponse | None:
    """Ask once more where people count on one of many."""
    pages = [item for item in objects if isinstance(item, Page)]
    return taking_off.ask(request, pages, action_type)


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    """Name the change of status in the page's history."""
    actions.register_action(status.LOG_ACTION, _("Change what becomes of the event"), _("Status changed"))


hooks.register("before_edit_page", clash_guard.before_editing)
hooks.register("before_create_page", clash_guard.before_creating)
hooks.register("after_edit_page", clash_guard.after_saving)
hooks.register("after_create_page", clash_guard.after_saving)
