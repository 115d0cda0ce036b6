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
