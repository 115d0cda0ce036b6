"""Vietnamese tax codes (mã số thuế): 10 digits, 13 for a branch, 12 for a person or household."""

import unicodedata

from django.utils.translation import gettext_lazy as _
from stdnum.exceptions import InvalidChecksum, InvalidComponent, InvalidFormat, InvalidLength
from stdnum.vn import mst

from exhibitors.models.records import PERSONAL_CODE_LENGTH
from portal.kernel import errors


def _plain(typed: str) -> str:
    """Return what was typed in plain letters (NFKC makes those of full width so), without blanks, marks and invisible ones."""
    return "".join(
        letter for letter in unicodedata.normalize("NFKC", typed) if unicodedata.category(letter)[0] not in "ZCP"
    )


def clean(typed: str) -> str | None:
    """Return the digits of a tax code, or None for nothing typed; raises DomainError on field ``tax_code``.

    Blanks, dots, hyphens of every kind, invisible characters and digits of full width are read as what they mean.
    Codes of 12 digits are personal identification numbers, which serve as tax codes of persons and households since
    1 July 2025 (Circular 86/2024/TT-BTC); they carry no check digit that is public, so only their length is checked.
    """
    digits = mst.compact(_plain(typed))
    if not digits:
        return None
    if len(digits) == PERSONAL_CODE_LENGTH and digits.isascii() and digits.isdigit():
        return str(digits)
    try:
        return str(mst.validate(digits))
    except (InvalidLength, InvalidFormat) as error:
        raise errors.DomainError(
            _(
                "A tax code has 10 digits, 13 for a branch (10-3), or 12 for a person or household. Check for missing digits."
            ),
            field="tax_code",
        ) from error
    except (InvalidChecksum, InvalidComponent) as error:
        raise errors.DomainError(
            _(
                "This is not a valid tax code: its check digit does not match. Compare it with your registration certificate."
            ),
            field="tax_code",
        ) from error


def code_of_a_body(typed: str) -> str:
    """Return the digits of what is typed if it is a valid code of an enterprise or a branch, else an empty text."""
    try:
        code = clean(typed) or ""
    except errors.DomainError:
        return ""
    return "" if len(code) == PERSONAL_CODE_LENGTH else code
