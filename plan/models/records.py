"""Indicators with their targets and yearly values, the plan's measures, and deals that people report."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel

from plan.enums import Comparison, DealKind, TargetLevel, Unit, ValueBand
from portal.kernel import languages
from portal.kernel.languages import Language

YEARS = models.Q(year__gte=2000, year__lte=2100)


def in_language(record: models.Model, field: str) -> str:
    """Return a bilingual field in the active language, in Vietnamese where English is missing."""
    english = languages.current() is Language.ENGLISH
    return str((english and getattr(record, f"{field}_en")) or getattr(record, f"{field}_vi"))


class Indicator(ClusterableModel):
    """One figure by which the plan is measured (plan 149/KH-UBND, section II)."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name_vi = models.CharField(_("name in Vietnamese"), max_length=250)
    name_en = models.CharField(_("name in English"), max_length=250)
    short_vi = models.CharField(_("short name in Vietnamese"), max_length=80)
    short_en = models.CharField(_("short name in English"), max_length=80)
    method_vi = models.TextField(_("how it is counted, in Vietnamese"), blank=True)
    method_en = models.TextField(_("how it is counted, in English"), blank=True)
    clause = models.CharField(_("clause of the plan"), max_length=30)
    unit = models.CharField(_("unit"), max_length=10, choices=Unit.choices)
    on_front_page = models.BooleanField(_("on the front page"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    panels: ClassVar = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("code"), FieldPanel("clause")]),
                FieldPanel("name_vi"),
                FieldPanel("name_en"),
                FieldRowPanel([FieldPanel("short_vi"), FieldPanel("short_en")]),
                FieldRowPanel([FieldPanel("unit"), FieldPanel("position")]),
                FieldPanel("on_front_page"),
            ],
            _("Indicator"),
        ),
        MultiFieldPanel([FieldPanel("method_vi"), FieldPanel("method_en")], _("How it is counted")),
        InlinePanel("targets", heading=_("Targets"), label=_("target")),
        InlinePanel("values", heading=_("Values by year"), label=_("value")),
    ]

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering: ClassVar = ["position", "code"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Name in the active language."""
        return in_language(self, "name")

    @property
    def short(self) -> str:
        """Short name in the active language."""
        return in_language(self, "short")

    @property
    def method(self) -> str:
        """How it is counted, in the active language."""
        return in_language(self, "method")


class IndicatorTarget(models.Model):
    """What is to be reached by a year, in the province or in the nation."""

    indicator = ParentalKey(Indicator, on_delete=models.CASCADE, related_name="targets")
    level = models.CharField(
        _("whose target"), max_length=10, choices=TargetLevel.choices, default=TargetLevel.PROVINCE
    )
    year = models.PositiveSmallIntegerField(_("year"))
    value = models.DecimalField(_("value"), max_digits=12, decimal_places=2)
    comparison = models.CharField(_("wording"), max_length=10, choices=Comparison.choices, default=Comparison.EXACT)
    source = models.CharField(_("source"), max_length=200)
    source_en = models.CharField(_("source in English"), max_length=200, blank=True)

    panels: ClassVar = [
        FieldPanel("level"),
        FieldRowPanel([FieldPanel("year"), FieldPanel("value"), FieldPanel("comparison")]),
        FieldPanel("source"),
        FieldPanel("source_en"),
    ]

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering: ClassVar = ["level", "year"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["indicator", "level", "year"], name="target_one_each_year_and_level"),
            models.CheckConstraint(condition=YEARS, name="target_year_makes_sense"),
            models.CheckConstraint(condition=models.Q(value__gt=0), name="target_over_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.value}"

    @property
    def named_source(self) -> str:
        """The source in the active language; the Vietnamese where there is no English."""
        return (languages.current() is Language.ENGLISH and self.source_en) or self.source


class IndicatorValue(models.Model):
    """What was counted for a year, by whom; or an illustrative figure that says so."""

    indicator = ParentalKey(Indicator, on_delete=models.CASCADE, related_name="values")
    year = models.PositiveSmallIntegerField(_("year"))
    value = models.DecimalField(_("value"), max_digits=12, decimal_places=2)
    source_vi = models.CharField(_("source in Vietnamese"), max_length=200)
    source_en = models.CharField(_("source in English"), max_length=200, blank=True)
    note_vi = models.CharField(_("note in Vietnamese"), max_length=250, blank=True)
    note_en = models.CharField(_("note in English"), max_length=250, blank=True)
    is_illustrative = models.BooleanField(_("illustrative"), default=False)

    panels: ClassVar = [
        FieldRowPanel([FieldPanel("year"), FieldPanel("value"), FieldPanel("is_illustrative")]),
        FieldRowPanel([FieldPanel("source_vi"), FieldPanel("source_en")]),
        FieldRowPanel([FieldPanel("note_vi"), FieldPanel("note_en")]),
    ]

    class Meta:
        verbose_name = _("value of a year")
        verbose_name_plural = _("values of years")
        ordering: ClassVar = ["year"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["indicator", "year"], name="value_one_each_year"),
            models.CheckConstraint(condition=YEARS, name="value_year_makes_sense"),
            models.CheckConstraint(condition=models.Q(value__gte=0), name="value_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.value}"

    @property
    def source(self) -> str:
        """Source in the active language."""
        return in_language(self, "source")

    @property
    def note(self) -> str:
        """Note in the active language."""
        return in_language(self, "note")


class Measure(models.Model):
    """One duty that the plan gives, by clause, with the body that answers for it."""

    clause = models.CharField(_("clause"), max_length=20, unique=True)
    group_vi = models.CharField(_("part in Vietnamese"), max_length=250)
    group_en = models.CharField(_("part in English"), max_length=250)
    text_vi = models.TextField(_("duty in Vietnamese"))
    text_en = models.TextField(_("duty in English"))
    body_vi = models.CharField(_("responsible body in Vietnamese"), max_length=250)
    body_en = models.CharField(_("responsible body in English"), max_length=250)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    panels: ClassVar = [
        FieldRowPanel([FieldPanel("clause"), FieldPanel("position")]),
        FieldRowPanel([FieldPanel("group_vi"), FieldPanel("group_en")]),
        FieldPanel("text_vi"),
        FieldPanel("text_en"),
        FieldRowPanel([FieldPanel("body_vi"), FieldPanel("body_en")]),
    ]

    class Meta:
        verbose_name = _("measure of the plan")
        verbose_name_plural = _("measures of the plan")
        ordering: ClassVar = ["position", "clause"]

    def __str__(self) -> str:
        return f"{self.clause} {self.text[:60]}"

    @property
    def group(self) -> str:
        """Part of the plan, in the active language."""
        return in_language(self, "group")

    @property
    def text(self) -> str:
        """The duty, in the active language."""
        return in_language(self, "text")

    @property
    def body(self) -> str:
        """The responsible body, in the active language."""
        return in_language(self, "body")


class ReportedDeal(models.Model):
    """A deal that grew from the portal, in bands; the enquiry it came from is known by its key only."""

    enquiry_key = models.UUIDField(_("enquiry"), default=uuid.uuid4, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=DealKind.choices)
    value_band = models.CharField(_("value"), max_length=10, choices=ValueBand.choices)
    from_institute = models.BooleanField(_("from an institute or university"), default=False)
    year = models.PositiveSmallIntegerField(_("year"))
    is_confirmed = models.BooleanField(_("confirmed by both sides"), default=False)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("reported by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    reported_at = models.DateTimeField(_("reported at"))

    class Meta:
        verbose_name = _("reported deal")
        verbose_name_plural = _("reported deals")
        ordering: ClassVar = ["-reported_at", "-pk"]
        constraints: ClassVar = [models.CheckConstraint(condition=YEARS, name="deal_year_makes_sense")]

    def __str__(self) -> str:
        return f"{self.year} {self.get_kind_display()}"
