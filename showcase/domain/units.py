"""Units of measurement as people write them, so that 36 MJ/kg and 10 kWh/kg can be compared. Pure.

The units are those of decree 86/2012/NĐ-CP (legal units of measurement) that figures of needs and technologies use, with
the Vietnamese words for them. A word that is no unit, such as "chi tiết" in "chi tiết/phút", stands for itself.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from portal.kernel import text

_SIGNS: Final = str.maketrans({"²": "2", "³": "3", "µ": "u", "μ": "u", "º": "°", "⁄": "/", "·": " "})
# Dimension, then symbols with their size. Letters are folded to lower case: "mw" is a megawatt, nobody states milliwatts.
_TABLE: Final[dict[str, dict[str, Fraction]]] = {
    "energy": {
        "j": Fraction(1, 3_600_000),
        "kj": Fraction(1, 3_600),
        "mj": Fraction(5, 18),
        "gj": Fraction(2500, 9),
        "wh": Fraction(1, 1000),
        "kwh": Fraction(1),
        "mwh": Fraction(1000),
        "kcal": Fraction(523, 450_000),
    },
    "power": {"w": Fraction(1, 1000), "kw": Fraction(1), "mw": Fraction(1000), "hp": Fraction(7457, 10_000)},
    "mass": {
        "mg": Fraction(1, 1_000_000),
        "g": Fraction(1, 1000),
        "gam": Fraction(1, 1000),
        "kg": Fraction(1),
        "yen": Fraction(10),
        "ta": Fraction(100),
        "tan": Fraction(1000),
        "t": Fraction(1000),
        "tonne": Fraction(1000),
        "tonnes": Fraction(1000),
    },
    "length": {
        "nm": Fraction(1, 1_000_000_000),
        "um": Fraction(1, 1_000_000),
        "mm": Fraction(1, 1000),
        "cm": Fraction(1, 100),
        "dm": Fraction(1, 10),
        "m": Fraction(1),
        "km": Fraction(1000),
    },
    "area": {"cm2": Fraction(1, 10_000), "m2": Fraction(1), "ha": Fraction(10_000), "km2": Fraction(1_000_000)},
    "volume": {
        "ml": Fraction(1, 1000),
        "cm3": Fraction(1, 1000),
        "l": Fraction(1),
        "lit": Fraction(1),
        "dm3": Fraction(1),
        "m3": Fraction(1000),
    },
    "time": {
        "ms": Fraction(1, 1000),
        "s": Fraction(1),
        "giay": Fraction(1),
        "min": Fraction(60),
        "phut": Fraction(60),
        "h": Fraction(3600),
        "gio": Fraction(3600),
        "ngay": Fraction(86_400),
        "day": Fraction(86_400),
        "tuan": Fraction(604_800),
    },
    "pressure": {
        "pa": Fraction(1, 1000),
        "kpa": Fraction(1),
        "mpa": Fraction(1000),
        "bar": Fraction(100),
        "atm": Fraction(101_325, 1000),
    },
    "frequency": {"hz": Fraction(1), "khz": Fraction(1000), "mhz": Fraction(1_000_000)},
    "share": {
        "%": Fraction(1, 100),
        "phan tram": Fraction(1, 100),
        "‰": Fraction(1, 1000),
        "ppm": Fraction(1, 1_000_000),
    },
    "money": {
        "d": Fraction(1),
        "dong": Fraction(1),
        "vnd": Fraction(1),
        "nghin dong": Fraction(1000),
        "trieu dong": Fraction(1_000_000),
        "trieu": Fraction(1_000_000),
        "ty dong": Fraction(1_000_000_000),
        "ty": Fraction(1_000_000_000),
    },
    "temperature": {"°c": Fraction(1), "oc": Fraction(1), "do c": Fraction(1)},
}
_UNITS: Final = {symbol: (dimension, size) for dimension, units in _TABLE.items() for symbol, size in units.items()}


@dataclass(frozen=True, slots=True)
class Unit:
    """What a unit measures, and how much of that dimension's base one of it is."""

    dimension: str
    size: Fraction


def _part(words: str) -> Unit:
    known = _UNITS.get(words.replace("° ", "°"))
    return Unit(*known) if known else Unit(f"“{words}”" if words else "", Fraction(1))


def read(unit: str) -> Unit:
    """Return what a unit means: "m³/h" and "l/phút" share a dimension. No unit at all is a dimension of its own."""
    above, slash, below = text.fold(unit.translate(_SIGNS)).partition("/")
    top = _part(above.strip())
    if not slash:
        return top
    bottom = _part(below.strip())
    return Unit(f"{top.dimension}/{bottom.dimension}", top.size / bottom.size)
