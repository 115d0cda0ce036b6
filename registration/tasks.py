"""Deferred work of the seat engine."""

from django_tasks import task


@task(queue_name="mail")
def send_notice(registration_id: int, notice: str) -> bool:
    """Render and queue the mail of a step; return whether it still applied."""
    from registration import emails  # noqa: PLC0415 -- domain enqueues this task

    return emails.send(registration_id=registration_id, notice=notice)


@task(queue_name="mail")
def tell_announcement(announcement_id: int) -> int:
    """Queue the next batch of mails about a change; return how many."""
    from portal.kernel import clock  # noqa: PLC0415 -- domain enqueues this task
    from registration.domain import announcements  # noqa: PLC0415 -- domain enqueues this task

    return announcements.tell_batch(announcement_id=announcement_id, now=clock.now())


@task()
def expire_offers() -> int:
    """Sweep expired holds and offers and serve those who wait."""
    from portal.kernel import clock  # noqa: PLC0415 -- domain enqueues this task
    from registration.domain import waiting_list  # noqa: PLC0415 -- domain enqueues this task

    return waiting_list.expire_offers(now=clock.now())


@task(queue_name="mail")
def send_certificate(certificate_id: int) -> bool:
    """Render and queue the mail about a certificate, its PDF with it; return whether there was anything to tell."""
    from registration import course_emails  # noqa: PLC0415 -- domain enqueues this task

    return course_emails.send_certificate(certificate_id=certificate_id)


@task(queue_name="mail")
def send_evaluation(slip_id: int) -> bool:
    """Render and queue the request for an evaluation; return whether it still applied."""
    from registration import course_emails  # noqa: PLC0415 -- domain enqueues this task

    return course_emails.send_evaluation(slip_id=slip_id)
