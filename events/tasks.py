"""Deferred work of the events room."""

import uuid

from django_tasks import task

from portal.kernel import clock


@task(queue_name="mail")
def tell_exhibitor(application_id: int, announcement_id: int) -> bool:
    """Queue the mail about a change of a fair to one applicant; return whether there was somebody to tell."""
    from events import emails  # noqa: PLC0415 -- domain enqueues this task

    return emails.fair_changed(application_id=application_id, announcement_id=announcement_id)


@task(queue_name="mail")
def remind_exhibitor(reminder_id: int) -> bool:
    """Queue one reminder of something unfinished; return whether it still applied and there was somebody to tell."""
    from events import exhibitor_reminder_emails  # noqa: PLC0415 -- domain enqueues this task

    return exhibitor_reminder_emails.send(reminder_id=reminder_id)


@task()
def refresh_calendar(keys: list[str]) -> int:
    """Bring the calendar entries of these events up to date; return how many changed."""
    from events.domain import calendar  # noqa: PLC0415 -- domain enqueues this task

    return calendar.refresh(keys=[uuid.UUID(key) for key in keys], now=clock.now())
