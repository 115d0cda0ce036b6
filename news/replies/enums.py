"""Choices of a request for a correction or a reply, and its legal moves."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from portal.kernel.transitions import TransitionTable


class RequesterKind(TextChoices):
    """Who asks."""

    PERSON = "person", _("A person")
    ORGANISATION = "organisation", _("An organisation")


class Remedy(TextChoices):
    """What is asked for."""

    CORRECTION = "correction", _("A correction")
    REPLY = "reply", _("My reply published with the story")
    TAKEDOWN = "takedown", _("The story taken down")
    EXPLANATION = "explanation", _("An explanation")


class ReplyState(TextChoices):
    """Where a request stands."""

    UNVERIFIED = "unverified", _("Waiting for the address to be confirmed")
    RECEIVED = "received", _("Received")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined with a reason")
    ANSWERED = "answered", _("Published or answered")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    ESCALATED = "escalated", _("Passed to the head of the publisher")


OPEN = frozenset({ReplyState.RECEIVED, ReplyState.ACCEPTED, ReplyState.ESCALATED})
"""States in which the newsroom owes an answer."""

REPLY_MOVES: TransitionTable[ReplyState] = TransitionTable(
    {
        ReplyState.UNVERIFIED: frozenset({ReplyState.RECEIVED}),
        ReplyState.RECEIVED: frozenset(
            {
                ReplyState.ACCEPTED,
                ReplyState.DECLINED,
                ReplyState.ANSWERED,
                ReplyState.WITHDRAWN,
                ReplyState.ESCALATED,
            }
        ),
        ReplyState.ACCEPTED: frozenset(
            {ReplyState.ANSWERED, ReplyState.DECLINED, ReplyState.WITHDRAWN, ReplyState.ESCALATED}
        ),
        ReplyState.DECLINED: frozenset({ReplyState.ESCALATED}),
        ReplyState.ESCALATED: frozenset(
            {ReplyState.ACCEPTED, ReplyState.DECLINED, ReplyState.ANSWERED, ReplyState.WITHDRAWN}
        ),
    }
)
