"""Blocks of the awards room: the levels of a criterion."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks


class LevelBlock(blocks.StructBlock):  # type: ignore[misc]  # Wagtail ships no types
    """So many points, and in words what an entry must show for them."""

    points = blocks.IntegerBlock(label=_("Points"), min_value=0, max_value=100)
    anchor = blocks.TextBlock(label=_("What an entry shows at this level"), max_length=500, rows=2)

    class Meta:
        icon = "list-ol"
        label = pgettext_lazy("of a criterion", "Level")


class LevelsBlock(blocks.StreamBlock):  # type: ignore[misc]  # Wagtail ships no types
    """The levels of a criterion, best first."""

    level = LevelBlock()

    class Meta:
        max_num = 8
        required = False
