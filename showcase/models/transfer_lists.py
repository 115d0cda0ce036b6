"""Versions of the lists of technology transfer as data, and what a comparison with one of them found.

The law's own lists stand in the annexes of a decree and change with it. The portal holds each version as rows that an officer
loaded, with source and dates; nothing here states what the law says.
"""

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.kernel import languages
from portal.kernel.languages import Language
from showcase.enums import Compliance

LISTED_KINDS = (Compliance.ENCOURAGED, Compliance.RESTRICTED, Compliance.PROHIBITED)


class TransferListQuerySet(models.QuerySet["TransferList"]):
    """Filters of versions."""

    def in_force(self, day: date) -> "TransferListQuerySet":
        """Return the versions that are valid on a day, the newest first."""
        open_end = models.Q(valid_to=None) | models.Q(valid_to__gte=day)
        return self.filter(open_end, valid_from__lte=day).order_by("-valid_from", "-pk")


class TransferList(models.Model):
    """One version of the lists of encouraged, restricted and prohibited transfer."""

    version = models.CharField(
        _("version"), max_length=80, unique=True, help_text=_("As officers cite it: number and date of the document")
    )
    source = models.CharField(_("source document"), max_length=250)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid until"), null=True, blank=True)
    is_illustrative = models.BooleanField(
        _("illustrative"), default=False, help_text=_("An invented sample; not the text of any law")
    )
    loaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("loaded by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    loaded_at = models.DateTimeField(_("loaded at"))
    screened_at = models.DateTimeField(_("listings compared at"), null=True, blank=True)

    objects = TransferListQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of the lists of transfer")
        verbose_name_plural = _("versions of the lists of transfer")
        ordering: ClassVar = ["-valid_from", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(version=""), name="transfer_list_has_version"),
            models.CheckConstraint(condition=~models.Q(source=""), name="transfer_list_has_source"),
            models.CheckConstraint(
                condition=models.Q(valid_to=None) | models.Q(valid_to__gte=models.F("valid_from")),
                name="transfer_list_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.version


class TransferListEntry(models.Model):
    """One entry of a version: its code, its words, and the keywords by which the portal suggests it."""

    transfer_list = models.ForeignKey(
        TransferList, verbose_name=_("version"), on_delete=models.CASCADE, related_name="entries"
    )
    kind = models.CharField(_("list"), max_length=12, choices=[(kind.value, kind.label) for kind in LISTED_KINDS])
    code = models.CharField(_("code"), max_length=40)
    words_vi = models.CharField(_("words"), max_length=500)
    words_en = models.CharField(_("words in English"), max_length=500, blank=True)
    keywords = models.CharField(
        _("keywords"), max_length=500, help_text=_("Separated by semicolons; marks and capitals do not matter")
    )

    class Meta:
        verbose_name = _("entry of the lists of transfer")
        verbose_name_plural = _("entries of the lists of transfer")
        ordering: ClassVar = ["transfer_list", "kind", "code"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["transfer_list", "kind", "code"], name="transfer_entry_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=[kind.value for kind in LISTED_KINDS]), name="transfer_entry_kind_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(code="") & ~models.Q(words_vi="") & ~models.Q(keywords=""),
                name="transfer_entry_complete",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.words}"

    @property
    def words(self) -> str:
        """The words in the active language; the Vietnamese where there are no others."""
        english = languages.current() is Language.ENGLISH
        return str((english and self.words_en) or self.words_vi)


class Screening(models.Model):
    """What comparing one technology with one version of the lists found; a suggestion, decided by an officer."""

    transfer_list = models.ForeignKey(
        TransferList, verbose_name=_("version"), on_delete=models.CASCADE, related_name="screenings"
    )
    translation_key = models.UUIDField(_("key of the page"))
    title = models.CharField(_("title at that time"), max_length=255)
    recorded = models.CharField(_("on record"), max_length=12, choices=Compliance.choices)
    suggested = models.CharField(_("suggested"), max_length=12, choices=Compliance.choices)
    # What was found: entry code, kind, the keyword that was met, and the field it stands in.
    hits: "models.JSONField[list[dict[str, Any]], list[dict[str, Any]]]" = models.JSONField(_("found"), default=list)
    has_changed = models.BooleanField(_("differs from the record"))
    screened_at = models.DateTimeField(_("compared at"))

    class Meta:
        verbose_name = _("comparison with the lists of transfer")
        verbose_name_plural = _("comparisons with the lists of transfer")
        ordering: ClassVar = ["-has_changed", "title", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["transfer_list", "translation_key"], name="screening_once_per_version"),
            models.CheckConstraint(
                condition=models.Q(suggested__in=Compliance.values), name="screening_suggestion_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title
