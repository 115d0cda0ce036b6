"""Districts that have ended in law, by every name they had of late, and which wards and communes are on their ground now.

The list is ``data/former-districts.toml``; it is history and does not change, so no record of the database holds it.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

from portal.kernel.languages import Language

FILE: Final = Path(__file__).resolve().parent / "data" / "former-districts.toml"
_VIETNAMESE: Final = {
    "city": ("Thành phố {}", "TP {}", "TP. {}"),
    "town": ("Thị xã {}", "TX {}", "TX. {}"),
    "district": ("Huyện {}",),
}
_ENGLISH: Final = {"city": ("{} city",), "town": ("{} town",), "district": ("{} district",)}


@dataclass(frozen=True, slots=True)
class FormerDistrict:
    """One district under one of its kinds: the ways of writing it in a language, its last day, and what is there now."""

    names: tuple[str, ...]
    ended: date
    wards: tuple[str, ...]
    communes: tuple[str, ...]
    resolution: str


@cache
def of(language: Language) -> tuple[FormerDistrict, ...]:
    """Return all of them as texts in a language write them."""
    with FILE.open("rb") as file:
        data = tomllib.load(file)
    by_code: dict[str, Any] = {entry["code"]: entry for entry in data["districts"]}
    patterns = _ENGLISH if language is Language.ENGLISH else _VIETNAMESE
    found = []
    for entry in by_code.values():
        now = by_code[entry["into"]] if "into" in entry else entry
        found += [
            FormerDistrict(
                names=tuple(pattern.format(entry["name"]) for pattern in patterns[kind["kind"]]),
                ended=kind["until"],
                wards=tuple(now["wards"]),
                communes=tuple(now["communes"]),
                resolution=data["resolution"],
            )
            for kind in entry["kinds"]
        ]
    return tuple(found)
