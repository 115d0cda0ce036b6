"""From which Vietnamese words the English of a technology was made, group by group."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from showcase.enums import TextGroup


class EnglishPart(models.Model):
    """One group of English texts: the fingerprint of the Vietnamese that its author had in front of them."""

    translation_key = models.UUIDField(_("key of the page"))
    group = models.CharField(_("group of texts"), max_length=10, choices=TextGroup.choices)
    source_digest = models.CharField(_("fingerprint of the Vietnamese"), max_length=64)
    saved_at = models.DateTimeField(_("saved at"))

    class Meta:
        verbose_name = _("English group of texts")
        verbose_name_plural = _("English groups of texts")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["translation_key", "group"], name="english_part_once"),
            models.CheckConstraint(condition=models.Q(group__in=TextGroup.values), name="english_part_group_known"),
        ]

    def __str__(self) -> str:
        return str(self.get_group_display())
