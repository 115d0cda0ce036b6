"""Links to one next step."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError


def is_safe_address(address: str) -> bool:
    """Return whether an address is a path of this portal or an https address."""
    return address.startswith("https://") or (address.startswith("/") and not address.startswith("//"))


class LinkValue(blocks.StructValue):  # type: ignore[misc]  # Wagtail ships no types
    """A link to a page or an address."""

    @property
    def href(self) -> str:
        """The address to go to; empty where the page is not published."""
        page = self.get("page")
        if page:
            return str(page.url or "") if page.live else ""
        return str(self.get("address") or "")


class CallToActionBlock(blocks.StructBlock):  # type: ignore[misc]  # Wagtail ships no types
    """A panel with one sentence and one button."""

    title = blocks.CharBlock(max_length=120, label=_("Title"))
    text = blocks.TextBlock(required=False, max_length=300, label=_("Text"))
    button = blocks.CharBlock(max_length=60, label=_("Words on the button"))
    page = blocks.PageChooserBlock(required=False, label=_("Page"))
    address = blocks.CharBlock(
        required=False,
        max_length=300,
        label=_("Address"),
        search_index=False,
        help_text=_("Beginning with https:// or, on this portal, with /."),
    )

    def clean(self, value: Any) -> Any:
        """Ask for exactly one of page and address, and for a safe address."""
        cleaned = super().clean(value)
        page, address = cleaned.get("page"), cleaned.get("address")
        if bool(page) == bool(address):
            raise StructBlockValidationError(
                block_errors={"page": ValidationError(gettext("Give either a page or an address, not both."))}
            )
        if address and not is_safe_address(address):
            raise StructBlockValidationError(
                block_errors={"address": ValidationError(gettext("The address must begin with https:// or with /."))}
            )
        return cleaned

    class Meta:
        icon = "bell"
        label = _("Call to action")
        description = _("One sentence and one button.")
        template = "blocks/call_to_action.html"
        value_class = LinkValue
        preview_value: ClassVar = {
            "title": _("Show your technology"),
            "text": _("An account, an organisation and a description: it takes half an hour."),
            "button": _("Begin"),
            "address": "/",
        }
