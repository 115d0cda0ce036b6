"""Deferred work of editions."""

from django_tasks import task


@task(queue_name="mail")
def tell_amendment(amendment_id: int) -> int:
    """Queue a mail to every entrant about an amendment; return how many. Safe to run twice."""
    from awards.editions import telling  # noqa: PLC0415 -- domain enqueues this task

    return telling.tell(amendment_id=amendment_id)
