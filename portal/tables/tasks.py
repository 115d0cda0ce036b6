"""Imports in the background."""

from django.utils import translation
from django_tasks import task

from portal.kernel.languages import Language


@task()
def work(batch_id: int) -> str:
    """Do what an import waits for; safe to run twice. Returns the state that was reached."""
    from portal.tables.domain import running  # noqa: PLC0415 -- the domain enqueues this task

    with translation.override(Language.VIETNAMESE):
        return running.work(batch_id=batch_id)
