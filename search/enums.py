"""Choices of the search room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DigestRhythm(TextChoices):
    """How often a kept search may write."""

    DAILY = "daily", _("Every day")
    WEEKLY = "weekly", _("Once a week")
