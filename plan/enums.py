"""Choices of the plan room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Unit(TextChoices):
    """What an indicator's figures count."""

    PERCENT = "percent", _("per cent")
    COUNT = "count", _("number")


class TargetLevel(TextChoices):
    """Whose target it is."""

    PROVINCE = "province", _("Province (Plan 149/KH-UBND)")
    NATION = "nation", _("Nation (Decision 1158/QĐ-TTg)")


class Comparison(TextChoices):
    """How a target is worded; the plan writes "khoảng", "trên", "từ" and plain figures."""

    ABOUT = "about", _("about %(value)s")
    OVER = "over", _("over %(value)s")
    FROM = "from", _("%(value)s and more")
    EXACT = "exact", "%(value)s"


class DealKind(TextChoices):
    """Where a traded technology comes from."""

    DOMESTIC = "domestic", _("Made in Việt Nam")
    IMPORTED = "imported", _("Imported")
    INTELLECTUAL_PROPERTY = "ip", _("Intellectual property")


class ValueBand(TextChoices):
    """Value of a deal in million đồng, in bands, so that nobody has to tell a price."""

    UNDER_100 = "under-100", _("under VND 100 million")
    TO_500 = "100-500", _("VND 100 to 500 million")
    TO_1000 = "500-1000", _("VND 500 million to 1 billion")
    TO_5000 = "1000-5000", _("VND 1 to 5 billion")
    OVER_5000 = "over-5000", _("over VND 5 billion")
