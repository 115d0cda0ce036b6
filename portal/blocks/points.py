"""What a reader must take away."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class KeyPointsBlock(blocks.StructBlock):  # type: ignore[misc]  # Wagtail ships no types
    """Two to eight short sentences that say the whole in a minute."""

    title = blocks.CharBlock(
        required=False, max_length=120, label=_("Title"), help_text=_("Left empty, it is “Key points”.")
    )
    points = blocks.ListBlock(
        blocks.CharBlock(max_length=300, label=_("Point")), min_num=2, max_num=8, label=_("Points")
    )

    class Meta:
        icon = "list-ul"
        label = _("Key points")
        description = _("The story in a few sentences, for readers in a hurry.")
        template = "blocks/key_points.html"
        preview_value: ClassVar = {
            "points": [
                _("Two heat-pump chambers replace the coal kiln."),
                _("Losses fall from 14% to under 5% in two seasons."),
                _("Other cooperatives may ask the owner on this portal."),
            ],
        }
