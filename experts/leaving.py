"""What becomes of an expert's profile when its person's account is erased."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from experts.domain import profile as profiles
from experts.models import ExpertProfile


class LeavingNetwork:
    """See ``portal.kernel.personal_data.Leaving``."""

    def obstacles(self, _user: Any) -> list[str]:
        """Nothing stands in the way: a profile is its person's own."""
        return []

    def leave(self, user: Any, _addresses: Sequence[str], now: datetime) -> None:
        """Delete the profile with its photo and messages, and tell those who wait for an answer."""
        for profile in ExpertProfile.objects.filter(user=user):
            profiles.erase(profile=profile, by=user, now=now)
