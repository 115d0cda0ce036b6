"""An English document is found by its item's Vietnamese title too: whoever reads the portal in English often knows things by that name."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from portal.kernel.languages import Language
from portal.pages.findables import FindableDocument
from search.models import SearchDocument

if TYPE_CHECKING:
    from django.db.models import QuerySet

Named = dict[str, tuple[str, str]]
"""Item and title of Vietnamese documents by their keys."""


def stored(keys: Mapping[str, FindableDocument]) -> Named:
    """Return what is stored of the Vietnamese documents among these keys."""
    vietnamese = [key for key, document in keys.items() if document.language == Language.VIETNAMESE]
    rows = SearchDocument.objects.filter(key__in=vietnamese) if vietnamese else SearchDocument.objects.none()
    return {key: (item, title) for key, item, title in rows.values_list("key", "item", "title")}


def titles(documents: Mapping[str, FindableDocument], items: Mapping[str, str]) -> dict[str, str]:
    """Return the public Vietnamese title for the key of each English document whose item has one.

    ``items`` holds the item of each key. What is written along with a document goes before what is stored.
    """
    english = {key: items[key] for key, document in documents.items() if document.language == Language.ENGLISH}
    along = {
        items[key]: str(document.title)
        for key, document in documents.items()
        if document.language == Language.VIETNAMESE
    }
    apart = set(english.values()) - set(along)
    if apart:
        rows = SearchDocument.objects.filter(item__in=apart, language=Language.VIETNAMESE)
        along |= dict(rows.values_list("item", "title"))
    return {key: along[item] for key, item in english.items() if item in along}


def named_otherwise(
    documents: Mapping[str, FindableDocument], items: Mapping[str, str], before: Named
) -> "QuerySet[SearchDocument]":
    """Return the stored English documents whose Vietnamese title is another since ``documents`` were written, these left out."""
    changed: set[str] = set()
    for key, document in documents.items():
        if document.language == Language.VIETNAMESE and before.get(key) != (items[key], str(document.title)):
            changed |= {items[key], before.get(key, (items[key], ""))[0]}
    return english_of(changed).exclude(key__in=documents)


def english_of(items: set[str]) -> "QuerySet[SearchDocument]":
    """Return the English documents of items."""
    if not items:
        return SearchDocument.objects.none()
    return SearchDocument.objects.filter(item__in=items, language=Language.ENGLISH)
