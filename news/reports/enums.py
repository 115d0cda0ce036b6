"""Which reports there are."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ReportKind(TextChoices):
    """The names stand in addresses."""

    PUBLISHED = "published", _("What was published")
    READINGS = "readings", _("Readings")
    TRANSLATIONS = "translations", _("Translation into English")
    COMMENTS = "comments", _("Readers' comments")
