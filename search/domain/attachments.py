"""What the files say that items show: read by the media room, added to the text by which an item is found."""

from collections.abc import Collection, Iterable

from django.db import transaction

from portal.media import document_texts
from portal.media.domain import texts
from portal.pages.findables import FindableDocument
from search.engines.base import FILE
from search.models import SearchDocument, SearchFacet


def words(documents: Collection[FindableDocument]) -> dict[str, str]:
    """Return for the key of each document what its files say, as far as they were read and anybody may open them."""
    wanted = {file for document in documents for file in document.files}
    known = document_texts.words_of(wanted)
    return {
        document.key: " ".join(known[file].text for file in document.files if file in known)
        for document in documents
        if document.files
    }


def ask(documents: Iterable[FindableDocument]) -> None:
    """Have those files read that were not; what shows them is indexed again when that is done."""
    texts.ask({file for document in documents for file in document.files})


@transaction.atomic
def follow(document_ids: Collection[int]) -> None:
    """Make the documents true of everything that shows one of these files."""
    from search.domain import indexing  # noqa: PLC0415 -- indexing reads the words

    shown = SearchFacet.objects.filter(name=FILE, code__in=[str(key) for key in document_ids])
    indexing.index_again(SearchDocument.objects.filter(pk__in=shown.values("document")))
