"""Staff passes as gates read them: eight signs of their number, a name to compare, and whether they are still good."""

import uuid
from collections.abc import Collection, Sequence
from typing import Final

from events.models import StaffPass
from registration.domain import tickets
from registration.passes import Pass

HALF: Final = 4


def code_of(number: str) -> str:
    """Return the signs that a gate knows a pass by: "7K3M9QXD" of "NV-7K3M-9QXD"."""
    return number.removeprefix(tickets.STAFF_PREFIX).replace("-", "")


def number_of(code: str) -> str:
    """Return the number of a pass from the signs that a gate read."""
    return f"{tickets.STAFF_PREFIX}-{code[:HALF]}-{code[HALF:]}"


def passes(*, subject: uuid.UUID, codes: Collection[str] | None, lock: bool) -> Sequence[Pass]:
    """Return the passes of a fair, revoked ones too: one query. A name that was erased is empty."""
    rows = StaffPass.objects.filter(application__fair_key=subject).order_by("pk")
    if codes is not None:
        rows = rows.filter(number__in=[number_of(code) for code in codes])
    if lock:
        rows = rows.select_for_update(of=("self",))
    return [Pass(code_of(row.number), row.number, row.full_name, row.revoked_at is None) for row in rows]
