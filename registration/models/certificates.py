"""Certificates of courses and their log."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from registration.course_enums import CertificateState
from registration.models.records import Registration


class CertificateSeries(models.Model):
    """The last number given out in a year."""

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    last = models.PositiveIntegerField(_("last number"), default=0)

    class Meta:
        verbose_name = _("series of certificates")
        verbose_name_plural = _("series of certificates")

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class Certificate(models.Model):
    """What a trainee has in hand: name and facts as they were printed, and what became of it.

    ``facts`` are frozen: title, issuer (by language), dates (ISO), hours, sessions. ``digest`` seals number, code, name, facts
    and moment. A certificate that replaces another names it.
    """

    registration = models.ForeignKey(
        Registration, on_delete=models.PROTECT, related_name="certificates", verbose_name=_("registration")
    )
    subject = models.UUIDField(_("course"), db_index=True)
    number = models.CharField(_("number"), max_length=20, unique=True)
    code = models.CharField(_("verification code"), max_length=24, unique=True)
    holder_name = models.CharField(_("name of the holder"), max_length=150)
    facts = models.JSONField(_("what is printed"))
    digest = models.CharField(_("seal"), max_length=64)
    state = models.CharField(
        _("state"), max_length=10, choices=CertificateState.choices, default=CertificateState.ISSUED
    )
    replaces = models.OneToOneField(
        "self",
        verbose_name=_("replaces"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="replacement",
    )
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("issued by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    issued_at = models.DateTimeField(_("issued at"))
    ended_at = models.DateTimeField(_("no longer valid since"), null=True, blank=True)

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering: ClassVar = ["-issued_at", "-pk"]
        permissions: ClassVar = [("issue_certificate", _("Can issue, revoke and replace certificates"))]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["registration"],
                condition=models.Q(state=CertificateState.ISSUED),
                name="certificate_one_valid_per_registration",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=CertificateState.values), name="certificate_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state=CertificateState.ISSUED, ended_at__isnull=True)
                | (
                    ~models.Q(state=CertificateState.ISSUED)
                    & models.Q(ended_at__isnull=False, ended_at__gte=models.F("issued_at"))
                ),
                name="certificate_ended_when_not_valid",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class CertificateLog(models.Model):
    """One step of a certificate; rows are only ever added. ``from_state`` is empty for the issue."""

    certificate = models.ForeignKey(Certificate, on_delete=models.CASCADE, related_name="log")
    from_state = models.CharField(_("state before"), max_length=10, choices=CertificateState.choices, blank=True)
    to_state = models.CharField(_("state after"), max_length=10, choices=CertificateState.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("decided by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.CharField(_("why"), max_length=250, blank=True)
    at = models.DateTimeField(_("moment"))

    class Meta:
        verbose_name = _("step of a certificate")
        verbose_name_plural = _("steps of certificates")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row; a row that exists is never written again."""
        if self.pk is not None:
            raise TypeError("Log rows are only ever added.")
        super().save(*args, **kwargs)
