"""Writing the search documents: the only code that does. Each function is one transaction, part of the caller's if there is one."""

from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import islice
from typing import Any, Final

from django.db import models, transaction
from django.db.models import Exists, OuterRef
from wagtail.models import Page

from portal.kernel import clock
from portal.kernel.languages import Language
from portal.pages import findables
from portal.pages.findables import FindableDocument
from search import engines
from search.domain import arrivals, attachments, public_pages, twins
from search.domain import documents as shapes
from search.models import SearchDocument, SearchFacet

BATCH: Final = 500
_UPDATED: Final = [*(name.removesuffix("_id") for name in shapes.TEXT_FIELDS), "for_english"]

Progress = Callable[[int], None]


def _batches(things: Iterable[Any], size: int = BATCH) -> Iterator[list[Any]]:
    iterator = iter(things)
    while batch := list(islice(iterator, size)):
        yield batch


@transaction.atomic
def index_documents(documents: Iterable[FindableDocument], *, are_news: bool = True) -> int:
    """Add or renew documents with their facets; return how many. Documents without title or address are left out.

    Whoever keeps a search is told of those that were never there before, unless they ``are_news`` to nobody.
    """
    number = 0
    for batch in _batches(document for document in documents if shapes.is_searchable(document)):
        number += _write({document.key: document for document in batch}, are_news=are_news)
    return number


def index_in_bulk(documents: Iterable[FindableDocument], *, progress: Progress | None = None) -> int:
    """Add or renew any number of documents, a transaction for each batch; ``progress`` is told the number done so far.

    For builders that write pages in bulk, where no signal tells of them; to those who keep a search they are no news.
    """
    number = 0
    for batch in _batches(documents):
        number += index_documents(batch, are_news=False)
        if progress:
            progress(number)
    engines.current().refresh_statistics()
    return number


def _write(documents: dict[str, FindableDocument], *, are_news: bool) -> int:
    items = _items(documents.values())
    attached, called = attachments.words(documents.values()), twins.titles(documents, items)
    rows = [
        shapes.row_of(document, item=items[key], attached=attached.get(key, ""), also_called=called.get(key, ""))
        for key, document in documents.items()
    ]
    stored = SearchDocument.objects.filter(key__in=documents).values_list("key", "item", "title")
    before = {key: (item, title) for key, item, title in stored}
    SearchDocument.objects.bulk_create(rows, update_conflicts=True, unique_fields=["key"], update_fields=_UPDATED)
    ids = dict(SearchDocument.objects.filter(key__in=documents).values_list("key", "pk"))
    SearchFacet.objects.filter(document__in=ids.values()).delete()
    SearchFacet.objects.bulk_create(
        SearchFacet(document_id=ids[key], name=name, code=code)
        for key, document in documents.items()
        for name, code in sorted(shapes.facets_of(document))
    )
    if are_news:
        arrivals.note(rows, now=clock.now())
    else:
        arrivals.note_standing(rows)
    # An item's other documents may have been stored under another item before, when its translation key changed.
    _mark_untranslated({item for item, _title in before.values()} | set(items.values()))
    engines.current().follow(ids.values())
    attachments.ask(documents.values())
    index_again(twins.named_otherwise(rows, before))
    return len(rows)


def _items(documents: Iterable[FindableDocument]) -> dict[str, str]:
    pages = {document.key: shapes.page_id_of(document.key) for document in documents}
    wanted = [page for page in pages.values() if page is not None]
    keys = dict(Page.objects.filter(pk__in=wanted).values_list("pk", "translation_key")) if wanted else {}
    return {
        document.key: f"page:{keys[page]}" if (page := pages[document.key]) in keys else shapes.item_of(document)
        for document in documents
    }


def _mark_untranslated(items: Collection[str]) -> None:
    """Let English readers find the Vietnamese documents of those items that have no English one, and no others."""
    english = SearchDocument.objects.filter(item=OuterRef("item"), language=Language.ENGLISH)
    for batch in _batches(items):
        # Only rows that change are written: each written row is a second copy in the table and in every index.
        vietnamese = SearchDocument.objects.filter(item__in=batch, language=Language.VIETNAMESE)
        vietnamese.filter(Exists(english), for_english=True).update(for_english=False)
        vietnamese.filter(~Exists(english), for_english=False).update(for_english=True)


@transaction.atomic
def remove_documents(rows: "models.QuerySet[SearchDocument]") -> int:
    """Remove documents; return how many. English documents whose Vietnamese title goes are written anew."""
    number, named = _remove(rows)
    for batch in _batches(sorted(named)):
        index_again(twins.english_of(batch))
    return number


