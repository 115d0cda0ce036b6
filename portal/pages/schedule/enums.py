"""Choices of planned publishing."""

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ScheduledAction(TextChoices):
    """What happens at the set time."""

    GO_LIVE = "go-live", _("goes public")
    TAKE_OFF = "take-off", _("is taken off")


class Outcome(StrEnum):
    """What came of one item in one run."""

    PUBLISHED = "published"
    TAKEN_OFF = "taken_off"
    PASSED_OVER = "passed_over"
    """Its time was over before it was published: it is not shown for a moment."""
    HELD = "held"
    FAILED = "failed"
    GONE = "gone"
    """Somebody changed or did it meanwhile."""
