"""Rows that belong to a technology or a need: figures, rights, pictures, measures."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar, Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable, TranslatableMixin

from portal.kernel import formats
from portal.vocabularies.enums import VocabularyCode
from showcase import units, validators
from showcase.enums import MeasureRole, Operator
from showcase.models.fields import term_field

THOUSANDS: Final = re.compile(r"^[1-9]\d{0,2}(\.\d{3})+$")
MAX_DIGITS: Final = 18
DECIMAL_PLACES: Final = 4


def read_number(text: str) -> Decimal | None:
    """Return the number that a Vietnamese text such as "1.234,5" or a plain "0.52" means; None when it is no number."""
    compact = text.replace("\u00a0", "").replace(" ", "")
    if "," in compact or THOUSANDS.match(compact):
        compact = compact.replace(".", "").replace(",", ".")
    try:
        number = Decimal(compact)
    except InvalidOperation:
        return None
    largest = Decimal(10) ** (MAX_DIGITS - DECIMAL_PLACES)
    return number.quantize(Decimal("0.0001")) if number.is_finite() and abs(number) < largest else None


def plain_number(value: Decimal) -> str:
    """Return a figure without superfluous zeros, as the active language writes it."""
    exponent = value.normalize().as_tuple().exponent
    return formats.number(value, max(0, -exponent) if isinstance(exponent, int) else 0)


class TechnologySpecification(TranslatableMixin, Orderable):
    """One technical figure; where the value is a number it is kept as a number too, so that it can be compared."""

    page = ParentalKey("showcase.TechnologyPage", on_delete=models.CASCADE, related_name="specifications")
    name = models.CharField(_("name"), max_length=120, help_text=_("For example: energy for each kilogram of water"))
    value = models.CharField(_("value"), max_length=80, help_text=_("A number wherever possible"))
    number = models.DecimalField(
        _("value as a number"),
        null=True,
        blank=True,
        editable=False,
        max_digits=MAX_DIGITS,
        decimal_places=DECIMAL_PLACES,
    )
    unit = models.CharField(_("unit"), max_length=40, blank=True, help_text=_("For example: kWh/kg"))

    panels: ClassVar = [FieldRowPanel([FieldPanel("name"), FieldPanel("value"), FieldPanel("unit")])]

    class Meta(Orderable.Meta):
        verbose_name = _("technical figure")
        verbose_name_plural = _("technical figures")
        unique_together: ClassVar = [("translation_key", "locale")]

    def __str__(self) -> str:
        return f"{self.name}: {self.value} {self.unit}".strip()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the number in step with the text."""
        self.keep_in_step()
        super().save(*args, **kwargs)

    def keep_in_step(self) -> None:
        """Set the value as a number."""
        self.number = read_number(self.value)

    @property
    def shown_value(self) -> str:
        """The value, figures as the active language writes them."""
        return plain_number(self.number) if self.number is not None else self.value


class TechnologyRight(Orderable):
    """One intellectual property right."""

    page = ParentalKey("showcase.TechnologyPage", on_delete=models.CASCADE, related_name="rights")
    kind = term_field(VocabularyCode.IP_KIND, _("kind"), blank=True)
    status = term_field(VocabularyCode.IP_STATUS, _("status"))
    number = models.CharField(
        _("number of application or title"), max_length=60, blank=True, help_text=_("Not shown on anonymous profiles")
    )
    country = models.CharField(
        _("country"),
        max_length=2,
        default="VN",
        validators=[validators.validate_country],
        help_text=_("Two capital letters, such as VN, KR, DE"),
    )
    granted_on = models.DateField(_("date"), null=True, blank=True)

    panels: ClassVar = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("status")]),
        FieldRowPanel([FieldPanel("number"), FieldPanel("country"), FieldPanel("granted_on")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("right")
        verbose_name_plural = _("rights")

    def __str__(self) -> str:
        return " – ".join(str(part) for part in (self.kind, self.status, self.number) if part)


class TechnologyPicture(TranslatableMixin, Orderable):
    """One picture with the words for those who cannot see it."""

    page = ParentalKey("showcase.TechnologyPage", on_delete=models.CASCADE, related_name="pictures")
    image = models.ForeignKey(
        "media.PortalImage", verbose_name=_("picture"), on_delete=models.CASCADE, related_name="+"
    )
    alt = models.CharField(
        _("what the picture shows"), max_length=250, help_text=_("One sentence, read aloud to blind readers")
    )

    panels: ClassVar = [FieldPanel("image"), FieldPanel("alt")]

    class Meta(Orderable.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        unique_together: ClassVar = [("translation_key", "locale")]

    def __str__(self) -> str:
        return self.alt


class NeedMeasure(TranslatableMixin, Orderable):
    """One figure of a need: how it is now, or what it should become."""

    page = ParentalKey("showcase.NeedPage", on_delete=models.CASCADE, related_name="measures")
    role = models.CharField(_("tells"), max_length=10, choices=MeasureRole.choices, default=MeasureRole.TARGET)
    name = models.CharField(_("what is measured"), max_length=120, help_text=_("For example: loss in drying"))
    operator = models.CharField(_("comparison"), max_length=2, choices=Operator.choices, default=Operator.EQUAL)
    value = models.DecimalField(_("value"), max_digits=MAX_DIGITS, decimal_places=DECIMAL_PLACES)
    unit = models.CharField(_("unit"), max_length=40, blank=True, help_text=_("For example: %"))

    panels: ClassVar = [
        FieldRowPanel([FieldPanel("role"), FieldPanel("name")]),
        FieldRowPanel([FieldPanel("operator"), FieldPanel("value"), FieldPanel("unit")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        unique_together: ClassVar = [("translation_key", "locale")]

    def __str__(self) -> str:
        return f"{self.name} {self.words}"

    @property
    def words(self) -> str:
        """The comparison in signs, such as "≤ 6%"."""
        sign = "" if self.operator == Operator.EQUAL else f"{Operator(self.operator).label} "
        return f"{sign}{units.measured(plain_number(self.value), self.unit)}"
