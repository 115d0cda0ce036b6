"""Telephone numbers: kept as ITU-T E.164 writes them (+842223822345), shown as their country writes them."""

from typing import Final

import phonenumbers
from django.utils.translation import gettext_lazy as _

from portal.kernel import errors

HOME: Final = "VN"


def clean(typed: str, *, field: str = "phone", region: str = HOME) -> str:
    """Return a number in E.164, or "" for nothing typed; raises DomainError on ``field`` for what is no number.

    A number without a country's code is one of ``region`` (ISO 3166-1). An extension cannot be kept, so it is refused
    rather than dropped in silence.
    """
    if not typed.strip():
        return ""
    no_number = errors.DomainError(
        _(
            "This is not a telephone number. Write it with its area code, such as 0222 3822 345, or with + and the country's code."
        ),
        field=field,
    )
    try:
        number = phonenumbers.parse(typed, region if region in phonenumbers.SUPPORTED_REGIONS else None)
    except phonenumbers.NumberParseException as error:
        raise no_number from error
    if number.extension:
        raise errors.DomainError(_("Leave the extension out: write the number that anybody can call."), field=field)
    if not phonenumbers.is_valid_number(number):
        raise no_number
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def shown(number: str) -> str:
    """Return a number of E.164 as people write it: national in Việt Nam, with the country's code elsewhere.

    What is no such number comes back as it is.
    """
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return number
    home = parsed.country_code == phonenumbers.country_code_for_region(HOME)
    wanted = phonenumbers.PhoneNumberFormat.NATIONAL if home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(parsed, wanted)
