"""The editors' list of abbreviations: loading the shipped one, and the lookup that queries use."""

import tomllib
from pathlib import Path
from typing import Any, Final

from django.core.cache import cache
from django.db import models

from portal.kernel import text
from search.models import Abbreviation

SHIPPED: Final = Path(__file__).resolve().parent.parent / "data" / "abbreviations.toml"
_CACHE_KEY: Final = "search:abbreviations"
_CACHE_SECONDS: Final = 300

Words = tuple[str, ...]
Expansions = dict[Words, tuple[Words, ...]]


def load_shipped(model: "type[models.Model]") -> int:
    """Add the shipped abbreviations that are missing to the given (perhaps historical) model; return how many."""
    with SHIPPED.open("rb") as file:
        pairs: list[list[str]] = tomllib.load(file)["abbreviations"]
    manager: Any = model._default_manager  # noqa: SLF001 -- the public name on historical models
    existing = set(manager.values_list("short", "expansion"))
    missing = [pair for pair in map(tuple, pairs) if pair not in existing]
    manager.bulk_create([model(short=short, expansion=expansion) for short, expansion in missing])
    return len(missing)


def forget() -> None:
    """Drop the remembered list after a change; other processes follow within minutes."""
    cache.delete(_CACHE_KEY)


def expansions() -> tuple[Expansions, Expansions]:
    """Return, for each known short or full form, the forms that mean the same: first folded, then with marks."""
    found: tuple[Expansions, Expansions] | None = cache.get(_CACHE_KEY)
    if found is None:
        pairs = list(Abbreviation.objects.values_list("short", "expansion"))
        found = (
            _lookup([(_folded(short), _folded(full)) for short, full in pairs]),
            _lookup([(_accented(short), _accented(full)) for short, full in pairs]),
        )
        cache.set(_CACHE_KEY, found, _CACHE_SECONDS)
    return found


def _folded(form: str) -> Words:
    return tuple(text.words(text.fold(form)))


def _accented(form: str) -> Words:
    return tuple(text.words(text.accented_key(form)))


def _lookup(pairs: list[tuple[Words, Words]]) -> Expansions:
    of_short: dict[Words, dict[Words, None]] = {}
    of_full: dict[Words, dict[Words, None]] = {}
    for short, full in pairs:
        if short and full:
            of_short.setdefault(short, {})[full] = None
            of_full.setdefault(full, {})[short] = None
    found: dict[Words, dict[Words, None]] = {full: dict(shorts) for full, shorts in of_full.items()}
    for short, fulls in of_short.items():
        same = found.setdefault(short, {})
        for full in fulls:
            same[full] = None
            same.update({other: None for other in of_full[full] if other != short})
    return {form: tuple(others) for form, others in found.items()}
