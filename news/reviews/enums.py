"""Choices of a review: who reads, what they answer, and what a link opens today."""

from enum import Enum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ReviewRole(TextChoices):
    """Why somebody is shown a draft."""

    INTERVIEWEE = "interviewee", _("Interviewee")
    LAWYER = "lawyer", _("Lawyer")
    EXPERT = "expert", _("Expert")
    OTHER = "other", _("Other")


class ReviewAnswer(TextChoices):
    """What the reviewer thinks of the whole draft: information for the newsroom, no step of its workflow."""

    NONE = "", _("No answer yet")
    NO_OBJECTION = "no-objection", _("I have no objection")
    CHANGES = "changes", _("I ask for changes")
    OBJECTION = "objection", _("I object")


class LinkState(Enum):
    """What a secret opens."""

    OPEN = "open"
    UNKNOWN = "unknown"
    EXPIRED = "expired"
    REVOKED = "revoked"
    DELETED = "deleted"
    PUBLISHED = "published"
