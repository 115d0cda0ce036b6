"""Deferred work of the media room."""

from django_tasks import task


@task()
def read_document(document_id: int) -> str:
    """Read the words of a document's file; return the state it then has. Safe to run twice."""
    from portal.media.domain import texts  # noqa: PLC0415 -- domain enqueues this task

    return texts.read(document_id=document_id)
