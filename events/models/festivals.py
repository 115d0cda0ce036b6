"""Festivals of a place, which editors add: by the lunar or the solar calendar, every year."""

from datetime import date
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from events.enums import FestivalCalendar
from portal.kernel import languages
from portal.kernel.languages import Language

LEAP_YEAR = 2000
LAST_LUNAR_DAY = 30


class Festival(models.Model):
    """A festival that comes back every year; lunar dates are never meant in a leap month."""

    name_vi = models.CharField(_("Vietnamese name"), max_length=150)
    name_en = models.CharField(_("English name"), max_length=150, blank=True)
    calendar = models.CharField(
        _("calendar"), max_length=5, choices=FestivalCalendar.choices, default=FestivalCalendar.LUNAR
    )
    day = models.PositiveSmallIntegerField(_("day"), validators=[MinValueValidator(1), MaxValueValidator(31)])
    month = models.PositiveSmallIntegerField(_("month"), validators=[MinValueValidator(1), MaxValueValidator(12)])
    days = models.PositiveSmallIntegerField(
        _("number of days"), default=1, validators=[MinValueValidator(1), MaxValueValidator(30)]
    )
    place = models.ForeignKey(
        "vocabularies.AdministrativeUnit",
        verbose_name=_("commune, district or province"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Left empty, it counts everywhere. Otherwise it clashes only with events in the same place."),
    )
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("festival")
        verbose_name_plural = _("festivals")
        ordering: ClassVar = ["calendar", "month", "day", "name_vi"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(month__range=(1, 12)), name="festival_month"),
            models.CheckConstraint(
                condition=models.Q(day__range=(1, 31))
                & ~models.Q(calendar=FestivalCalendar.LUNAR, day__gt=LAST_LUNAR_DAY),
                name="festival_day",
            ),
            models.CheckConstraint(condition=models.Q(days__range=(1, 30)), name="festival_days"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the active language."""
        return (languages.current() is Language.ENGLISH and self.name_en) or self.name_vi

    def clean(self) -> None:
        """Refuse days that no such month has."""
        super().clean()
        if self.day is None or self.month is None:
            return
        if self.calendar == FestivalCalendar.LUNAR and self.day > LAST_LUNAR_DAY:
            raise ValidationError({"day": _("A lunar month has 30 days at most.")})
        if self.calendar == FestivalCalendar.SOLAR:
            try:
                date(LEAP_YEAR, self.month, self.day)
            except ValueError as error:
                raise ValidationError({"day": _("This month does not have that day.")}) from error
