"""Exact points as people read them. Only what is shown is rounded: half a unit of the last place goes away from zero."""

from fractions import Fraction
from typing import Final

DIGITS: Final = 2


def show(value: Fraction, digits: int = DIGITS, separator: str = ".") -> str:
    """Return the value with so many decimals; the separator is the reader's."""
    scale = 10**digits
    units = (2 * abs(value.numerator) * scale + value.denominator) // (2 * value.denominator)
    whole, rest = divmod(units, scale)
    sign = "-" if value < 0 and units else ""
    return f"{sign}{whole}{separator}{rest:0{digits}}" if digits else f"{sign}{whole}"


def show_apart(first: Fraction, second: Fraction, separator: str = ".") -> tuple[str, str]:
    """Return two values with as many decimals as it takes to see which is greater; equal ones with the usual two."""
    digits = DIGITS
    while first != second and show(first, digits) == show(second, digits):
        digits += 1
    return show(first, digits, separator), show(second, digits, separator)