def _remove(rows: "models.QuerySet[SearchDocument]") -> tuple[int, set[str]]:
    """Remove documents; return how many, and the items whose English documents bear a Vietnamese title that is gone."""
    gone = list(rows.values_list("pk", "item", "language"))
    rows.delete()
    _mark_untranslated({item for _key, item, _language in gone})
    engines.current().follow([key for key, _item, _language in gone])
    return len(gone), {item for _key, item, language in gone if language == Language.VIETNAMESE}


def remove_page(page_id: int) -> None:
    """Remove the document of a page."""
    remove_documents(SearchDocument.objects.filter(key=findables.page_key(page_id)))


def index_page(page_id: int) -> None:
    """Make the document of a page what the stored, published page says, or remove it where the page is not public."""
    index_pages([page_id])


@transaction.atomic
def index_pages(page_ids: Collection[int]) -> None:
    """Make the documents of pages what the stored, published pages say, and remove those of pages that are not public."""
    found = list(public_pages.documents(public_pages.findable().filter(pk__in=page_ids)))
    gone = {findables.page_key(page_id) for page_id in page_ids} - {document.key for document in found}
    if gone:
        remove_documents(SearchDocument.objects.filter(key__in=gone))
    index_documents(found)


@transaction.atomic
def index_subtree(path: str) -> None:
    """Make the documents of a page and everything under it true, after a move or a change of who may read it."""
    below = Page.objects.filter(path__startswith=path)
    public = public_pages.findable().filter(path__startswith=path)
    remove_documents(SearchDocument.objects.filter(page__in=below.values("pk")).exclude(page__in=public.values("pk")))
    index_documents(public_pages.documents(public))


@transaction.atomic
def renew_addresses(path: str) -> None:
    """Write the new addresses of a page and everything under it; nothing else of them changed."""
    public = public_pages.findable().filter(path__startswith=path).order_by("pk").select_related("locale")
    for batch in _batches(public.iterator(chunk_size=BATCH)):
        urls = {page.pk: page.url for page in batch}
        rows = [row for row in SearchDocument.objects.filter(page__in=urls).only("page", "url") if urls[row.page_id]]
        for row in rows:
            row.url = urls[row.page_id]
        SearchDocument.objects.bulk_update(rows, ["url"])


@transaction.atomic
def index_instance(instance: models.Model) -> None:
    """Make the documents of an instance of a registered source true."""
    source = findables.sources[type(instance)]
    keys = set(source.keys(instance))
    found = list(source.documents(instance))
    gone = keys - {document.key for document in found if shapes.is_searchable(document)}
    # What stays of the item is written next, with the titles that are left.
    _remove(SearchDocument.objects.filter(key__in=gone))
    index_documents(found)


def index_again(rows: "models.QuerySet[SearchDocument]") -> None:
    """Make documents true that are there already, after something changed that they say and that is not their own."""
    shown = list(rows.order_by("page", "key").values_list("key", "page"))
    pages = [page for _key, page in shown if page is not None]
    for batch in _batches(pages):
        index_pages(batch)
    others = {key for key, page in shown if page is None}
    if others:
        for source in findables.sources.values():
            for instance in source.instances():
                if others & set(source.keys(instance)):
                    index_instance(instance)


def index_sources() -> None:
    """Make the documents of all items that are no pages true, after the page that shows them got another address."""
    found = list(source_documents())
    _remove(SearchDocument.objects.filter(page=None).exclude(key__in=[document.key for document in found]))
    index_documents(found)


def source_documents() -> Iterator[FindableDocument]:
    """Return the public documents of every registered source."""
    for source in findables.sources.values():
        for instance in source.instances():
            yield from source.documents(instance)


def all_documents() -> Iterator[FindableDocument]:
    """Return every document that the search should hold, pages first."""
    yield from public_pages.documents(public_pages.findable())
    yield from source_documents()


def rebuild(*, progress: Progress | None = None) -> int:
    """Write every document anew and remove what should not be there; return how many there are."""
    keys: set[str] = set()

    def remembered() -> Iterator[FindableDocument]:
        for document in all_documents():
            if shapes.is_searchable(document):
                keys.add(document.key)
                yield document

    number = index_in_bulk(remembered(), progress=progress)
    gone = [key for key in SearchDocument.objects.values_list("key", flat=True) if key not in keys]
    for batch in _batches(gone):
        remove_documents(SearchDocument.objects.filter(key__in=batch))
    engines.current().rebuild(progress=progress)
    return number
