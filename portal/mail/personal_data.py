"""Personal fields of mails."""

from datetime import timedelta

from django.utils.translation import gettext_noop

from portal.kernel.personal_data import EraseAction, PersonalField, register

PURPOSE = gettext_noop("Delivering a message that was asked for, and proving that it was sent")
RETENTION = timedelta(days=90)

register(
    *(
        PersonalField("mail.OutgoingMail", field, PURPOSE, RETENTION, EraseAction.DELETE_RECORD)
        for field in ("recipient", "subject", "text", "html", "attachments")
    )
)
