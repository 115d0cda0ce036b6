"""What editors recommend for a search."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.core.cache import cache
from django.db import transaction

from portal.kernel import clock
from portal.kernel.languages import Language
from search import folding
from search.domain import abbreviations, public_pages
from search.folding import Words
from search.models import PromotedResult

MOST: Final = 3
CACHE_SECONDS: Final = 300


@dataclass(frozen=True, slots=True)
class Promotion:
    """A recommended result as the page shows it."""

    title: str
    url: str
    text: str


def for_words(words: Words, language: Language) -> list[Promotion]:
    """Return up to three recommendations whose words stand in a row in a search, the longest match first.

    The list is kept in the cache until it changes, so that a search which none fits costs no query; one that some fit costs one for
    their pages. Those that are over or have not begun are left out, and so are pages that not everybody may read.
    """
    today = clock.today()
    matched = [
        (length, row) for row in _listed(language) if _is_in_force(row, today) and (length := _match(row.words, words))
    ]
    if not matched:
        return []
    readable = {
        page.pk: page
        for page in public_pages.readable().filter(pk__in=[row.page_id for _l, row in matched if row.page_id])
    }
    found: list[Promotion] = []
    for _length, row in sorted(matched, key=lambda one: (-one[0], one[1].pk)):
        page = readable.get(row.page_id)
        if row.page_id and page is None:
            continue
        title = row.title or (page.title if page else "")
        found.append(Promotion(title, (page.url if page else row.address) or "", row.text))
    return found[:MOST]


def _listed(language: Language) -> list[PromotedResult]:
    def read() -> list[PromotedResult]:
        return list(PromotedResult.objects.filter(language=language))

    return cache.get_or_set(_cache_key(language), read, CACHE_SECONDS) or []


def _cache_key(language: Language) -> str:
    return f"search:promotions:{language}"


def forget() -> None:
    """Drop the remembered lists after a change; processes with a cache of their own follow within minutes.

    Once more after commit: until then another process reads the lists as they were.
    """
    _drop()
    transaction.on_commit(_drop)


def _drop() -> None:
    cache.delete_many([_cache_key(language) for language in Language])


def _is_in_force(row: PromotedResult, today: date) -> bool:
    return (row.first_day is None or row.first_day <= today) and (row.last_day is None or row.last_day >= today)


def _match(written: str, words: Words) -> int:
    """Return how many words the longest form of a row has that stands in a search in a row; 0 for none."""
    forms = (folding.folded(form) for form in abbreviations.forms_of(written))
    return max((len(form) for form in forms if _stands(form, words)), default=0)


def _stands(form: Words, words: Words) -> bool:
    return any(words[start : start + len(form)] == form for start in range(len(words) - len(form) + 1))
