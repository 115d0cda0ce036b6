"""What a change of published words was."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ChangeDecision(TextChoices):
    """Until somebody of the newsroom decides, readers see what changed."""

    OPEN = "open", _("Not decided yet")
    TYPING = "typing", _("A typing error without effect on what is said")
    CORRECTION = "correction", _("A correction with a note")
