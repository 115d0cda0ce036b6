"""Records of the kernel: secret tokens, of which only a hash is stored."""

from typing import ClassVar

from django.db import models


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
