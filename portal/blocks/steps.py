"""Steps in order."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class StepBlock(blocks.StructBlock):  # type: ignore[misc]  # Wagtail ships no types
    """One step: what to do."""

    title = blocks.CharBlock(max_length=120, label=_("Title"))
    text = blocks.TextBlock(required=False, max_length=500, label=_("Text"))

    class Meta:
        icon = "arrow-right"
        label = _("Step")


class StepsBlock(blocks.StructBlock):  # type: ignore[misc]  # Wagtail ships no types
    """Numbered steps, as for a procedure."""

    title = blocks.CharBlock(required=False, max_length=180, label=_("Title"))
    steps = blocks.ListBlock(StepBlock(), min_num=2, max_num=12, label=_("Steps"))

    class Meta:
        icon = "list-ol"
        label = _("Steps")
        description = _("What to do, one after the other.")
        template = "blocks/steps.html"
        preview_value: ClassVar = {
            "title": _("How to take part"),
            "steps": [
                {"title": _("Make an account"), "text": _("A code comes by e-mail; no password is needed.")},
                {"title": _("Describe what you have or need"), "text": _("The form saves what you write.")},
                {"title": _("Answer enquiries"), "text": _("You decide whom you give your contact to.")},
            ],
        }
