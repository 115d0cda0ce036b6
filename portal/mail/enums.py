"""States of a mail."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from portal.kernel.transitions import TransitionTable


class MailState(TextChoices):
    """Where a mail stands."""

    QUEUED = "queued", _("Queued")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")


MOVES = TransitionTable(
    {
        MailState.QUEUED: frozenset({MailState.SENT, MailState.FAILED}),
        MailState.FAILED: frozenset({MailState.QUEUED}),
    }
)
