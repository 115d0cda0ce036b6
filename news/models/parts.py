"""Rows that belong to a story: air times, corrections, related pages."""

import uuid
from typing import TYPE_CHECKING, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.models import Orderable, TranslatableMixin

from news.enums import CorrectionReason

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class ArticleAirTime(Orderable):
    """When and where a broadcast can be heard or seen."""

    article = ParentalKey("news.ArticlePage", on_delete=models.CASCADE, related_name="air_times")
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"), null=True, blank=True)
    channel = models.CharField(_("channel or frequency"), max_length=80)
    programme = models.CharField(_("programme"), max_length=120, blank=True)
    is_repeat = models.BooleanField(_("repeat"), default=False)

    panels: ClassVar = [
        FieldPanel("starts_at"),
        FieldPanel("ends_at"),
        FieldPanel("channel"),
        FieldPanel("programme"),
        FieldPanel("is_repeat"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("air time")
        verbose_name_plural = _("air times")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ends_at=None) | models.Q(ends_at__gt=models.F("starts_at")),
                name="article_air_time_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.starts_at:%Y-%m-%d %H:%M}"

    def clean(self) -> None:
        """Refuse an end that does not come after the start."""
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("The end must come after the start.")})


class ArticleCorrection(TranslatableMixin, Orderable):
    """A public note that the story was corrected: when, why, and what readers should know now."""

    article = ParentalKey("news.ArticlePage", on_delete=models.CASCADE, related_name="corrections")
    corrected_at = models.DateTimeField(_("corrected at"))
    reason = models.CharField(_("reason"), max_length=10, choices=CorrectionReason.choices)
    text = models.TextField(_("what was wrong and what is right"), max_length=1500)

    panels: ClassVar = [FieldPanel("corrected_at"), FieldPanel("reason"), FieldPanel("text")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        unique_together: ClassVar = [("translation_key", "locale")]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def reason_label(self) -> "str | _StrPromise":
        """The reason in words."""
        return CorrectionReason(self.reason).label


class ArticleRelatedPage(Orderable):
    """A page of any kind that readers of the story may want: technology, event, organisation, other story."""

    article = ParentalKey("news.ArticlePage", on_delete=models.CASCADE, related_name="related_pages")
    page = models.ForeignKey("wagtailcore.Page", verbose_name=_("page"), on_delete=models.CASCADE, related_name="+")

    panels: ClassVar = [PageChooserPanel("page")]

    class Meta(Orderable.Meta):
        verbose_name = _("related page")
        verbose_name_plural = _("related pages")

    def __str__(self) -> str:
        return f"{self.article_id} → {self.page_id}"
