"""Whether a person of a newsroom is told of work at once or once a day."""

from typing import Any

from news.models import WorkPreference


def is_daily(user: Any) -> bool:
    """Return whether the person is told once a day."""
    return WorkPreference.objects.filter(user=user, is_daily=True).exists()


def choose(*, user: Any, is_daily: bool) -> WorkPreference:
    """Keep the person's own choice; what was kept for the daily mail still goes with the next one."""
    preference, _made = WorkPreference.objects.update_or_create(user=user, defaults={"is_daily": is_daily})
    return preference
