"""The words of documents: asked for, read in a process of their own, kept until the file changes."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from portal.kernel import clock
from portal.media import document_texts, tasks
from portal.media.enums import TextState
from portal.media.models import DocumentText, PortalDocument
from portal.media.texts import process
from portal.media.texts.outcome import Outcome, Reason, State

LOST_AFTER: Final = timedelta(hours=1)
"""A document that waits for longer is asked for again: its task was lost."""
_CHUNK: Final = 1024 * 1024


@transaction.atomic
def ask(document_ids: Collection[int]) -> int:
    """Queue the reading of those public documents whose file was not read yet; return how many."""
    if not document_ids:
        return 0
    now = clock.now()
    rows = DocumentText.objects.filter(document__in=document_ids).defer("text")
    known = {row.document_id: row for row in rows}
    number = 0
    for document in document_texts.public(PortalDocument.objects.filter(pk__in=document_ids)).order_by("pk"):
        if document_texts.is_readable(document) and not _is_under_way(document, known.get(document.pk), now=now):
            _begin(document)
            number += 1
    return number


def _is_under_way(document: PortalDocument, row: DocumentText | None, *, now: datetime) -> bool:
    """Return whether the document's present file was read, or waits for it and is not forgotten."""
    if row is None or row.stamp != document_texts.stamp_of(document):
        return False
    return row.state != TextState.PENDING or row.asked_at > now - LOST_AFTER


def _begin(document: PortalDocument) -> None:
    DocumentText.objects.update_or_create(
        document=document,
        defaults={
            "stamp": document_texts.stamp_of(document),
            "state": TextState.PENDING,
            "reason": "",
            "text": "",
            "pages": 0,
            "is_cut": False,
            "encoding": "",
            "asked_at": clock.now(),
            "read_at": None,
        },
    )
    tasks.read_document.enqueue(document.pk)


@transaction.atomic
def ask_again(*, document: PortalDocument) -> None:
    """Read a document once more, whatever came out before; what was read is found no longer until then."""
    if document_texts.is_readable(document):
        _begin(document)
        document_texts.tell([document.pk])


def read(*, document_id: int) -> str:
    """Read a document that waits, and let the search know; return its state, or "gone".

    The reading itself stands outside the transaction. A file that was replaced meanwhile is asked for anew.
    """
    document = PortalDocument.objects.filter(pk=document_id).first()
    if document is None or not DocumentText.objects.filter(document=document, state=TextState.PENDING).exists():
        return "gone"
    stamp = document_texts.stamp_of(document)
    outcome = _outcome(document)
    with transaction.atomic():
        row = DocumentText.objects.select_for_update().filter(document_id=document_id).first()
        current = PortalDocument.objects.filter(pk=document_id).first()
        if row is None or current is None:
            return "gone"
        if document_texts.stamp_of(current) != stamp:
            ask([document_id])
            return TextState.PENDING.value
        row.stamp, row.state, row.reason, row.text = stamp, outcome.state.value, outcome.reason.value, outcome.text
        row.pages, row.is_cut, row.encoding, row.read_at = outcome.pages, outcome.is_cut, outcome.encoding, clock.now()
        row.save()
        document_texts.tell([document_id])
    return outcome.state.value


def _outcome(document: PortalDocument) -> Outcome:
    kind = process.kind_of(document.file.name)
    if kind is None:
        return Outcome(State.REFUSED, Reason.BROKEN)
    try:
        return process.read(kind, _chunks(document))
    except OSError:
        return Outcome(State.FAILED, Reason.MISSING)


def _chunks(document: PortalDocument) -> Iterator[bytes]:
    with document.file.storage.open(document.file.name, "rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


@transaction.atomic
def follow(*, document: PortalDocument) -> None:
    """Forget the words of a file that was replaced and ask for the new ones; tell the search of any change of a read document."""
    row = DocumentText.objects.filter(document=document).defer("text").first()
    if row is None:
        return
    if row.stamp != document_texts.stamp_of(document):
        if document_texts.is_readable(document):
            _begin(document)
        else:
            row.delete()
    document_texts.tell([document.pk])
