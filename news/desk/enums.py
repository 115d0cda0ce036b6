"""Choices of the desk's work and the legal moves of a topic proposal."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from portal.kernel.transitions import TransitionTable


class StoryProcess(TextChoices):
    """Through how many hands a story goes before readers see it."""

    SHORT = "short", _("Short news (2 steps)")
    ARTICLE = "article", _("Article (4 steps)")
    BROADCAST = "broadcast", _("Broadcast (4 steps, with legal review)")


class Priority(TextChoices):
    """How much a story presses."""

    URGENT = "urgent", _("Urgent")
    HIGH = "high", _("High")
    NORMAL = "normal", _("Normal")
    LOW = "low", _("Low")


PRIORITY_ORDER = tuple(Priority.values)


class TopicState(TextChoices):
    """What became of a proposed topic."""

    PROPOSED = "proposed", _("Waiting for an answer")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Refused")
    DRAFTED = "drafted", _("Being written")
    WITHDRAWN = "withdrawn", _("Withdrawn")


TOPIC_MOVES: TransitionTable[TopicState] = TransitionTable(
    {
        TopicState.PROPOSED: frozenset({TopicState.ACCEPTED, TopicState.REFUSED, TopicState.WITHDRAWN}),
        TopicState.ACCEPTED: frozenset({TopicState.DRAFTED, TopicState.REFUSED, TopicState.WITHDRAWN}),
    }
)


class NoticeKind(TextChoices):
    """What people of a newsroom are told about stories and topics."""

    WAITING = "waiting", _("Waits for you")
    ASSIGNED = "assigned", _("Given to you")
    RETURNED = "returned", _("Returned")
    APPROVED = "approved", _("Approved with a comment")
    PUBLISHED = "published", _("Published")
    CANCELLED = "cancelled", _("Approval stopped")
    STEPS_CHANGED = "steps_changed", _("Steps of approval changed")
    STUCK = "stuck", _("Nobody can do a step")
    TOPIC_PROPOSED = "topic_proposed", _("Topic proposed")
    TOPIC_ACCEPTED = "topic_accepted", _("Topic accepted")
    TOPIC_REFUSED = "topic_refused", _("Topic refused")
