"""The panel in an event's form that names what it clashes with, as it was saved last or as it was just typed."""

from typing import Any

from django.http import HttpRequest
from wagtail.admin.panels import Panel


class ClashPanel(Panel):  # type: ignore[misc]  # Wagtail ships no types
    """Shown once the event has times."""

    class BoundPanel(Panel.BoundPanel):  # type: ignore[misc]  # Wagtail ships no types
        """The panel for one event and viewer."""

        template_name = "events/admin/clash_panel.html"
        instance: Any
        request: HttpRequest | None

        def is_shown(self) -> bool:
            """Hide it in a form without a person, and until there are times."""
            return self.request is not None and bool(self.instance.starts_at and self.instance.ends_at)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Add the clashes."""
            from events import clash_words  # noqa: PLC0415 -- the models name this panel

            context: dict[str, Any] = super().get_context_data(parent_context)
            viewer = self.request.user if self.request is not None else None
            return {**context, "lines": clash_words.of_event(self.instance, viewer=viewer)}
