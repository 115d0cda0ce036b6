"""Writing the log of an organisation; every change of state calls it in its own transaction."""

from datetime import datetime
from typing import Any

from exhibitors.enums import LogAction
from exhibitors.models import Organisation, OrganisationLog


def write(
    *, organisation: Organisation, action: LogAction, by: Any, now: datetime, detail: str = ""
) -> OrganisationLog:
    """Add one row; ``detail`` is plain text."""
    return OrganisationLog.objects.create(organisation=organisation, action=action, by=by, at=now, detail=detail)
