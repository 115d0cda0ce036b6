"""What planned publishing adds to Wagtail's admin: list, panel on the first page, sentences in the list of pages."""

from collections.abc import Callable
from typing import Any, Final

from django.db.models import CharField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.models import Page, Revision

from portal.pages.schedule import standing, views
from portal.pages.schedule.panel import SchedulePanel

_URLS: list[URLPattern] = [
    path("", views.IndexView.as_view(), name="index"),
    path("<slug:action>/<int:content_type>/<str:object_id>/", views.RetryView.as_view(), name="retry"),
]


def urls() -> list[URLPattern | URLResolver]:
    """Return the addresses."""
    return [path("schedule/", include((_URLS, views.NAMESPACE), namespace=views.NAMESPACE))]


class ScheduleMenuItem(MenuItem):  # type: ignore[misc]  # Wagtail ships no types
    """Shown to those who may publish something."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether the reader may."""
        return standing.may_look(request.user)


def menu_item() -> MenuItem:
    """Return the item of the menu of reports."""
    return ScheduleMenuItem(
        _("Planned publishing"), reverse(f"{views.NAMESPACE}:index"), icon_name="calendar-check", order=690
    )


SCHEDULED: Final = ("go_live_at", "expire_at")


def _naming_moments(plain: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    def form_invalid(self: Any, form: Any) -> HttpResponse:
        if not self.expects_json_response:
            for name in SCHEDULED:
                for said in form.errors.get(name, ()):
                    messages.error(self.request, f"{form.fields[name].label}: {said}")
        return plain(self, form)

    return form_invalid


def name_refused_moments() -> None:
    """Say above a page's form which moment of its schedule was refused and why: their fields stand in a dialog that is closed."""
    for view in (CreateView, EditView):
        view.form_invalid = _naming_moments(view.form_invalid)


def add_panel(panels: list[Any]) -> None:
    """Add the panel to the first page."""
    panels.append(SchedulePanel())


def with_moments(pages: "QuerySet[Page]") -> "QuerySet[Page]":
    """Let each row of the list of pages know when its planned version goes public; one query for all rows."""
    planned = Revision.objects.filter(
        base_content_type=standing.page_type(),
        object_id=Cast(OuterRef("pk"), CharField()),
        approved_go_live_at__isnull=False,
    )
    found: QuerySet[Page] = pages.annotate(goes_live_at=Subquery(planned.values("approved_go_live_at")[:1]))
    return found
