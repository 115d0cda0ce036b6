"""Terms and places. Both carry validity dates: lists change by law, and districts ended on 1 July 2025."""

from datetime import date
from typing import ClassVar, Self, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.kernel import languages, text
from portal.kernel.languages import Language
from portal.vocabularies.enums import PlaceLevel, VocabularyCode

Dated = TypeVar("Dated", bound=models.Model)


class ValidityQuerySet(models.QuerySet[Dated]):
    """Filters shared by everything with validity dates."""

    def valid_on(self, day: date) -> Self:
        """Return the entries in force on a day; both ends belong to the time of validity."""
        return self.filter(
            models.Q(valid_from=None) | models.Q(valid_from__lte=day),
            models.Q(valid_until=None) | models.Q(valid_until__gte=day),
        )


def _check_dates(entry: "Term | AdministrativeUnit") -> None:
    if entry.valid_from and entry.valid_until and entry.valid_until < entry.valid_from:
        raise ValidationError({"valid_until": _("This day lies before the first day of validity.")})


class Term(models.Model):
    """One entry of a vocabulary, with a code that never changes and its words in both languages."""

    vocabulary = models.CharField(_("vocabulary"), max_length=30, choices=VocabularyCode.choices)
    code = models.SlugField(_("code"), max_length=60)
    label_vi = models.CharField(_("Vietnamese"), max_length=200)
    label_en = models.CharField(_("English"), max_length=200)
    note_vi = models.CharField(_("explanation in Vietnamese"), max_length=400, blank=True)
    note_en = models.CharField(_("explanation in English"), max_length=400, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    version = models.CharField(_("version"), max_length=30, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    objects: ClassVar["models.Manager[Term]"] = ValidityQuerySet.as_manager()

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering: ClassVar = ["vocabulary", "position", "code"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["vocabulary", "code"], name="term_code_unique_in_vocabulary"),
            models.CheckConstraint(
                condition=models.Q(valid_from=None)
                | models.Q(valid_until=None)
                | models.Q(valid_until__gte=models.F("valid_from")),
                name="term_valid_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def clean(self) -> None:
        """Refuse an end of validity before its beginning."""
        _check_dates(self)

    @property
    def label(self) -> str:
        """The words in the active language."""
        return self.label_en if languages.current() is Language.ENGLISH else self.label_vi

    @property
    def note(self) -> str:
        """The explanation in the active language."""
        return self.note_en if languages.current() is Language.ENGLISH else self.note_vi


class AdministrativeUnit(models.Model):
    """A place with the dates between which it exists in law, and the unit that took its place."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    level = models.CharField(_("level"), max_length=10, choices=PlaceLevel.choices)
    name_vi = models.CharField(_("Vietnamese name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=120)
    parent = models.ForeignKey(
        "self", verbose_name=_("part of"), null=True, blank=True, on_delete=models.PROTECT, related_name="parts"
    )
    replaced_by = models.ForeignKey(
        "self",
        verbose_name=_("replaced by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="predecessors",
    )
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects: ClassVar["models.Manager[AdministrativeUnit]"] = ValidityQuerySet.as_manager()

    class Meta:
        verbose_name = _("administrative unit")
        verbose_name_plural = _("administrative units")
        ordering: ClassVar = ["position", "name_vi"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(valid_from=None)
                | models.Q(valid_until=None)
                | models.Q(valid_until__gte=models.F("valid_from")),
                name="unit_valid_dates_in_order",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse an end of validity before its beginning."""
        _check_dates(self)

    @property
    def name(self) -> str:
        """The name in the active language."""
        return self.name_en if languages.current() is Language.ENGLISH else self.name_vi

    def is_valid_on(self, day: date) -> bool:
        """Return whether the unit exists in law on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )


class OfficialTerm(models.Model):
    """A term of the law or of the province's administration with its official English, for whoever translates."""

    vietnamese = models.CharField(_("Vietnamese"), max_length=200, unique=True)
    english = models.CharField(_("official English"), max_length=200)
    note = models.CharField(
        _("note"), max_length=300, blank=True, help_text=_("Where to use it, and what not to write.")
    )
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("official term")
        verbose_name_plural = _("official terms")
        ordering: ClassVar = ["vietnamese"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(vietnamese="") & ~models.Q(english=""), name="official_term_in_both_languages"
            )
        ]

    def __str__(self) -> str:
        return f"{self.vietnamese} – {self.english}"

    def clean(self) -> None:
        """Keep both in one normal form, without spaces around them."""
        self.vietnamese, self.english = text.line(self.vietnamese), text.line(self.english)
