"""Secret tokens: one purpose, one subject, an expiry, 256 random bits; only the hash is stored."""

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Q

from portal.kernel import models

TOKEN_BYTES = 32
_REMEMBERED: dict[str, timedelta] = {}


def remember_revoked(purpose: str, period: timedelta) -> None:
    """Keep revoked tokens of a purpose so long, from an AppConfig.ready(), where a program must be told that its address is over."""
    _REMEMBERED[purpose] = period


def remembered() -> dict[str, timedelta]:
    """Return how long revoked tokens are kept, by purpose; those of other purposes go with the next sweep."""
    return dict(_REMEMBERED)


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


def was_revoked(*, purpose: str, secret: str) -> bool:
    """Return whether a secret of this purpose opened something once and was revoked."""
    return models.SecretToken.objects.filter(
        digest=_digest(purpose, secret), purpose=purpose, revoked_at__isnull=False
    ).exists()


def live_since(*, purpose: str, subjects: Collection[str], now: datetime) -> dict[str, datetime]:
    """Return for each of these subjects that has a live token of this purpose when the newest was issued: one query."""
    rows = models.SecretToken.objects.filter(purpose=purpose, subject__in=subjects, revoked_at=None)
    alive = rows.filter(Q(expires_at=None) | Q(expires_at__gt=now))
    return dict(alive.order_by("created_at").values_list("subject", "created_at"))


def revoke_all(*, purpose: str, subject: str, now: datetime) -> int:
    """Revoke every live token of this purpose and subject; return how many there were."""
    return models.SecretToken.objects.filter(purpose=purpose, subject=subject, revoked_at=None).update(revoked_at=now)
