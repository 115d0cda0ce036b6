"""Deferred sending."""

from django_tasks import task


@task(queue_name="mail")
def send_mail(mail_id: int) -> bool:
    """Send one queued mail; safe to run twice."""
    from portal.mail import domain  # noqa: PLC0415 -- domain enqueues this task

    return domain.send(mail_id=mail_id)
