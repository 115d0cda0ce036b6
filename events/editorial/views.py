"""The editorial calendar in the admin: a month as a grid, on a phone as a list of days."""

from typing import Any, Final

from django.http import Http404, HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from events import month, permissions
from events.editorial import board, filters, holiday_views
from events.enums import PlanKind
from portal.kernel import clock

FESTIVAL_PERMISSION: Final = "events.change_festival"


class EditorialCalendarView(WagtailAdminTemplateMixin, TemplateView):  # type: ignore[misc]  # Wagtail ships no types
    """What is public, planned and due in a month, as far as the viewer may see it."""

    page_title = gettext_lazy("Editorial calendar")
    header_icon = "calendar-alt"
    template_name = "events/admin/editorial_calendar.html"
    request: HttpRequest

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Hide it from people who edit no pages."""
        super().setup(request, *args, **kwargs)
        if not permissions.can_plan(request.user):
            raise Http404

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """It stands in the menu."""
        return [*self.breadcrumbs_items, {"url": "", "label": str(self.page_title)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the month, the filters and where else one may go."""
        user, today = self.request.user, clock.today()
        first = month.parse(self.request.GET.get("month"), today)
        offered = filters.whose_choices()
        chosen = filters.parse(self.request.GET, [value for value, _label in offered])
        address = reverse("editorial_calendar")

        def to(number: int) -> str:
            return f"{address}?{chosen.query(month.code(month.shift(first, number)))}"

        return {
            **super().get_context_data(**kwargs),
            "board": board.of_month(first, today=today, viewer=user, chosen=chosen),
            "month": month.code(first),
            "previous_url": to(-1),
            "next_url": to(1),
            "today_url": f"{address}?{chosen.query(month.code(today))}",
            "kinds": [(kind.value, kind.label, kind in chosen.kinds) for kind in PlanKind],
            "whose": [(value, label, value == chosen.whose) for value, label in offered],
            "may_enter_holidays": permissions.can_enter_holidays(user),
            "may_change_festivals": user.has_perm(FESTIVAL_PERMISSION),
            "year": first.year,
        }


urlpatterns: list[URLPattern] = [
    path("editorial-calendar/", EditorialCalendarView.as_view(), name="editorial_calendar"),
    path("public-holidays/", holiday_views.HolidaysView.as_view(), name="public_holidays"),
    path("public-holidays/<int:year>/", holiday_views.HolidaysView.as_view(), name="public_holidays_of"),
]
