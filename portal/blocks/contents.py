"""The contents list of a long page."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from portal.blocks.headings import HeadingLevel


class ContentsBlock(blocks.StructBlock):  # type: ignore[misc]  # Wagtail ships no types
    """Links to the headings of the same stream, which the stream hands down as ``headings``."""

    title = blocks.CharBlock(required=False, max_length=80, label=_("Title"))
    with_parts = blocks.BooleanBlock(required=False, label=_("Show parts of sections too"))

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Add the links."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        wanted = {HeadingLevel.SECTION, HeadingLevel.SUBSECTION} if value.get("with_parts") else {HeadingLevel.SECTION}
        context["items"] = [
            {"text": heading["text"], "href": f"#{anchor}"}
            for heading, anchor in context.get("headings", ())
            if heading["level"] in wanted
        ]
        return context

    def get_preview_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Add headings, since a preview has no stream around it."""
        context: dict[str, Any] = super().get_preview_context(value, parent_context=parent_context)
        titles = (_("What it is for"), _("How it works"), _("Who may use it"))
        return {
            **context,
            "headings": [
                ({"text": title, "level": HeadingLevel.SECTION}, f"muc-{number}")
                for number, title in enumerate(titles, 1)
            ],
        }

    class Meta:
        icon = "list-ul"
        label = _("Contents list")
        description = _("Links to the headings of this page.")
        template = "blocks/contents.html"
        preview_value: ClassVar = {"title": _("On this page"), "with_parts": False}
