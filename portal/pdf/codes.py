"""Codes that cameras read, as SVG for pages and for documents."""

from enum import StrEnum

import segno


class Strength(StrEnum):
    """How much of a code may be lost before it can no longer be read (ISO/IEC 18004)."""

    SCREEN = "m"
    PRINT = "q"


def _code(text: str, strength: Strength) -> segno.QRCode:
    return segno.make(text, error=strength.value, micro=False, boost_error=False)


def inline(text: str, *, strength: Strength = Strength.SCREEN) -> str:
    """Return a QR code as SVG for a page: without style or script, sized by the class ``qr``."""
    return str(_code(text, strength).svg_inline(border=4, omitsize=True, svgclass="qr", lineclass=None))


def picture(text: str, *, strength: Strength = Strength.PRINT) -> str:
    """Return a QR code as an SVG file's text, for the data of a document; the template gives its size and its words."""
    return str(_code(text, strength).svg_inline(border=4, svgclass=None, lineclass=None))
