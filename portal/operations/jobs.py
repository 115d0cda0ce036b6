"""The last run of each timed command, for the operator's watch."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from portal.operations.models import JobRun

ERASE_EXPIRED: Final = "erase_expired"
DAILY: Final[Mapping[str, timedelta]] = {ERASE_EXPIRED: timedelta(hours=49)}
"""Commands that run every night, and after how long without a run they count as late: one missed night is forgiven."""


class JobState(StrEnum):
    """What the watch is told of a command."""

    OK = "ok"
    LATE = "late"
    FAILED = "failed"
    NEVER = "never"


def record(*, name: str, started_at: datetime, finished_at: datetime, is_ok: bool, counts: Mapping[str, int]) -> JobRun:
    """Keep the last run of a command."""
    run, _made = JobRun.objects.update_or_create(
        name=name,
        defaults={"started_at": started_at, "finished_at": finished_at, "is_ok": is_ok, "counts": dict(counts)},
    )
    return run


def states(*, now: datetime) -> dict[str, JobState]:
    """Return how each nightly command stands."""
    runs = {run.name: run for run in JobRun.objects.filter(name__in=DAILY)}
    return {name: _state(runs.get(name), now - longest) for name, longest in DAILY.items()}


def _state(run: JobRun | None, oldest: datetime) -> JobState:
    if run is None:
        return JobState.NEVER
    if not run.is_ok:
        return JobState.FAILED
    return JobState.OK if run.finished_at >= oldest else JobState.LATE
