"""Single pictures."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from portal.blocks import samples


class PictureBlock(blocks.StructBlock):  # type: ignore[misc]  # Wagtail ships no types
    """A picture with what it shows and where it comes from; the source of the picture itself is used where none is given."""

    image = ImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(required=False, max_length=250, label=_("Caption"))
    credit = blocks.CharBlock(
        required=False,
        max_length=150,
        label=_("Source"),
        help_text=_("Left empty, the source kept with the picture is shown."),
    )

    def get_preview_value(self) -> Any:
        """Return a picture of the library."""
        value = super().get_preview_value()
        value["image"] = samples.image()
        return value

    class Meta:
        icon = "image"
        label = _("Picture")
        description = _("One picture with caption and source.")
        template = "blocks/picture.html"
        preview_value: ClassVar = {
            "caption": _("The drying hall at the end of the shift"),
            "credit": _("Bắc Ninh newspaper"),
        }
