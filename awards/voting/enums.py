"""States of the vote, of single votes, and of alarms about them."""

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class VoteState(TextChoices):
    """Whether a vote counts."""

    COUNTED = "counted", _("Counted")
    STRUCK = "struck", _("Struck out")


class AlarmKind(TextChoices):
    """What looks like abuse."""

    BURST = "burst", _("Many votes for one entry in a short time")
    ONE_CONNECTION = "one-connection", _("Many votes from one connection")
    NEW_ACCOUNTS = "new-accounts", _("Many votes of accounts made just before")


class AlarmState(TextChoices):
    """What the secretariat made of an alarm."""

    OPEN = "open", _("To be looked at")
    DISMISSED = "dismissed", _("No abuse")
    UPHELD = "upheld", _("Abuse, votes struck out")


class VoteStage(StrEnum):
    """Where the vote of the public stands at a moment."""

    NONE = "none"
    """There is no vote: no share of the public, or not its time."""
    RUNNING = "running"
    LAST_DAY = "last-day"
    """Votes are taken, and no number is told to anybody."""
    COUNTING = "counting"
    """Over; alarms are looked at, and no number is told before the tally stands in the log."""
    COUNTED = "counted"


TAKES_VOTES = frozenset({VoteStage.RUNNING, VoteStage.LAST_DAY})
TELLS_NUMBERS = frozenset({VoteStage.RUNNING, VoteStage.COUNTED})
