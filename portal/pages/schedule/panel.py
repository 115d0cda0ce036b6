"""How planned publishing stands, on the first page of the admin."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from wagtail.admin.ui.components import Component

from portal.kernel import clock
from portal.pages.schedule import sentences, standing


class SchedulePanel(Component):  # type: ignore[misc]  # Wagtail ships no types
    """The figures for those who may publish; nothing for others."""

    name = "schedule"
    order = 104
    template_name = "pages/admin/home_schedule.html"

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return the figures of this reader's pages."""
        user = (parent_context or {})["request"].user
        if not standing.may_look(user):
            return {"standing": None}
        return {**figures(user, now=clock.now()), "url": reverse("portal_schedule:index")}


def figures(user: Any, *, now: datetime) -> dict[str, Any]:
    """Return what the template of the figures reads, for one viewer."""
    found = standing.of(user, now=now)
    return {
        "standing": found,
        "last_run": sentences.moment(found.last_run_at) if found.last_run_at else "",
        "next_due": sentences.moment(found.next_due_at) if found.next_due_at else "",
    }
