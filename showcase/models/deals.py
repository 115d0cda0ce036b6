"""Outcomes: what two parties did with each other, as one side reports it and the other confirms or contests it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.kernel.languages import Language
from showcase.deal_enums import DealOrigin, DealStage, DealState, DealStep, ValueBand
from showcase.enquiry_enums import Side
from showcase.models.records import Enquiry


class Deal(models.Model):
    """A reported outcome between an organisation and its partner; what is said of it stands in its versions.

    ``version`` is the newest one, ``counted_version`` the last that both sides or the officer agreed to: a correction
    that is not confirmed yet changes no figure.
    """

    reference = models.CharField(_("reference number"), max_length=16, unique=True)
    enquiry = models.ForeignKey(
        Enquiry, verbose_name=_("enquiry"), null=True, blank=True, on_delete=models.SET_NULL, related_name="deals"
    )
    translation_key = models.UUIDField(_("key of the page"), null=True, blank=True, db_index=True)
    title = models.CharField(_("what it is about"), max_length=255)
    organisation = models.ForeignKey(
        "exhibitors.Organisation", verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="+"
    )
    partner_organisation = models.ForeignKey(
        "exhibitors.Organisation",
        verbose_name=_("the other party, where it is on the portal"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    partner_name = models.CharField(_("the other party"), max_length=200)
    partner_email = models.EmailField(_("e-mail address of the other party"), blank=True)
    language = models.CharField(_("language of the other party"), max_length=2, choices=Language.choices)
    reported_side = models.CharField(_("reported by"), max_length=8, choices=Side.choices)
    state = models.CharField(_("state"), max_length=10, choices=DealState.choices, default=DealState.REPORTED)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    counted_version = models.PositiveSmallIntegerField(_("version that counts"), null=True, blank=True)
    counted_at = models.DateTimeField(_("counts since"), null=True, blank=True)
    contest_reason = models.CharField(_("why it is contested"), max_length=1000, blank=True)
    reported_at = models.DateTimeField(_("reported at"))
    submission_key = models.UUIDField(_("key of the form"), unique=True)

    class Meta:
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")
        ordering: ClassVar = ["-reported_at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "state"], name="deal_organisation_state"),
            models.Index(fields=["counted_at"], name="deal_counted_at"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(state__in=DealState.values), name="deal_state_known"),
            models.CheckConstraint(
                condition=models.Q(counted_version__isnull=True, counted_at__isnull=True)
                | models.Q(counted_version__isnull=False, counted_at__isnull=False),
                name="deal_counted_at_with_version",
            ),
            models.CheckConstraint(
                condition=models.Q(counted_version__isnull=True) | models.Q(counted_version__lte=models.F("version")),
                name="deal_counts_a_version_it_has",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=[DealState.CONFIRMED, DealState.SETTLED])
                | models.Q(counted_version__isnull=False, counted_version=models.F("version")),
                name="deal_agreed_version_counts",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=DealState.VOIDED) | models.Q(counted_version__isnull=True),
                name="deal_void_counts_nowhere",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=DealState.CONTESTED) | ~models.Q(contest_reason=""),
                name="deal_contested_with_reason",
            ),
            models.CheckConstraint(
                condition=~models.Q(partner_organisation=models.F("organisation")), name="deal_between_two"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"


class DealVersion(models.Model):
    """What was said of an outcome at one time; versions are only ever added."""

    deal = models.ForeignKey(Deal, verbose_name=_("outcome"), on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    side = models.CharField(_("written by the side of"), max_length=8, choices=Side.choices)
    stage = models.CharField(_("what came of it"), max_length=10, choices=DealStage.choices)
    value_band = models.CharField(_("value"), max_length=10, choices=ValueBand.choices, blank=True)
    origin = models.CharField(_("origin"), max_length=10, choices=DealOrigin.choices)
    is_ip_asset = models.BooleanField(_("intellectual property asset"), default=False)
    is_imported = models.BooleanField(_("imported"), default=False)
    from_institute = models.BooleanField(_("from an institute or university"), default=False)
    with_intermediary = models.BooleanField(_("with an intermediary"), default=False)
    happened_on = models.DateField(_("date"))
    note = models.TextField(_("private note"), max_length=2000, blank=True)
    evidence = models.ForeignKey(
        "media.PrivateFile",
        verbose_name=_("evidence"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("written by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    made_at = models.DateTimeField(_("written at"))
    submission_key = models.UUIDField(_("key of the form"), null=True, blank=True, unique=True)

    class Meta:
        verbose_name = _("version of an outcome")
        verbose_name_plural = _("versions of outcomes")
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["deal", "number"], name="deal_version_once"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="deal_version_counts_from_one"),
            models.CheckConstraint(condition=models.Q(stage__in=DealStage.values), name="deal_stage_known"),
            models.CheckConstraint(
                condition=models.Q(stage=DealStage.CONTRACT, value_band__in=ValueBand.values)
                | (~models.Q(stage=DealStage.CONTRACT) & models.Q(value_band="")),
                name="deal_contract_has_value",
            ),
            models.CheckConstraint(
                condition=models.Q(is_imported=False) | models.Q(origin=DealOrigin.FOREIGN),
                name="deal_imported_from_abroad",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deal_id} v{self.number}"


class DealLog(models.Model):
    """One step of an outcome's report. Rows are only ever added."""

    deal = models.ForeignKey(Deal, verbose_name=_("outcome"), on_delete=models.CASCADE, related_name="log")
    step = models.CharField(_("step"), max_length=12, choices=DealStep.choices)
    side = models.CharField(_("side"), max_length=8, choices=Side.choices, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    text = models.CharField(_("words"), max_length=1000, blank=True)
    at = models.DateTimeField(_("moment"))

    class Meta:
        verbose_name = _("step of an outcome")
        verbose_name_plural = _("steps of outcomes")
        ordering: ClassVar = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.deal_id} {self.step}"
