"""Public holidays in the admin: the years that are known, and the form of one year."""

import logging
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from events import forms, permissions
from events.editorial import holiday_forms
from portal.kernel import clock, errors, lunar, working_days

YEARS_AHEAD = 2
logger = logging.getLogger(__name__)


class HolidaysView(WagtailAdminTemplateMixin, FormView):  # type: ignore[misc,type-arg]  # Wagtail ships no types
    """The days off of one year; the years beside it are links."""

    form_class = holiday_forms.HolidayForm
    template_name = "events/admin/holidays.html"
    header_icon = "calendar-alt"
    page_title = gettext_lazy("Public holidays")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the year; people who may not enter holidays, and years without a lunar calendar, find nothing."""
        super().setup(request, *args, **kwargs)
        self.year: int = kwargs.get("year", clock.today().year)
        is_known = lunar.FIRST_YEAR < self.year <= lunar.LAST_YEAR
        if not permissions.can_enter_holidays(request.user) or not is_known:
            raise Http404

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form which year."""
        return {**super().get_form_kwargs(), "year": self.year}

    def get_initial(self) -> dict[str, Any]:
        """Begin with what is known."""
        return holiday_forms.initial(self.year)

    def get_page_subtitle(self) -> str:
        """Name the year."""
        return str(self.year)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Return the way from the calendar."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("editorial_calendar"), "label": _("Editorial calendar")},
            {"url": "", "label": f"{self.page_title} {self.year}"},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the years that can be chosen."""
        known = working_days.years()
        ahead = range(clock.today().year, clock.today().year + YEARS_AHEAD + 1)
        return {
            **super().get_context_data(**kwargs),
            "year": self.year,
            "years": [(year, year in known and not known[year].provisional) for year in sorted({*known, *ahead})],
        }

    def form_valid(self, form: holiday_forms.HolidayForm) -> HttpResponse:
        """Keep the year."""
        try:
            working_days.decide(
                year=self.year,
                days_off={holiday: list(days) for holiday, days in form.days_off().items()},
                make_up=form.cleaned_data[working_days.MAKE_UP],
                source=form.cleaned_data["source"],
                provisional=form.cleaned_data["provisional"],
            )
        except errors.DomainError as error:
            forms.add_domain_error(form, error)
            return self.form_invalid(form)
        logger.info("the public holidays of %s were entered by user %s", self.year, self.request.user.pk)
        messages.success(
            self.request,
            _("The public holidays of %(year)d are kept; deadlines in working days follow.") % {"year": self.year},
        )
        return redirect("public_holidays_of", self.year)
