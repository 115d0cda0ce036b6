"""What happens to documents and their collections that changes which words may be found."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.models import Collection, CollectionViewRestriction

from portal.media import document_texts
from portal.media.domain import texts
from portal.media.models import DocumentText, PortalDocument


def document_saved(instance: PortalDocument, *, raw: bool = False, created: bool = False, **_kwargs: Any) -> None:
    """Follow a new file, another name or another collection; nobody knows a new document's words yet."""
    if not raw and not created:
        texts.follow(document=instance)


def document_deleted(instance: PortalDocument, **_kwargs: Any) -> None:
    """Let nothing be found by the words of a document that is gone."""
    document_texts.tell([instance.pk])


def collection_saved(instance: Collection, *, created: bool = False, raw: bool = False, **_kwargs: Any) -> None:
    """Look anew at the documents of a collection that may have been moved; the move itself comes after the saving."""
    if not created and not raw:
        transaction.on_commit(lambda: _tell_of(instance.pk))


def restriction_changed(instance: CollectionViewRestriction, **_kwargs: Any) -> None:
    """Look anew at the documents of a collection that was closed or opened."""
    _tell_of(instance.collection_id)


def _tell_of(collection_id: int) -> None:
    path = Collection.objects.filter(pk=collection_id).values_list("path", flat=True).first()
    if path is not None:
        rows = DocumentText.objects.filter(document__collection__path__startswith=path)
        ids = list(rows.values_list("document", flat=True))
        with transaction.atomic():
            document_texts.tell(ids)


def connect() -> None:
    """Connect every receiver; called once, when the apps are ready."""
    post_save.connect(document_saved, sender=PortalDocument, dispatch_uid="media.document_saved")
    post_delete.connect(document_deleted, sender=PortalDocument, dispatch_uid="media.document_deleted")
    post_save.connect(collection_saved, sender=Collection, dispatch_uid="media.collection_saved")
    for signal in (post_save, post_delete):
        signal.connect(restriction_changed, sender=CollectionViewRestriction, dispatch_uid="media.restriction")
