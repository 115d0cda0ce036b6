"""The panel in an edition's form that says where it stands and leads to its page in the secretariat."""

from typing import Any

from django.http import HttpRequest
from wagtail.admin.panels import Panel


class EditionPanel(Panel):  # type: ignore[misc]  # Wagtail ships no types
    """Shown once the edition is saved, to those who look after it."""

    class BoundPanel(Panel.BoundPanel):  # type: ignore[misc]  # Wagtail ships no types
        """The panel for one edition and viewer."""

        template_name = "awards/admin/edition_panel.html"
        instance: Any
        request: HttpRequest | None

        def is_shown(self) -> bool:
            """Hide it in a form without a person, before there is a page, and from others than its secretaries."""
            from awards import permissions  # noqa: PLC0415 -- the models name this panel

            return (
                self.request is not None
                and bool(self.instance.pk)
                and permissions.can_manage_edition(self.request.user, self.instance.translation_key)
            )

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Add where the edition stands and what is missing."""
            from awards.editions import queries  # noqa: PLC0415 -- the models name this panel

            context: dict[str, Any] = super().get_context_data(parent_context)
            return {**context, "desk": queries.desk(self.instance.translation_key)}
