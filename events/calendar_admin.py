"""Calendars in the admin: who fetches them, what they get, why an older file is served, the decision on one that shrank."""

import logging
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from events import permissions
from events.calendars import feed, health, selection, snapshots
from portal.kernel import clock, languages, pagination
from portal.kernel.languages import Language

ON_ONE_PAGE: Final = 50
logger = logging.getLogger(__name__)


class CalendarHealthView(WagtailAdminTemplateMixin, TemplateView):  # type: ignore[misc]  # Wagtail ships no types
    """Every calendar: who fetched it when, what its file holds, what is wrong with it; those that need somebody first."""

    page_title = gettext_lazy("Stored calendars")
    header_icon = "calendar"
    template_name = "events/admin/calendar_health.html"
    request: HttpRequest

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Hide it from others."""
        super().setup(request, *args, **kwargs)
        if not permissions.can_accept_calendar(request.user):
            raise Http404

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """It stands in the menu."""
        return [*self.breadcrumbs_items, {"url": "", "label": str(self.page_title)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add one page of calendars, and how many need somebody."""
        feeds = health.feeds(clock.now())
        window = pagination.paginate(feeds, number=self.request.GET.get("page"), size=ON_ONE_PAGE)
        chosen = [feed.chosen for feed in window.items if feed.chosen is not None]
        titles = selection.titles(chosen, languages.current())
        return {
            **super().get_context_data(**kwargs),
            "window": window,
            "rows": [(feed, titles[feed.chosen] if feed.chosen is not None else "") for feed in window.items],
            "in_need": sum(feed.needs_somebody for feed in feeds),
        }


@require_POST
def accept(request: HttpRequest) -> HttpResponse:
    """Serve the file that waits, because somebody looked at it."""
    if not permissions.can_accept_calendar(request.user):
        raise Http404
    try:
        chosen = selection.from_query(QueryDict(request.POST.get("query", "")))
        language = Language(request.POST.get("language", ""))
    except (selection.UnknownSelectionError, ValueError) as error:
        raise Http404 from error
    try:
        is_taken = feed.accept(chosen=chosen, language=language, etag=request.POST.get("etag", ""), now=clock.now())
    except snapshots.OtherFileError:
        messages.error(
            request,
            _(
                "Another file waits by now than the one you looked at; nothing was changed. Look at its numbers and decide again."
            ),
        )
        return redirect("calendar_snapshots")
    if is_taken:
        logger.info("the shrunken calendar %s in %s was accepted by user %s", chosen.name, language, request.user.pk)
        messages.success(request, _("The new calendar is served from now on."))
    else:
        messages.warning(request, _("No file waits for a decision any more; nothing was changed."))
    return redirect("calendar_snapshots")


urlpatterns: list[URLPattern] = [
    path("calendar-snapshots/", CalendarHealthView.as_view(), name="calendar_snapshots"),
    path("calendar-snapshots/accept/", accept, name="calendar_snapshots_accept"),
]
