"""Parts of an award page: its categories, criteria, phases and the documents that entrants are asked for."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from awards import file_kinds
from awards.blocks import LevelsBlock
from awards.editions import limits
from awards.enums import PhaseKind


class AwardCategory(TranslatableMixin, Orderable):
    """A category in which prizes are given; its code is the same in both languages."""

    page = ParentalKey("awards.AwardPage", on_delete=models.CASCADE, related_name="categories")
    code = models.SlugField(_("code"), max_length=60)
    title = models.CharField(_("category"), max_length=limits.LONGEST["title"])
    description = models.TextField(_("what it honours"), blank=True)
    prizes = models.CharField(_("prizes"), max_length=limits.LONGEST["prizes"], blank=True)

    panels: ClassVar = [FieldPanel("title"), FieldPanel("code"), FieldPanel("description"), FieldPanel("prizes")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("category")

    def __str__(self) -> str:
        return self.title


class AwardCriterion(TranslatableMixin, Orderable):
    """A criterion with its share of the council's result and the scale by which jurors score it."""

    page = ParentalKey("awards.AwardPage", on_delete=models.CASCADE, related_name="criteria")
    key = models.SlugField(_("code"), max_length=60, blank=True, help_text=_("The same in both languages."))
    title = models.CharField(_("criterion"), max_length=limits.LONGEST["title"])
    description = models.TextField(_("how it is judged"), blank=True)
    points = models.PositiveSmallIntegerField(
        _("most points"), validators=[MinValueValidator(1), MaxValueValidator(limits.MOST["max_points"])]
    )

    weight = models.PositiveSmallIntegerField(
        _("weight in percent"),
        default=0,
        validators=[MaxValueValidator(limits.MOST["weight"])],
        help_text=_("The weights of all criteria sum to 100."),
    )
    levels = StreamField(LevelsBlock(), verbose_name=_("levels"), blank=True)

    panels: ClassVar = [
        FieldPanel("title"),
        FieldPanel("key"),
        FieldPanel("description"),
        FieldRowPanel([FieldPanel("weight"), FieldPanel("points")]),
        FieldPanel("levels"),
    ]
    override_translatable_fields: ClassVar = [SynchronizedField("key")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("criterion")

    def __str__(self) -> str:
        return self.title


class AwardPhase(TranslatableMixin, Orderable):
    """A phase from its first to its last day, both included."""

    page = ParentalKey("awards.AwardPage", on_delete=models.CASCADE, related_name="phases")
    kind = models.CharField(_("phase"), max_length=20, choices=PhaseKind.choices)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    note = models.CharField(_("note"), max_length=250, blank=True)

    panels: ClassVar = [
        FieldPanel("kind"),
        FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
        FieldPanel("note"),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("phase")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="award_phase_dates_in_order"
            )
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class AwardDocument(TranslatableMixin, Orderable):
    """A file that entrants are asked for."""

    page = ParentalKey("awards.AwardPage", on_delete=models.CASCADE, related_name="documents")
    key = models.SlugField(_("code"), max_length=60, help_text=_("The same in both languages."))
    title = models.CharField(_("document"), max_length=limits.LONGEST["title"])
    is_required = models.BooleanField(_("must be there"), default=True)
    formats = models.CharField(
        _("kinds of files"),
        max_length=60,
        default="pdf",
        validators=[file_kinds.check],
        help_text=_("One or more of pdf, docx, xlsx, jpg, png and mp4, separated by commas."),
    )
    max_megabytes = models.PositiveSmallIntegerField(
        _("most megabytes"),
        default=20,
        validators=[MinValueValidator(1), MaxValueValidator(limits.MOST["max_megabytes"])],
    )
    anonymise = models.BooleanField(
        _("the jury gets a version without names"),
        default=False,
        help_text=_("Entrants hand in a second version that names nobody."),
    )

    panels: ClassVar = [
        FieldPanel("title"),
        FieldPanel("key"),
        FieldRowPanel([FieldPanel("formats"), FieldPanel("max_megabytes")]),
        FieldRowPanel([FieldPanel("is_required"), FieldPanel("anonymise")]),
    ]
    override_translatable_fields: ClassVar = [SynchronizedField("key"), SynchronizedField("formats")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("document")

    def __str__(self) -> str:
        return self.title
