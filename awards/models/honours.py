"""Certificates of winners, remarks released to entrants, and the figures that outlive the dossiers."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from awards.honours.enums import CertificateState
from awards.models.decisions import Decision
from awards.models.records import Nomination


class AwardCertificate(models.Model):
    """The certificate of a winner; ``code`` is what anybody verifies it by."""

    nomination = models.ForeignKey(Nomination, on_delete=models.PROTECT, related_name="certificates")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="certificates")
    number = models.PositiveIntegerField(_("number"))
    code = models.CharField(_("code"), max_length=20, unique=True)
    recipient = models.CharField(_("recipient"), max_length=250)
    facts = models.JSONField(_("what is printed"), default=dict)
    """Frozen at the issue; texts by language: edition, category, prize, organiser, what was honoured, and the decision's number, date and issuer."""
    digest = models.CharField(_("seal"), max_length=64, blank=True)
    """Of number, code, recipient, facts and moment."""
    replaces = models.OneToOneField(
        "self",
        verbose_name=_("replaces"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="replacement",
    )
    state = models.CharField(
        _("state"), max_length=10, choices=CertificateState.choices, default=CertificateState.VALID
    )
    issued_at = models.DateTimeField(_("issued at"))
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("issued by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    ended_at = models.DateTimeField(_("no longer valid since"), null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering: ClassVar = ["decision", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["decision", "number"], name="award_certificate_number_once"),
            models.UniqueConstraint(
                fields=["nomination"],
                condition=models.Q(state=CertificateState.VALID),
                name="award_certificate_one_valid",
            ),
            models.CheckConstraint(
                condition=models.Q(state=CertificateState.VALID, ended_at__isnull=True)
                | (~models.Q(state=CertificateState.VALID) & models.Q(ended_at__isnull=False) & ~models.Q(reason="")),
                name="award_certificate_ends_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class AwardRevocation(models.Model):
    """Why a prize was taken back, in the words that readers see, and by which decision."""

    nomination = models.OneToOneField(Nomination, on_delete=models.PROTECT, related_name="revocation")
    number = models.CharField(_("number of the decision"), max_length=60)
    decided_on = models.DateField(_("date of the decision"))
    reason = models.TextField(_("reason"))
    reason_en = models.TextField(_("reason in English"), blank=True)
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("recorded by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("revocation of an award")
        verbose_name_plural = _("revocations of awards")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(number="") & ~models.Q(reason=""), name="award_revocation_says_why_and_by_what"
            )
        ]

    def __str__(self) -> str:
        return self.number


class ReleasedRemark(models.Model):
    """A jury's remark on one criterion as the secretariat edited it; entrants read it after the decision."""

    nomination = models.ForeignKey(Nomination, on_delete=models.CASCADE, related_name="released_remarks")
    key = models.SlugField(_("criterion"), max_length=60, blank=True)
    """Empty for the remark on the whole dossier."""
    text = models.TextField(_("remark"))
    edited_at = models.DateTimeField(_("edited at"))
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("edited by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("remark for an entrant")
        verbose_name_plural = _("remarks for entrants")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["nomination", "key"], name="released_remark_once")]

    def __str__(self) -> str:
        return self.key


class FeedbackRelease(models.Model):
    """When scores and remarks of an edition were given to its entrants."""

    award_key = models.UUIDField(_("edition"), unique=True)
    released_at = models.DateTimeField(_("released at"))
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("released by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("release of scores and remarks")

    def __str__(self) -> str:
        return f"{self.award_key}"


class EditionFigures(models.Model):
    """Statistics of an edition, taken before its losing dossiers are erased; counts only."""

    award_key = models.UUIDField(_("edition"), unique=True)
    taken_at = models.DateTimeField(_("taken at"))
    figures = models.JSONField(_("figures"), default=dict)

    class Meta:
        verbose_name = _("figures of an edition")
        verbose_name_plural = _("figures of editions")

    def __str__(self) -> str:
        return f"{self.award_key}"
