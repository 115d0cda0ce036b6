"""Deferred work of the news room."""

from datetime import timedelta

from django_tasks import default_task_backend, task

from portal.kernel import clock


@task(queue_name="mail")
def tell_writer(move_id: int) -> bool:
    """Tell a comment's writer of a decision or an answer, if it still stands; return whether a mail was queued."""
    from news.opinions import emails  # noqa: PLC0415 -- the domain enqueues this task

    return emails.tell(move_id=move_id)


def later(move_id: int, delay: timedelta) -> None:
    """Have a comment's writer told after ``delay``, or at once where work cannot be put off."""
    if default_task_backend.supports_defer:
        tell_writer.using(run_after=clock.now() + delay).enqueue(move_id)
    else:
        tell_writer.enqueue(move_id)


@task()
def send_staff_invitation(invitation_id: int) -> bool:
    """Send the letter of an invitation into a newsroom where an account has its address; return whether it went out."""
    from news.domain import staff  # noqa: PLC0415 -- domain enqueues this task

    return staff.send(invitation_id=invitation_id, now=clock.now())
