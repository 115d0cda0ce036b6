"""What this room does before an account is erased: a focal point's work ends, its needs and consents stay."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from portal.kernel import personal_data
from showcase.models import FocalPoint


class ShowcaseLeaving:
    """Nothing has to be settled first."""

    def obstacles(self, user: Any) -> list[str]:  # noqa: ARG002 -- the registry's shape
        """Return nothing."""
        return []

    def leave(self, user: Any, addresses: Sequence[str], now: datetime) -> None:  # noqa: ARG002 -- the registry's shape
        """End the person's work as a focal point."""
        FocalPoint.objects.filter(user=user, ended_at=None).update(ended_at=now)


personal_data.register_leaving(ShowcaseLeaving())
