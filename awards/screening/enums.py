"""What a check of a dossier can come to."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Outcome(TextChoices):
    """What one rule says of a dossier."""

    PASS = "pass", _("Met")
    FAIL = "fail", _("Not met")
    UNCLEAR = "unclear", _("Unclear")


OUTCOMES_WITH_NOTE = frozenset({Outcome.FAIL, Outcome.UNCLEAR})
