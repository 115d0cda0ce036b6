"""A story's opening words for one audience, and what a story names."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable, TranslatableMixin

from portal.pages.related import RelatedKind
from portal.vocabularies.enums import VocabularyCode

LONGEST = 500


class ArticleAudienceLead(TranslatableMixin, Orderable):
    """The lead as farmers, enterprises or another audience should read it; shown where they look for their news."""

    article = ParentalKey("news.ArticlePage", on_delete=models.CASCADE, related_name="audience_leads")
    audience = models.ForeignKey(
        "vocabularies.Term",
        verbose_name=_("audience"),
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"vocabulary": VocabularyCode.AUDIENCE},
    )
    lead = models.TextField(_("lead for this audience"), max_length=LONGEST)

    panels: ClassVar = [FieldPanel("audience"), FieldPanel("lead")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("lead for an audience")
        verbose_name_plural = _("leads for audiences")
        unique_together: ClassVar = [("translation_key", "locale")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["article", "audience"], name="article_one_lead_for_an_audience"),
        ]

    def __str__(self) -> str:
        return self.lead[:60]


class ArticleSubject(models.Model):
    """What the published text of a story names, written when the story is saved; its own room lists the story by it.

    ``key`` is the translation key of a page or the number of a record (``portal.pages.related.key_of``).
    """

    article = models.ForeignKey(
        "news.ArticlePage", verbose_name=_("story"), on_delete=models.CASCADE, related_name="subjects"
    )
    kind = models.CharField(_("kind"), max_length=20, choices=RelatedKind.choices)
    key = models.CharField(_("key"), max_length=40)

    class Meta:
        verbose_name = _("thing named in a story")
        verbose_name_plural = _("things named in stories")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["article", "kind", "key"], name="article_names_a_thing_once"),
            models.CheckConstraint(condition=models.Q(kind__in=RelatedKind.values), name="article_subject_kind_known"),
        ]
        indexes: ClassVar = [models.Index(fields=["key", "kind"], name="article_subject_key")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
