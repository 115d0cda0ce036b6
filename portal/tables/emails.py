"""Mails about imports."""

from portal.mail import domain as mail
from portal.tables.models import ImportBatch


def stopped(*, batch: ImportBatch) -> None:
    """Tell those who sent and who confirmed a table that the work on it has stopped; closed accounts get no mail."""
    people = {person.pk: person for person in (batch.uploaded_by, batch.acts_for) if person is not None}
    for _pk, person in sorted(people.items()):
        if person.is_active:
            mail.queue(
                kind="tables/emails/stopped",
                recipient=person.email,
                language=person.language,
                context={
                    "recipient_name": person.full_name,
                    "file_name": batch.file_name,
                    "reason": batch.failure[person.language],
                },
            )
