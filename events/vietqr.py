"""The text of a VietQR code for a transfer to an account.

Source: NAPAS, "Format of VietQR code for the NAPAS 24/7 fast transfer service", version 1.5.2, which follows EMVCo, "QR Code
Specification for Payment Systems, Merchant-Presented Mode", version 1.1: data objects of two figures each for number and
length and then the value; object 38 names NAPAS (A000000727), the bank and the account; 53 is the currency (704, đồng), 54 the
amount, 58 the country, 62 with 08 the purpose; 63 is a CRC of everything before its value (ISO/IEC 13239, polynomial 0x1021,
initial value 0xFFFF), in four capital hexadecimal figures.
"""

from typing import Final

import segno
from django.utils.safestring import SafeString, mark_safe

from portal.kernel import text

NAPAS: Final = "A000000727"
TO_ACCOUNT: Final = "QRIBFTTA"
LONGEST_PURPOSE: Final = 25
POLYNOMIAL: Final = 0x1021


def crc(words: str) -> str:
    """Return the CRC-16 of ASCII text in four capital hexadecimal figures."""
    register = 0xFFFF
    for byte in words.encode("ascii"):
        register ^= byte << 8
        for _bit in range(8):
            register = (register << 1) ^ POLYNOMIAL if register & 0x8000 else register << 1
            register &= 0xFFFF
    return f"{register:04X}"


def _object(number: str, value: str) -> str:
    return f"{number}{len(value):02d}{value}"


def payload(*, bank_bin: str, account: str, amount: int | None = None, purpose: str = "") -> str:
    """Return the text of the code; ``amount`` in đồng, ``purpose`` up to 25 signs, which are written without marks."""
    plain = "".join(sign for sign in text.fold(purpose).upper() if sign.isascii() and (sign.isalnum() or sign == " "))
    plain = " ".join(plain.split())[:LONGEST_PURPOSE].strip()
    receiver = _object("00", bank_bin) + _object("01", account)
    parts = [
        _object("00", "01"),
        _object("01", "12" if amount else "11"),
        _object("38", _object("00", NAPAS) + _object("01", receiver) + _object("02", TO_ACCOUNT)),
        _object("53", "704"),
        _object("54", str(amount)) if amount else "",
        _object("58", "VN"),
        _object("62", _object("08", plain)) if plain else "",
    ]
    body = "".join(parts) + "6304"
    return body + crc(body)


def payment_reference(reference: str) -> str:
    """Return what stands in the transfer: the application's reference without hyphens, as banks drop them."""
    return reference.replace("-", "")


def picture(words: str) -> SafeString:
    """Return the code as SVG for a page, dark on white in every colour scheme."""
    code = segno.make(words, error="m", micro=False)
    return mark_safe(code.svg_inline(scale=4, border=4, dark="#000", light="#fff", svgclass="qr", lineclass=None))  # noqa: S308 -- drawn from figures and letters
