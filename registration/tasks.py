"""Deferred work of the seat engine."""

from uuid import UUID

from django_tasks import task


@task(queue_name="mail")
def send_notice(registration_id: int, notice: str, left: list[str] | None = None) -> bool:
    """Render and queue the mail of a step; return whether it still applied.

    ``left`` are the keys of sessions that the step gave up: the mail takes them out of the holder's calendar.
    """
    from registration import emails  # noqa: PLC0415 -- domain enqueues this task

    return emails.send(registration_id=registration_id, notice=notice, left=[UUID(key) for key in left or ()])


@task(queue_name="mail")
def tell_announcement(announcement_id: int) -> int:
    """Queue the next batch of mails about a change; return how many."""
    from portal.kernel import clock  # noqa: PLC0415 -- domain enqueues this task
    from registration.domain import announcements  # noqa: PLC0415 -- domain enqueues this task

    return announcements.tell_batch(announcement_id=announcement_id, now=clock.now())


@task(queue_name="mail")
def send_reminder(reminder_id: int) -> bool:
    """Render and queue one reminder; return whether it still applied."""
    from registration import reminder_emails  # noqa: PLC0415 -- domain enqueues this task

    return reminder_emails.send(reminder_id=reminder_id)


@task()
def expire_offers() -> int:
    """Sweep expired holds and offers and serve those who wait."""
    from portal.kernel import clock  # noqa: PLC0415 -- domain enqueues this task
    from registration.domain import waiting_list  # noqa: PLC0415 -- domain enqueues this task

    return waiting_list.expire_offers(now=clock.now())


@task()
def work_bulk_run(run_id: int) -> int:
    """Decide the next registrations of a decision on many; return how many."""
    from portal.kernel import clock  # noqa: PLC0415 -- domain enqueues this task
    from registration.domain import bulk  # noqa: PLC0415 -- domain enqueues this task

    return bulk.work(run_id=run_id, now=clock.now())


@task(queue_name="mail")
def tell_group(mail_id: int) -> int:
    """Queue the next batch of a mail to a group; return how many."""
    from portal.kernel import clock  # noqa: PLC0415 -- domain enqueues this task
    from registration.domain import group_mails  # noqa: PLC0415 -- domain enqueues this task

    return group_mails.tell_batch(mail_id=mail_id, now=clock.now())


@task()
def make_badges(sheets_id: int) -> bool:
    """Draw the sheets of badges that somebody asked for; return whether there are some."""
    from portal.kernel import clock  # noqa: PLC0415 -- domain enqueues this task
    from registration.domain import badges  # noqa: PLC0415 -- domain enqueues this task

    return badges.make(sheets_id=sheets_id, now=clock.now())


@task(queue_name="mail")
def send_certificate(certificate_id: int, state: str = "") -> bool:
    """Render and queue the mail about a certificate, its PDF with it; return whether there was anything to tell.

    ``state`` is the one to tell of: where the certificate has left it meanwhile, another task tells.
    """
    from registration import course_emails  # noqa: PLC0415 -- domain enqueues this task

    return course_emails.send_certificate(certificate_id=certificate_id, told=state)


@task(queue_name="mail")
def send_evaluation(slip_id: int) -> bool:
    """Render and queue the request for an evaluation; return whether it still applied."""
    from registration import course_emails  # noqa: PLC0415 -- domain enqueues this task

    return course_emails.send_evaluation(slip_id=slip_id)
