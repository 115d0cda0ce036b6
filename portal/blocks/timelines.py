"""What happened when."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class MomentBlock(blocks.StructBlock):  # type: ignore[misc]  # Wagtail ships no types
    """One thing that happened."""

    when = blocks.CharBlock(
        max_length=60, label=_("When"), help_text=_("As readers should read it: 12 March 2026, spring 2024, 8:30.")
    )
    title = blocks.CharBlock(max_length=160, label=_("What happened"))
    text = blocks.TextBlock(required=False, max_length=500, label=_("Text"))

    class Meta:
        icon = "date"
        label = _("Moment")


class TimelineBlock(blocks.StructBlock):  # type: ignore[misc]  # Wagtail ships no types
    """Two to twenty moments in the order in which they are written."""

    title = blocks.CharBlock(required=False, max_length=180, label=_("Title"))
    moments = blocks.ListBlock(MomentBlock(), min_num=2, max_num=20, label=_("Moments"))

    class Meta:
        icon = "date"
        label = _("Timeline")
        description = _("What happened when, one after the other.")
        template = "blocks/timeline.html"
        preview_value: ClassVar = {
            "title": _("From idea to machine"),
            "moments": [
                {"when": "2024", "title": _("The first drawing"), "text": _("Two students measure a kiln.")},
                {"when": "2025", "title": _("The first chamber"), "text": _("It dries forty kilograms.")},
                {"when": "2026", "title": _("In service"), "text": ""},
            ],
        }
