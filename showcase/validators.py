"""Checks of single values: IPC symbols and country codes."""

import re
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# One section A-H, two digits of the class, one letter of the subclass; a group such as "7/02" may follow.
IPC_PATTERN: Final = re.compile(r"^[A-H]\d{2}[A-Z](?: ?\d{1,4}/\d{2,6})?$")
IPC_LIMIT: Final = 5
COUNTRY_PATTERN: Final = re.compile(r"^[A-Z]{2}$")


def split_list(value: str) -> list[str]:
    """Return the entries of a list written with commas or semicolons, without blanks."""
    return [entry.strip() for entry in re.split(r"[,;\n]", value) if entry.strip()]


def validate_ipc_codes(value: str) -> None:
    """Refuse anything but up to five symbols of the International Patent Classification."""
    codes = split_list(value)
    if len(codes) > IPC_LIMIT:
        raise ValidationError(_("At most five IPC symbols can be given."), code="too_many")
    for code in codes:
        if not IPC_PATTERN.match(code):
            raise ValidationError(
                _("“%(code)s” is not an IPC symbol. Write it like A23B or A23B 7/02."),
                code="invalid",
                params={"code": code},
            )


def validate_country(value: str) -> None:
    """Refuse anything but a country code of two capital letters."""
    if not COUNTRY_PATTERN.match(value):
        raise ValidationError(_("Write the country as two capital letters, such as VN."), code="invalid")
