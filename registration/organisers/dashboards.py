"""The dashboard of one event, and the list of them."""

import hashlib
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.kernel import clock, formats
from registration import dashboard, day_bars, subjects
from registration.organisers.base import OrganiserView, SubjectView


class DashboardsView(OrganiserView):
    """Every event that offers places, those to come first."""

    needs_decider = False
    page_title = gettext_lazy("Dashboards")
    template_name = "registration/admin/dashboards.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the events with what waits there."""
        lines = dashboard.subjects_with_places()
        known = subjects.info_for([line.subject for line in lines])
        now = clock.now()
        named: list[dict[str, Any]] = [
            {
                "line": line,
                "info": known.get(line.subject),
                "title": known[line.subject].title if line.subject in known else str(line.subject),
            }
            for line in lines
        ]
        coming = [row for row in named if row["info"] is not None and (row["info"].ends or row["info"].starts) >= now]
        coming.sort(key=lambda row: row["info"].starts)
        past = sorted((row for row in named if row not in coming), key=lambda row: str(row["title"]))
        return {**super().get_context_data(**kwargs), "coming": coming, "past": past}


class DashboardView(SubjectView):
    """Places, queue, offers, decisions, the door and the days of one event."""

    needs_decider = False
    template_name = "registration/admin/dashboard.html"

    def get_page_title(self) -> str:
        """Return what the page is."""
        return _("Dashboard")

    def steps(self) -> list[tuple[str, str]]:
        """Return the way over the list of dashboards."""
        return [(reverse("registrations:dashboards"), _("Dashboards"))]

    def get_template_names(self) -> list[str]:
        """Return the figures alone where the script asks for them."""
        is_part = self.request.GET.get("part") == "live"
        return ["registration/admin/parts/live.html" if is_part else self.template_name]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the figures and a fingerprint of them, by which the script tells whether anything changed."""
        now = clock.now()
        seen = dashboard.of(self.subject, now)
        totals = seen.totals
        chart = day_bars.draw(
            bars=seen.days,
            title=_("Registrations per day"),
            description=_("%(number)d registrations from %(first)s to %(last)s; the table below has every day.")
            % {
                "number": sum(bar.count for bar in seen.days),
                "first": formats.short_date(seen.days[0].day),
                "last": formats.short_date(seen.days[-1].day),
            }
            if seen.days
            else "",
        )
        said = repr((totals, [(line.taken, line.held, line.free) for line in seen.pools], seen.newest, seen.hours))
        return {
            **super().get_context_data(**kwargs),
            "seen": seen,
            "totals": totals,
            "chart": chart,
            "now": now,
            "version": hashlib.sha256(said.encode()).hexdigest()[:16],
            "list_url": reverse("registrations:index"),
        }
