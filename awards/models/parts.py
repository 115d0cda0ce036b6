"""Parts of an award page: its categories, criteria and phases."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable, TranslatableMixin

from awards.enums import PhaseKind


class AwardCategory(TranslatableMixin, Orderable):
    """A category in which prizes are given; its code is the same in both languages."""

    page = ParentalKey("awards.AwardPage", on_delete=models.CASCADE, related_name="categories")
    code = models.SlugField(_("code"), max_length=60)
    title = models.CharField(_("category"), max_length=200)
    description = models.TextField(_("what it honours"), blank=True)
    prizes = models.CharField(_("prizes"), max_length=250, blank=True)

    panels: ClassVar = [FieldPanel("title"), FieldPanel("code"), FieldPanel("description"), FieldPanel("prizes")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("category")

    def __str__(self) -> str:
        return self.title


class AwardCriterion(TranslatableMixin, Orderable):
    """A criterion with the most points it can bring."""

    page = ParentalKey("awards.AwardPage", on_delete=models.CASCADE, related_name="criteria")
    title = models.CharField(_("criterion"), max_length=200)
    description = models.TextField(_("how it is judged"), blank=True)
    points = models.PositiveSmallIntegerField(
        _("most points"), validators=[MinValueValidator(1), MaxValueValidator(100)]
    )

    panels: ClassVar = [FieldPanel("title"), FieldPanel("description"), FieldPanel("points")]

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
