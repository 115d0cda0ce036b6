"""What waits for one's newsrooms, on the admin's first page."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from wagtail.admin.ui.components import Component

from news.replies import admin_views


class WaitingPanel(Component):  # type: ignore[misc]  # Wagtail ships no types
    """Says nothing where nothing waits, and nothing to people who work in no newsroom."""

    order = 90
    template_name = "news/admin/home_panel.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Count what waits."""
        return {**admin_views.waiting_counts(parent_context["request"].user), "url": reverse("news_desk")}

    def render_html(self, parent_context: Mapping[str, Any]) -> Any:
        """Draw the panel only where something waits."""
        user = parent_context["request"].user
        if not admin_views.may_see_desk(user) or not any(admin_views.waiting_counts(user).values()):
            return ""
        return super().render_html(parent_context)
