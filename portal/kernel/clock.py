"""The one clock: aware instants, and dates as they are in Việt Nam."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils import timezone

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass
class Reading:
    """What was asked of the clock: the instant, the date, or neither."""

    instant: bool = False
    date: bool = False


_reading: ContextVar[Reading | None] = ContextVar("clock_reading", default=None)


@contextmanager
def noting(reading: Reading) -> Iterator[None]:
    """Note in ``reading`` what this thread asks of the clock inside the block; what is drawn without asking does not change with time."""
    token = _reading.set(reading)
    try:
        yield
    finally:
        _reading.reset(token)


def now() -> datetime:
    """Return the present instant, in UTC."""
    if (reading := _reading.get()) is not None:
        reading.instant = True
    return timezone.now()


def today() -> date:
    """Return the present date in Việt Nam."""
    if (reading := _reading.get()) is not None:
        reading.date = True
    return timezone.now().astimezone(VIETNAM).date()


def local(instant: datetime) -> datetime:
    """Return the same instant on Việt Nam's clock."""
    return instant.astimezone(VIETNAM)


def at(day: date, hour: int = 0, minute: int = 0) -> datetime:
    """Return the instant at which Việt Nam's clock shows ``hour:minute`` on ``day``."""
    return datetime.combine(day, time(hour, minute), VIETNAM)
