"""Personal fields of mails."""

from datetime import timedelta

from django.db.models import Q
from django.utils.translation import gettext_noop

from portal.kernel.personal_data import EraseAction, KeepingRule, PersonalField, keep, register
from portal.mail.enums import MailState

PURPOSE = gettext_noop("Delivering a message that was asked for, and proving that it was sent")
RETENTION = timedelta(days=90)

register(
    *(
        PersonalField("mail.OutgoingMail", field, PURPOSE, RETENTION, EraseAction.DELETE_RECORD)
        for field in (
            "recipient",
            "subject",
            "text",
            "html",
            "attachments",
            "unsubscribe_url",
            "settled_by",
            "settled_note",
        )
    )
)

# A mail that still waits is kept until it is out or given up.
keep(KeepingRule("mail.OutgoingMail", "queued_at", addresses=("recipient",), only=~Q(state=MailState.QUEUED)))
