"""The one clock: aware instants, and dates as they are in Việt Nam."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils import timezone

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> datetime:
    """Return the present instant, in UTC."""
    return timezone.now()


def today() -> date:
    """Return the present date in Việt Nam."""
    return timezone.now().astimezone(VIETNAM).date()


def local(instant: datetime) -> datetime:
    """Return the same instant on Việt Nam's clock."""
    return instant.astimezone(VIETNAM)


def at(day: date, hour: int = 0, minute: int = 0) -> datetime:
    """Return the instant at which Việt Nam's clock shows ``hour:minute`` on ``day``."""
    return datetime.combine(day, time(hour, minute), VIETNAM)
