"""Key figures."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class FigureBlock(blocks.StructBlock):  # type: ignore[misc]  # Wagtail ships no types
    """One figure with what it counts."""

    value = blocks.CharBlock(max_length=30, label=_("Figure"), help_text=_("With its unit, such as 25 %."))
    label = blocks.CharBlock(max_length=120, label=_("What it counts"))

    class Meta:
        icon = "plus"
        label = _("Figure")


class KeyFiguresBlock(blocks.StructBlock):  # type: ignore[misc]  # Wagtail ships no types
    """Two to six figures side by side, with their source."""

    title = blocks.CharBlock(required=False, max_length=180, label=_("Title"))
    figures = blocks.ListBlock(FigureBlock(), min_num=2, max_num=6, label=_("Figures"))
    source = blocks.CharBlock(max_length=250, label=_("Source"), help_text=_("Who counted, and when."))

    class Meta:
        icon = "decimal"
        label = _("Key figures")
        description = _("A few figures in large type, with their source.")
        template = "blocks/key_figures.html"
        preview_value: ClassVar = {
            "title": _("The targets for 2030"),
            "figures": [
                {"value": "30 %", "label": _("yearly growth of transactions")},
                {"value": "20 %", "label": _("share of intellectual property")},
                {"value": "35 %", "label": _("share of imported technology")},
            ],
            "source": _("Plan 149/KH-UBND of 8 May 2023, section II"),
        }
