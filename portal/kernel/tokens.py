"""Secret tokens: one purpose, one subject, an expiry, 256 random bits; only the hash is stored."""

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime

from django.db.models import Q

from portal.kernel import models

TOKEN_BYTES = 32


def _digest(purpose: str, secret: str) -> str:
    return hashlib.sha256(f"{purpose}:{secret}".encode()).hexdigest()


def issue(*, purpose: str, subject: str, now: datetime, expires_at: datetime | None = None) -> str:
    """Store a new token and return its secret (43 URL-safe characters), which cannot be read back later."""
    secret = secrets.token_urlsafe(TOKEN_BYTES)
    models.SecretToken.objects.create(
        purpose=purpose,
        subject=subject,
        digest=_digest(purpose, secret),
        created_at=now,
        expires_at=expires_at,
    )
    return secret


def subject_of(*, purpose: str, secret: str, now: datetime) -> str | None:
    """Return the subject of a live token of this purpose; None when unknown, expired, revoked or of another purpose."""
    return (
        models.SecretToken.objects.filter(digest=_digest(purpose, secret), purpose=purpose, revoked_at=None)
        .filter(Q(expires_at=None) | Q(expires_at__gt=now))
        .values_list("subject", flat=True)
        .first()
    )


def live_subjects(*, purpose: str, subjects: Collection[str], now: datetime) -> set[str]:
    """Return which of these subjects have a token of this purpose that opens something now; one query."""
    return set(
        models.SecretToken.objects.filter(purpose=purpose, subject__in=subjects, revoked_at=None)
        .filter(Q(expires_at=None) | Q(expires_at__gt=now))
        .values_list("subject", flat=True)
    )


def revoke_all(*, purpose: str, subject: str, now: datetime) -> int:
    """Revoke every live token of this purpose and subject; return how many there were."""
    return models.SecretToken.objects.filter(purpose=purpose, subject=subject, revoked_at=None).update(revoked_at=now)
