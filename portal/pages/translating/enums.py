"""Where the English of a page stands."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class TranslationStatus(TextChoices):
    """What a page has in the other language."""

    NONE = "none", _("No translation")
    DRAFT = "draft", _("Draft")
    CURRENT = "current", _("Up to date")
    OUT_OF_DATE = "out-of-date", _("Out of date")
