"""A small validator of schema.org objects: what each type that the portal writes must have, and of which kind."""

import json
import re
from datetime import date, datetime
from typing import Any, Final

BLOCK: Final = re.compile(r'<script type="application/ld\+json">(.+?)</script>', re.DOTALL)
REQUIRED: Final[dict[str, tuple[str, ...]]] = {
    "Product": ("name", "description", "url", "sku"),
    "Demand": ("name", "description", "url"),
    "Organization": ("name",),
    "Person": ("name",),
    "BreadcrumbList": ("itemListElement",),
    "ListItem": ("position", "name"),
    "PropertyValue": ("name", "value"),
    "PostalAddress": ("addressCountry",),
}
ADDRESSES: Final = {"url", "item", "image", "@id"}
DATES: Final = {"availabilityEnds", "datePublished", "dateModified"}


def blocks(page: str) -> list[dict[str, Any]]:
    """Return the JSON-LD objects of a page."""
    return [json.loads(found) for found in BLOCK.findall(page)]


def problems(data: Any, path: str = "") -> list[str]:
    """Return a line for each thing that is wrong with an object, nested ones included."""
    if isinstance(data, list):
        return [line for number, entry in enumerate(data) for line in problems(entry, f"{path}[{number}]")]
    if not isinstance(data, dict):
        return []
    kind = data.get("@type", "")
    found = [] if kind in REQUIRED else [f"{path}: unknown type {kind!r}"]
    found += [f"{path}: {kind} without {name}" for name in REQUIRED.get(kind, ()) if data.get(name) in (None, "", [])]
    if not path and data.get("@context") != "https://schema.org":
        found.append("no context")
    for name, value in data.items():
        found += _value_problems(f"{path}.{name}", name, value)
        found += problems(value, f"{path}.{name}") if isinstance(value, dict | list) else []
    return found


def _value_problems(path: str, name: str, value: Any) -> list[str]:
    if value is None or value == "":
        return [f"{path} is empty"]
    if name in ADDRESSES and isinstance(value, str) and not re.match(r"https?://[^/\s]+/\S*$", value):
        return [f"{path} is no full address: {value!r}"]
    if name in DATES:
        try:
            date.fromisoformat(value) if len(value) == len("2026-01-01") else datetime.fromisoformat(value)
        except ValueError:
            return [f"{path} is no date: {value!r}"]
    return []
