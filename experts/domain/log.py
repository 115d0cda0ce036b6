"""Writing the log of a profile; every change of state calls it in its own transaction."""

from datetime import datetime
from typing import Any

from experts.enums import LogAction
from experts.models import ExpertLog, ExpertProfile


def write(*, profile: ExpertProfile, action: LogAction, by: Any, now: datetime, detail: str = "") -> ExpertLog:
    """Add one row; ``detail`` is plain text."""
    return ExpertLog.objects.create(profile=profile, action=action, by=by, at=now, detail=detail)
