"""Taking back what an import wrote; what people changed since is kept and listed."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import ProtectedError, RestrictedError

from portal.kernel import errors
from portal.tables.domain import batch as batches
from portal.tables.enums import ROW_MOVES, BatchState, RowState, Verdict
from portal.tables.kinds import TableSession
from portal.tables.models import ImportBatch, ImportRow, OwnCode

CHUNK: Final = 50


def undo_chunk(*, batch: ImportBatch, session: TableSession, now: datetime) -> bool:
    """Take the last written rows of a locked import back; return whether there is more to do."""
    rows = list(batch.rows.filter(state=RowState.DONE).order_by("-number")[:CHUNK])
    if not rows:
        batches.move(batch, BatchState.FAILED if batch.failure else BatchState.UNDONE)
        batch.finished_at = now
        batch.save(update_fields=["state", "finished_at", "beat_at"])
        return False
    for row in rows:
        state = RowState.UNDONE if _undo(row, session) else RowState.KEPT
        ROW_MOVES.check(RowState(row.state), state)
        row.state = state
    ImportRow.objects.bulk_update(rows, ["state"])
    batch.rows_done = min(batch.rows_done + len(rows), batch.rows_total)
    batch.save(update_fields=["rows_done", "beat_at"])
    return True


def _undo(row: ImportRow, session: TableSession) -> bool:
    target = int(row.target or 0)
    try:
        with transaction.atomic():
            if row.verdict == Verdict.CHANGED:
                return session.undo_changed(target=target, stamp=row.stamp, before=row.before)
            taken = session.undo_new(target=target, stamp=row.stamp)
            if taken:
                OwnCode.objects.filter(kind=session.kind.code, target=target).delete()
            return taken
    except (errors.DomainError, ProtectedError, RestrictedError):
        # Under review, answered, or something else hangs on it: a person has taken it up.
        return False
