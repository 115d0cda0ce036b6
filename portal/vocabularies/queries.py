"""Reading terms and places; the lists that filters and forms show are kept in the cache for a few minutes."""

from django.core.cache import cache

from portal.kernel import clock, languages
from portal.kernel.languages import Language
from portal.vocabularies.enums import PlaceLevel, VocabularyCode
from portal.vocabularies.models import AdministrativeUnit, OfficialTerm, Term

CACHE_SECONDS = 300
Choices = list[tuple[str, str]]
_Rows = list[tuple[str, str, str]]
_PLACES_KEY = "vocabularies:places"


def _key(vocabulary: VocabularyCode) -> str:
    return f"vocabularies:{vocabulary}"


def cache_keys() -> list[str]:
    """Return every key that holds a list, for emptying after a change."""
    return [_PLACES_KEY, *(_key(vocabulary) for vocabulary in VocabularyCode)]


def _in_language(rows: _Rows) -> Choices:
    column = 2 if languages.current() is Language.ENGLISH else 1
    return [(row[0], row[column]) for row in rows]


def term_choices(vocabulary: VocabularyCode) -> Choices:
    """Return (code, words in the active language) of the terms in force today, in their given order."""

    def read() -> _Rows:
        terms = Term.objects.valid_on(clock.today()).filter(vocabulary=vocabulary)
        return list(terms.values_list("code", "label_vi", "label_en"))

    rows: _Rows = cache.get_or_set(_key(vocabulary), read, CACHE_SECONDS) or []
    return _in_language(rows)


def place_choices() -> Choices:
    """Return (code, name in the active language) of provinces, communes and countries in force today."""

    def read() -> _Rows:
        units = AdministrativeUnit.objects.valid_on(clock.today()).exclude(level=PlaceLevel.DISTRICT)
        return list(units.values_list("code", "name_vi", "name_en"))

    rows: _Rows = cache.get_or_set(_PLACES_KEY, read, CACHE_SECONDS) or []
    return _in_language(rows)


def term(vocabulary: VocabularyCode, code: str) -> Term:
    """Return one term; raises Term.DoesNotExist for a code that the vocabulary does not hold."""
    return Term.objects.get(vocabulary=vocabulary, code=code)


def place(code: str) -> AdministrativeUnit:
    """Return one place; raises AdministrativeUnit.DoesNotExist for an unknown code."""
    return AdministrativeUnit.objects.get(code=code)


def official_terms() -> list[OfficialTerm]:
    """Return the official terms, by the Vietnamese."""
    return list(OfficialTerm.objects.all())
