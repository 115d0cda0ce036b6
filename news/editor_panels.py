"""Panels of a story's form that only tell: what somebody else saved meanwhile, an embargo, and the checks."""

from typing import Any

from django.http import HttpRequest
from wagtail.admin.panels import Panel


class NoticePanel(Panel):  # type: ignore[misc]  # Wagtail ships no types
    """Stands first, so that nobody overlooks it."""

    class BoundPanel(Panel.BoundPanel):  # type: ignore[misc]  # Wagtail ships no types
        """The panel for one story and viewer."""

        template_name = "news/admin/notice_panel.html"
        instance: Any
        request: HttpRequest | None
        form: Any

        def _notices(self) -> dict[str, Any]:
            from news import editing  # noqa: PLC0415 -- the models name this panel

            data = getattr(self.form, "data", None) or {}
            return {
                "newer": editing.newer_version_sentence(self.instance, data),
                "comparison_url": editing.comparison_url(self.instance, data),
                "embargo": editing.embargo_sentence(self.instance),
            }

        def is_shown(self) -> bool:
            """Show it where there is something to say."""
            return self.request is not None and any(self._notices().values())

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Add the sentences."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            return {**context, **self._notices()}


class ChecksPanel(Panel):  # type: ignore[misc]  # Wagtail ships no types
    """What the checks find in the story as it was saved last, or as it was just typed; new ones are saved once first."""

    class BoundPanel(Panel.BoundPanel):  # type: ignore[misc]  # Wagtail ships no types
        """The panel for one story and viewer."""

        template_name = "news/admin/checks_panel.html"
        instance: Any
        request: HttpRequest | None

        def is_shown(self) -> bool:
            """Hide it in a form without a person, and before there is a draft."""
            return self.request is not None and bool(self.instance.pk)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Add the findings."""
            from news.checking import views  # noqa: PLC0415 -- the models name this panel

            context: dict[str, Any] = super().get_context_data(parent_context)
            return {**context, **views.context_of(self.instance)}
