"""Reading terms and places; the lists that filters and forms show are kept in the cache for a few minutes."""

import uuid
from collections.abc import Callable, Collection, Iterable
from typing import TypeVar, cast

from django.core.cache import cache

from portal.kernel import clock, languages
from portal.kernel.languages import Language
from portal.vocabularies.enums import PlaceLevel, VocabularyCode
from portal.vocabularies.models import AdministrativeUnit, OfficialTerm, Term

CACHE_SECONDS = 300
Choices = list[tuple[str, str]]
_Rows = list[tuple[str, str, str]]
_GENERATION_KEY = "vocabularies:generation"
_PLACES = "places"
_AROUND = "places-around"
T = TypeVar("T")


def forget() -> None:
    """Let every list be read anew, after a change. What somebody is just reading of the state before is kept for nobody."""
    cache.set(_GENERATION_KEY, uuid.uuid4().hex, None)


def _kept(name: str, read: Callable[[], T]) -> T:
    generation = cache.get_or_set(_GENERATION_KEY, lambda: uuid.uuid4().hex, None)
    return cast("T", cache.get_or_set(f"vocabularies:{generation}:{name}", read, CACHE_SECONDS))


def _in_language(rows: _Rows) -> Choices:
    column = 2 if languages.current() is Language.ENGLISH else 1
    return [(row[0], row[column]) for row in rows]


def term_choices(vocabulary: VocabularyCode) -> Choices:
    """Return (code, words in the active language) of the terms in force today, in their given order."""

    def read() -> _Rows:
        terms = Term.objects.valid_on(clock.today()).filter(vocabulary=vocabulary)
        return list(terms.values_list("code", "label_vi", "label_en"))

    return _in_language(_kept(vocabulary, read))


def place_choices() -> Choices:
    """Return (code, name in the active language) of provinces, communes and countries in force today."""

    def read() -> _Rows:
        units = AdministrativeUnit.objects.valid_on(clock.today()).exclude(level=PlaceLevel.DISTRICT)
        return list(units.values_list("code", "name_vi", "name_en"))

    return _in_language(_kept(_PLACES, read))


def _surroundings() -> dict[str, list[str]]:
    """Return every place's code with its own, its successor's and those of the units that these are parts of, but no country's."""

    def read() -> dict[str, list[str]]:
        units = {unit.pk: unit for unit in AdministrativeUnit.objects.all()}
        found: dict[str, list[str]] = {}
        for unit in units.values():
            around = [unit]
            waiting = [unit.parent_id, unit.replaced_by_id]
            while waiting:
                other = units.get(waiting.pop(0) or 0)
                if other is not None and other not in around and other.level != PlaceLevel.COUNTRY:
                    around.append(other)
                    waiting += [other.parent_id, other.replaced_by_id]
            found[unit.code] = [one.code for one in around]
        return found

    return _kept(_AROUND, read)


def places_around_each(codes: Iterable[str]) -> dict[str, list[str]]:
    """Return, for each place, its code, the unit that took its place and the units it lies in, without the country; itself if unknown."""
    surroundings = _surroundings()
    return {code: surroundings.get(code, [code]) for code in codes}


def places_within(codes: Collection[str]) -> set[str]:
    """Return the codes of these places and of all that lie in them or became part of them."""
    return {code for code, around in _surroundings().items() if not set(codes).isdisjoint(around)} | set(codes)


def term(vocabulary: VocabularyCode, code: str) -> Term:
    """Return one term; raises Term.DoesNotExist for a code that the vocabulary does not hold."""
    return Term.objects.get(vocabulary=vocabulary, code=code)


def place(code: str) -> AdministrativeUnit:
    """Return one place; raises AdministrativeUnit.DoesNotExist for an unknown code."""
    return AdministrativeUnit.objects.get(code=code)


def official_terms() -> list[OfficialTerm]:
    """Return the official terms, by the Vietnamese."""
    return list(OfficialTerm.objects.all())
