"""Rows that belong to a story: air times, corrections, related pages."""

from typing import TYPE_CHECKING, ClassVar

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
    starts_at = models.DateTimeField(_("starts at"))
    channel = models.CharField(_("channel or frequency"), max_length=80)
    programme = models.CharField(_("programme"), max_length=120, blank=True)

    panels: ClassVar = [FieldPanel("starts_at"), FieldPanel("channel"), FieldPanel("programme")]

    class Meta(Orderable.Meta):
        verbose_name = _("air time")
        verbose_name_plural = _("air times")

    def __str__(self) -> str:
        return f"{self.channel} {self.starts_at:%Y-%m-%d %H:%M}"


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
