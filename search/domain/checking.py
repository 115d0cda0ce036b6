"""Comparing the search documents with what they should be."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from portal.pages.findables import FindableDocument
from search import engines
from search.domain import attachments, indexing, twins
from search.domain import documents as shapes
from search.models import SearchDocument, SearchFacet


@dataclass
class Drift:
    """Keys of documents that are missing, say something else, or should not be there, and faults of the engine."""

    missing: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    stray: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    number: int = 0

    @property
    def is_clean(self) -> bool:
        """Whether everything is as it should be."""
        return not (self.missing or self.stale or self.stray or self.problems)


def drift() -> Drift:
    """Compare every stored document, its facets and the engine's index with the pages and sources."""
    found = Drift(problems=engines.current().problems())
    seen: set[str] = set()
    wanted = (document for document in indexing.all_documents() if shapes.is_searchable(document))
    while batch := {document.key: document for document in islice(wanted, indexing.BATCH)}:
        seen.update(batch)
        found.number += len(batch)
        attached, compared = attachments.words(batch.values()), list(_with_stored(batch))
        items = {key: stored.item if stored else key for key, _document, stored, _facets in compared}
        called = twins.titles(batch, items, are_written=False)
        for key, document, stored, facets in compared:
            if stored is None:
                found.missing.append(key)
            elif facets != shapes.facets_of(document) or shapes.differs(
                stored,
                shapes.row_of(
                    document, item=stored.item, attached=attached.get(key, ""), also_called=called.get(key, "")
                ),
            ):
                found.stale.append(key)
    found.stray = [key for key in SearchDocument.objects.values_list("key", flat=True) if key not in seen]
    return found


def _with_stored(
    batch: dict[str, FindableDocument],
) -> Iterator[tuple[str, FindableDocument, SearchDocument | None, set[tuple[str, str]]]]:
    rows = {row.key: row for row in SearchDocument.objects.filter(key__in=batch)}
    facets: dict[int, set[tuple[str, str]]] = {}
    chosen = SearchFacet.objects.filter(document__in=[row.pk for row in rows.values()])
    for document_id, name, code in chosen.values_list("document_id", "name", "code"):
        facets.setdefault(document_id, set()).add((name, code))
    for key, document in batch.items():
        stored = rows.get(key)
        yield key, document, stored, facets.get(stored.pk, set()) if stored else set()
