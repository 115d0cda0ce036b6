"""Whom to turn to."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError


class ContactBlock(blocks.StructBlock):  # type: ignore[misc]  # Wagtail ships no types
    """A body or a person in office with the ways to reach them."""

    name = blocks.CharBlock(max_length=180, label=_("Name"))
    role = blocks.CharBlock(required=False, max_length=180, label=_("What for"))
    address = blocks.CharBlock(required=False, max_length=250, label=_("Address"))
    phone = blocks.CharBlock(required=False, max_length=40, label=_("Telephone"))
    email = blocks.EmailBlock(required=False, label=_("E-mail"))
    hours = blocks.CharBlock(required=False, max_length=120, label=_("Hours"))

    def clean(self, value: Any) -> Any:
        """Ask for at least one way to reach them."""
        cleaned = super().clean(value)
        if not any(cleaned.get(name) for name in ("address", "phone", "email")):
            raise StructBlockValidationError(
                non_block_errors=[ValidationError(gettext("Give an address, a telephone number or an e-mail address."))]
            )
        return cleaned

    class Meta:
        icon = "user"
        label = _("Contact")
        description = _("A body or office with address, telephone and hours.")
        template = "blocks/contact.html"
        preview_value: ClassVar = {
            "name": _("Desk of the technology exchange"),
            "role": _("Questions on showing and finding technologies"),
            "address": _("An address in Bắc Ninh"),
            "phone": "0222 000 0000",
            "email": "desk@example.org",
            "hours": _("Monday to Friday, 8:00 to 16:30"),
        }
