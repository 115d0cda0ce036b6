"""Records of the kernel: secret tokens, of which only a hash is stored, and the public holidays of a year."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class SecretToken(models.Model):
    """A right to do one thing with one subject, held by whoever knows the secret (design.md section 8)."""

    purpose = models.CharField(max_length=60)
    subject = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["purpose", "subject"], name="token_purpose_subject")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.subject}"


class HolidayYear(models.Model):
    """The days off and make-up days of one year as entered in the admin; changed by ``working_days.decide`` only."""

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    days = models.JSONField(default=dict)
    source = models.CharField(_("source"), max_length=300)
    is_provisional = models.BooleanField(_("not decided yet"), default=False)

    class Meta:
        verbose_name = _("public holidays of a year")
        verbose_name_plural = _("public holidays by year")
        default_permissions = ("change",)

    def __str__(self) -> str:
        return str(self.year)
