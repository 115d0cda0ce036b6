"""Units of figures as readers see them: Vietnamese words of units in English, signs of the SI as they are.

Units are typed by people and compared as typed; only what is shown changes with the language.
"""

from typing import Final

from portal.kernel import languages, text
from portal.kernel.languages import Language

IN_ENGLISH: Final = {
    "phút": "min",
    "giây": "s",
    "giờ": "h",
    "ngày": "day",
    "tháng": "month",
    "năm": "years",
    "tấn": "t",
    "tạ": "quintals",
    "lít": "l",
    "độ": "°",
    "người": "people",
    "máy": "machines",
    "chi tiết": "parts",
    "sản phẩm": "products",
    "khay": "trays",
    "mẻ": "batch",
    "vụ": "season",
    "đồng": "VND",
    "triệu đồng": "VND million",
    "lần": "times",
}


def shown(unit: str) -> str:
    """Return a unit in the active language: "chi tiết/phút" is "parts/min" in English; unknown words stay."""
    if languages.current() is not Language.ENGLISH:
        return unit
    parts = [part.strip() for part in text.normalise(unit).split("/")]
    return "/".join(IN_ENGLISH.get(part.lower(), part) for part in parts)


def measured(value: str, unit: str) -> str:
    """Return a value with its unit in the active language; the sign of per cent stands close: "25%", "6 kg"."""
    words = shown(unit)
    return f"{value}{words}" if words.startswith("%") else f"{value} {words}".strip()
