"""Galleries of pictures."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from portal.blocks import samples
from portal.blocks.pictures import PictureBlock


class GalleryBlock(blocks.StructBlock):  # type: ignore[misc]  # Wagtail ships no types
    """Several pictures in a grid, each with its caption; nothing moves by itself."""

    title = blocks.CharBlock(required=False, max_length=180, label=_("Title"))
    pictures = blocks.ListBlock(PictureBlock(), min_num=2, max_num=24, label=_("Pictures"))

    def get_preview_value(self) -> Any:
        """Return a gallery of pictures from the library."""
        value = super().get_preview_value()
        for picture in value["pictures"]:
            picture["image"] = samples.image()
        return value

    class Meta:
        icon = "grip"
        label = _("Gallery")
        description = _("Two or more pictures in a grid.")
        template = "blocks/gallery.html"
        preview_value: ClassVar = {
            "title": _("A morning at the fair"),
            "pictures": [
                {"caption": _("The opening"), "credit": ""},
                {"caption": _("The hall of machines"), "credit": ""},
                {"caption": _("Talks between buyers and makers"), "credit": ""},
            ],
        }
