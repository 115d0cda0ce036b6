"""The editors' lists: short forms with their full words, and words that mean the same. Loading the shipped ones, and the lookup that queries use."""

import re
import tomllib
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from django.core.cache import cache
from django.db import models, transaction

from search import folding
from search.folding import Words
from search.models import Abbreviation, Synonym

_DATA: Final = Path(__file__).resolve().parent.parent / "data"
SHIPPED: Final = _DATA / "abbreviations.toml"
SHIPPED_SYNONYMS: Final = _DATA / "synonyms.toml"
# Each form costs a look-up in the index for every query that holds one of the others.
MOST_FORMS: Final = 12
_DIVIDERS: Final = re.compile(r"[,;\n]")
_CACHE_KEY: Final = "search:meanings"
_CACHE_SECONDS: Final = 300


class Expansions(dict[Words, tuple[Words, ...]]):
    """The forms that mean the same as each form, and how many words the longest of them has."""

    def __init__(self, forms: dict[Words, tuple[Words, ...]]) -> None:
        super().__init__(forms)
        self.longest = max((len(form) for form in self), default=1)


Lookups = tuple[Expansions, Expansions]


class _Memory:
    """The lists as this process read them last, and under which name; the cache holds the name that is in force."""

    def __init__(self) -> None:
        self.held: tuple[str, Lookups] | None = None


_memory: Final = _Memory()


def load_shipped(model: "type[models.Model]") -> int:
    """Add the shipped abbreviations that are missing to the given (perhaps historical) model; return how many."""
    with SHIPPED.open("rb") as file:
        pairs: list[list[str]] = tomllib.load(file)["abbreviations"]
    manager: Any = model._default_manager  # noqa: SLF001 -- the public name on historical models
    existing = set(manager.values_list("short", "expansion"))
    missing = [pair for pair in map(tuple, pairs) if pair not in existing]
    manager.bulk_create([model(short=short, expansion=expansion) for short, expansion in missing])
    return len(missing)


def load_shipped_synonyms(model: "type[models.Model]") -> int:
    """Add the shipped rows of synonyms that are missing to the given (perhaps historical) model; return how many."""
    with SHIPPED_SYNONYMS.open("rb") as file:
        rows = [", ".join(forms) for forms in tomllib.load(file)["synonyms"]]
    manager: Any = model._default_manager  # noqa: SLF001 -- the public name on historical models
    existing = set(manager.values_list("words", flat=True))
    missing = [row for row in rows if row not in existing]
    manager.bulk_create([model(words=row) for row in missing])
    return len(missing)


def forms_of(written: str) -> list[str]:
    """Return the forms in a row of synonyms as editors write it, divided by commas, semicolons or lines; empty ones left out."""
    return [form.strip() for form in _DIVIDERS.split(written) if folding.folded(form)]


def forget() -> None:
    """Drop the remembered lists after a change; processes with a cache of their own follow within minutes.

    Once more after commit: until then another process reads the lists as they were.
    """
    cache.delete(_CACHE_KEY)
    transaction.on_commit(lambda: cache.delete(_CACHE_KEY))


def expansions() -> Lookups:
    """Return, for each known short form, full form or synonym, the forms that mean the same: first folded, then with marks.

    A search asks several times; only a short name goes through the cache, since unpacking the lists would cost more than most searches.
    """
    name: str | None = cache.get(_CACHE_KEY)
    held = _memory.held
    if name is not None and held is not None and held[0] == name:
        return held[1]
    if name is None:
        # Named before they are read: what changes meanwhile drops the name.
        name = uuid.uuid4().hex
        cache.set(_CACHE_KEY, name, _CACHE_SECONDS)
    pairs = list(Abbreviation.objects.values_list("short", "expansion"))
    rows = [forms_of(words) for words in Synonym.objects.values_list("words", flat=True)]
    found = (_lookup(pairs, rows, folding.folded), _lookup(pairs, rows, folding.accented))
    _memory.held = (name, found)
    return found


def _lookup(pairs: list[tuple[str, str]], rows: list[list[str]], words: Callable[[str], Words]) -> Expansions:
    short_forms = _of_abbreviations([(words(short), words(full)) for short, full in pairs])
    found: dict[Words, dict[Words, None]] = {form: dict(others) for form, others in short_forms.items()}
    for row in rows:
        forms = list(dict.fromkeys(words(form) for form in row))
        for form in forms:
            others = [other for other in forms if other != form]
            # Whoever types the short form of one synonym means the others too, and the other way about.
            known_as = (form, *(short_forms.get(form, ())))
            meant = [*others, *(short for other in others for short in short_forms.get(other, ()))]
            for name in known_as:
                found.setdefault(name, {}).update({other: None for other in meant if other != name})
    return Expansions({form: tuple(others)[:MOST_FORMS] for form, others in found.items() if others})


def _of_abbreviations(pairs: list[tuple[Words, Words]]) -> dict[Words, dict[Words, None]]:
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
    return found
