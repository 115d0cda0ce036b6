"""Which documents the public may open, and their words for the search."""

import hashlib
from collections.abc import Collection as Several
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.dispatch import Signal
from wagtail.models import CollectionViewRestriction

from portal.media.enums import TextState
from portal.media.models import DocumentText, PortalDocument
from portal.media.texts import process

texts_changed = Signal()
"""Sent with ``document_ids`` when the words that may be found of these documents are others, or none any more."""


@dataclass(frozen=True, slots=True)
class Words:
    """What a public document is called and what it says; ``text`` is empty until it was read."""

    name: str
    text: str


def is_readable(document: PortalDocument) -> bool:
    """Return whether a document is of a kind whose words are read."""
    return process.kind_of(document.file.name) is not None


def stamp_of(document: PortalDocument) -> str:
    """Return what tells one file of a document from the next: its name in the store and its hash."""
    return hashlib.sha256(f"{document.file.name}\n{document.file_hash}".encode()).hexdigest()


def public(documents: "QuerySet[PortalDocument]") -> "QuerySet[PortalDocument]":
    """Return those documents that anybody may open: in no collection that is closed, or under one."""
    closed = CollectionViewRestriction.objects.values_list("collection__path", flat=True)
    for path in closed:
        documents = documents.exclude(collection__path__startswith=path)
    return documents


def words_of(document_ids: Several[int]) -> dict[int, Words]:
    """Return name and words of the public ones among these documents; no words of a file that was replaced."""
    if not document_ids:
        return {}
    documents = public(PortalDocument.objects.filter(pk__in=document_ids)).only("title", "file", "file_hash")
    rows = DocumentText.objects.filter(document__in=document_ids, state=TextState.READ)
    texts = {row.document_id: row for row in rows}
    found: dict[int, Words] = {}
    for document in documents:
        row = texts.get(document.pk)
        is_current = row is not None and row.stamp == stamp_of(document)
        found[document.pk] = Words(document.title, row.text if row is not None and is_current else "")
    return found


def tell(document_ids: Iterable[int]) -> None:
    """Send ``texts_changed``; call it inside the transaction of the change."""
    ids = list(document_ids)
    if ids:
        texts_changed.send(sender=None, document_ids=ids)
