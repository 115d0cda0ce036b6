"""Halls and booths of a fair; they hang on the fair's translation key. Measures are decimetres from the hall's left upper corner."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from events.booth_enums import TAKEN, BoothKind, BoothState
from events.enums import PowerNeed
from portal.kernel import languages
from portal.kernel.languages import Language

LONGEST_SIDE = 5000
SIGN = RegexValidator(
    r"^[0-9A-Za-z][0-9A-Za-z.\-]*$", _("Use letters without marks, figures, hyphens and points only.")
)


class Hall(models.Model):
    """A hall or an area in the open, with its measures."""

    fair_key = models.UUIDField(_("key of the fair"), db_index=True)
    code = models.CharField(_("code"), max_length=10, validators=[SIGN], help_text=_("Short, as on the signs: A, B1."))
    name_vi = models.CharField(_("name in Vietnamese"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    width = models.PositiveSmallIntegerField(
        _("width, in decimetres"), validators=[MinValueValidator(10), MaxValueValidator(LONGEST_SIDE)]
    )
    depth = models.PositiveSmallIntegerField(
        _("depth, in decimetres"), validators=[MinValueValidator(10), MaxValueValidator(LONGEST_SIDE)]
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("hall with a plan")
        verbose_name_plural = _("halls with a plan")
        ordering: ClassVar = ["position", "code", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint("fair_key", Lower("code"), name="hall_code_once_in_a_fair"),
            models.CheckConstraint(condition=models.Q(width__gt=0, depth__gt=0), name="hall_has_measures"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def name(self) -> str:
        """The name in the active language, else in Vietnamese."""
        return (self.name_en if languages.current() == Language.ENGLISH else "") or self.name_vi


class Booth(models.Model):
    """One booth: a thing that exists once. One row has one holder, so that nobody else can have it.

    A hold lives while ``held_until`` is later than the instant of the question; whoever asks compares it in the query.
    """

    fair_key = models.UUIDField(_("key of the fair"), db_index=True)
    hall = models.ForeignKey(Hall, verbose_name=_("hall"), on_delete=models.PROTECT, related_name="booths")
    number = models.CharField(_("number"), max_length=12, validators=[SIGN])
    x = models.PositiveSmallIntegerField(_("from the left, in decimetres"))
    y = models.PositiveSmallIntegerField(_("from above, in decimetres"))
    width = models.PositiveSmallIntegerField(_("width, in decimetres"), validators=[MinValueValidator(5)])
    depth = models.PositiveSmallIntegerField(_("depth, in decimetres"), validators=[MinValueValidator(5)])
    kind = models.CharField(_("kind"), max_length=8, choices=BoothKind.choices, default=BoothKind.SHELL)
    power = models.CharField(_("electricity"), max_length=15, choices=PowerNeed.choices, default=PowerNeed.ONE_PHASE)
    has_water = models.BooleanField(_("water and drain"), default=False)
    is_corner = models.BooleanField(_("at a corner"), default=False)
    fee = models.PositiveBigIntegerField(_("fee, in đồng"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=BoothState.choices, default=BoothState.FREE)
    holder = models.ForeignKey(
        "events.FairApplication",
        verbose_name=_("application that has it"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="booths",
    )
    held_until = models.DateTimeField(_("held until"), null=True, blank=True)

    class Meta:
        verbose_name = _("booth")
        verbose_name_plural = _("booths")
        ordering: ClassVar = ["hall__position", "hall__code", "number", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint("fair_key", Lower("number"), name="booth_number_once_in_a_fair"),
            models.UniqueConstraint(
                fields=["holder"],
                condition=models.Q(state__in=sorted(TAKEN)),
                name="booth_one_live_for_each_application",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=sorted(TAKEN), holder__isnull=False)
                | (~models.Q(state__in=sorted(TAKEN)) & models.Q(holder=None)),
                name="booth_holder_exactly_when_taken",
            ),
            models.CheckConstraint(
                condition=models.Q(state=BoothState.HELD, held_until__isnull=False)
                | (~models.Q(state=BoothState.HELD) & models.Q(held_until=None)),
                name="booth_end_of_hold_exactly_when_held",
            ),
            models.CheckConstraint(condition=models.Q(state__in=BoothState.values), name="booth_state_known"),
            models.CheckConstraint(condition=models.Q(width__gt=0, depth__gt=0), name="booth_has_measures"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def area(self) -> int:
        """The area in square decimetres."""
        return self.width * self.depth


class BoothLog(models.Model):
    """What happened to a booth, oldest first; rows are never changed."""

    booth = models.ForeignKey(Booth, on_delete=models.CASCADE, related_name="log")
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    from_state = models.CharField(_("from"), max_length=8, choices=BoothState.choices)
    to_state = models.CharField(_("to"), max_length=8, choices=BoothState.choices)
    reference = models.CharField(_("reference of the application"), max_length=20, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("log row of a booth")
        verbose_name_plural = _("log rows of booths")
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.to_state}"
