"""Deferred work of certificates and revocations."""

from django_tasks import task


@task(queue_name="mail")
def send_certificate(certificate_id: int, state: str) -> int:
    """Queue the mails about a certificate, its PDF with them; return how many. ``state`` is the one to tell of."""
    from awards.honours import emails  # noqa: PLC0415 -- domain enqueues this task

    return emails.certificate(certificate_id=certificate_id, told=state)


@task(queue_name="mail")
def tell_revocation(revocation_id: int) -> int:
    """Queue the mails about a prize that was taken back; return how many."""
    from awards.honours import emails  # noqa: PLC0415 -- domain enqueues this task

    return emails.revoked(revocation_id=revocation_id)
