"""From where a reader came, as coarse as it is told."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Source(TextChoices):
    """Told by the reader's own browser in one of these words; the address it came from is never sent."""

    DIRECT = "direct", _("direct or unknown")
    SEARCH = "search", _("search engine")
    PORTAL = "portal", _("another page of the portal")
    NEWSLETTER = "newsletter", _("newsletter")
    ELSEWHERE = "elsewhere", _("another site")
