"""Quotations."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class QuoteBlock(blocks.StructBlock):  # type: ignore[misc]  # Wagtail ships no types
    """What somebody said, with name and role."""

    text = blocks.TextBlock(max_length=800, label=_("What was said"))
    name = blocks.CharBlock(required=False, max_length=150, label=_("Name"))
    role = blocks.CharBlock(required=False, max_length=200, label=_("Role or organisation"))

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        description = _("Somebody's own words with name and role.")
        template = "blocks/quote.html"
        preview_value: ClassVar = {
            "text": _("We used to lose a third of every rainy month. Now the drying house works every day."),
            "name": _("A rice-noodle maker"),
            "role": _("Illustrative example"),
        }
