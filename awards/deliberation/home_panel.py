"""The appeals that wait for their officer, on the first page of the admin."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from wagtail.admin.ui.components import Component

from awards import permissions
from awards.deliberation import queries


class AppealsPanel(Component):  # type: ignore[misc]  # Wagtail ships no types
    """One line for each appeal; nothing is asked of the database for people outside the secretariats."""

    name = "award-appeals"
    order = 105
    template_name = "awards/admin/home_appeals.html"

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return the appeals that the reader answers."""
        user = (parent_context or {})["request"].user
        if not permissions.can_manage_nominations(user):
            return {"rows": []}
        return {
            "rows": [
                {
                    "title": queries.title(found.nomination),
                    "due_at": found.due_at,
                    "url": reverse("awards-appeal", args=[found.nomination.award_key, found.public_id]),
                }
                for found in queries.appeals_for(user)
            ]
        }
