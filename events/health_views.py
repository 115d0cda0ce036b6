"""How the calendars fare, for operators in the admin."""

from typing import Any, Final

from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from events import permissions
from events.calendars import health
from portal.kernel import clock, pagination

ON_ONE_PAGE: Final = 50


class CalendarHealthView(WagtailAdminTemplateMixin, TemplateView):  # type: ignore[misc]  # Wagtail ships no types
    """Every calendar: who fetched it when, what its file holds, what is wrong with it."""

    page_title = gettext_lazy("Calendar subscriptions")
    header_icon = "date"
    template_name = "events/admin/calendar_health.html"
    request: HttpRequest

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Hide it from others."""
        super().setup(request, *args, **kwargs)
        if not permissions.can_watch_calendars(request.user):
            raise Http404

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """It stands in the menu."""
        return [*self.breadcrumbs_items, {"url": "", "label": str(self.page_title)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add one page of calendars, and how many need somebody."""
        feeds = health.feeds(clock.now())
        return {
            **super().get_context_data(**kwargs),
            "window": pagination.paginate(feeds, number=self.request.GET.get("page"), size=ON_ONE_PAGE),
            "in_need": sum(feed.needs_somebody for feed in feeds),
        }
