"""States of a mail."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from portal.kernel.transitions import TransitionTable


class MailState(TextChoices):
    """Where a mail stands; a settled one failed and a person saw to it in another way."""

    QUEUED = "queued", _("Queued")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")
    SETTLED = "settled", _("Settled")


MOVES = TransitionTable(
    {
        MailState.QUEUED: frozenset({MailState.SENT, MailState.FAILED}),
        MailState.FAILED: frozenset({MailState.QUEUED, MailState.SETTLED}),
    }
)
