"""What was searched for, as sums of a week: no time, no address, no account, and nothing that only one visitor looked for."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.kernel.languages import Language


class SearchedWords(models.Model):
    """How often some words were searched for in a week, and how much was found for them the last time."""

    week = models.DateField(_("Monday of the week"))
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    words = models.CharField(_("words"), max_length=80)
    number = models.PositiveIntegerField(_("searches"), default=0)
    found = models.PositiveIntegerField(_("results"), default=0)

    class Meta:
        verbose_name = _("searched words")
        verbose_name_plural = _("searched words")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["week", "language", "words"], name="search_words_once_a_week")
        ]

    def __str__(self) -> str:
        return self.words
