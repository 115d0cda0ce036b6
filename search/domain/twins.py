"""An English document is found by its item's Vietnamese title too: whoever reads the portal in English often knows things by that name."""

from collections.abc import Collection, Mapping

from django.db.models import QuerySet

from portal.kernel.languages import Language
from portal.pages.findables import FindableDocument
from search.models import SearchDocument


def titles(
    documents: Mapping[str, FindableDocument], items: Mapping[str, str], *, are_written: bool = True
) -> dict[str, str]:
    """Return the public Vietnamese title for the key of each English document whose item has one.

    ``items`` holds the item of each key. What is written along with a document goes before what is stored. Where the documents
    ``are_written``, which is inside a transaction, whoever is just taking one of the titles off is waited for: it may not come back
    by an English page that is published meanwhile.
    """
    english = {key: items[key] for key, document in documents.items() if document.language == Language.ENGLISH}
    along = {
        items[key]: str(document.title)
        for key, document in documents.items()
        if document.language == Language.VIETNAMESE
    }
    apart = set(english.values()) - set(along)
    if apart:
        rows = SearchDocument.objects.filter(item__in=apart, language=Language.VIETNAMESE).order_by("pk")
        along |= dict((rows.select_for_update() if are_written else rows).values_list("item", "title"))
    return {key: along[item] for key, item in english.items() if item in along}


def named_otherwise(
    rows: Collection[SearchDocument], before: Mapping[str, tuple[str, str]]
) -> "QuerySet[SearchDocument]":
    """Return the stored English documents whose Vietnamese title is another since ``rows`` were written, these left out.

    ``before`` holds item and title of those that were stored already, by their keys.
    """
    changed: set[str] = set()
    for row in rows:
        if row.language == Language.VIETNAMESE and before.get(row.key) != (row.item, row.title):
            changed |= {row.item, before.get(row.key, (row.item, ""))[0]}
    return english_of(changed).exclude(key__in=[row.key for row in rows])


def english_of(items: Collection[str]) -> "QuerySet[SearchDocument]":
    """Return the English documents of items."""
    if not items:
        return SearchDocument.objects.none()
    return SearchDocument.objects.filter(item__in=items, language=Language.ENGLISH)
