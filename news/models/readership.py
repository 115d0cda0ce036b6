"""How often stories were read: sums only, nothing of any reader (decision 0039)."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from news.readership.enums import Source
from portal.kernel.languages import Language


class ReadingCount(models.Model):
    """How often a story was opened in one language on one day, or in one month, from one kind of source.

    A row of a month (``is_month``) stands on the month's first day and takes the place of its days.
    """

    article_key = models.UUIDField(_("story"))
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    day = models.DateField(_("day"))
    is_month = models.BooleanField(_("whole month"), default=False)
    source = models.CharField(_("came from"), max_length=10, choices=Source.choices)
    number = models.PositiveIntegerField(_("readings"))

    class Meta:
        verbose_name = _("reading figure")
        verbose_name_plural = _("reading figures")
        indexes: ClassVar = [models.Index(fields=["day"], name="reading_count_day")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["article_key", "language", "day", "is_month", "source"], name="reading_count_once"
            ),
            models.CheckConstraint(condition=models.Q(number__gt=0), name="reading_count_positive"),
            models.CheckConstraint(condition=models.Q(source__in=Source.values), name="reading_count_source_known"),
            models.CheckConstraint(
                condition=models.Q(language__in=Language.values), name="reading_count_language_known"
            ),
            models.CheckConstraint(
                condition=models.Q(is_month=False) | models.Q(day__day=1), name="reading_count_month_on_its_first"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article_key} {self.day} {self.number}"
