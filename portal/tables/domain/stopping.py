"""Ending an import whose person may no longer do it: it says so, keeps what is written, and makes room for the next."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from portal.tables import emails
from portal.tables.columns import both
from portal.tables.domain import batch as batches
from portal.tables.enums import BatchState, RowState
from portal.tables.models import ImportBatch

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


def stop(*, batch: ImportBatch, now: datetime) -> None:
    """End a locked import on whose behalf nobody may work any more; the people behind it get a mail.

    Rows that are written stay, so that somebody who may can take them back; the others are left out. Raises
    IllegalMoveError for an import that is not being worked on.
    """
    was_undoing = batch.state == BatchState.UNDOING
    batches.move(batch, BatchState.FAILED)
    batch.rows.filter(state=RowState.WAITING).update(state=RowState.LEFT)
    written = batch.rows.filter(state=RowState.DONE).count()
    batch.failure = both(_words(was_undoing=was_undoing, written=written), {"written": written})
    batch.finished_at = now
    batch.claim = ""
    batch.save(update_fields=["state", "failure", "finished_at", "claim", "beat_at"])
    emails.stopped(batch=batch)


def _words(*, was_undoing: bool, written: int) -> "_StrPromise":
    if was_undoing:
        return _(
            "The person who was taking this table back may no longer do so, and the work has stopped. Rows still written:"
            " %(written)d."
        )
    if written:
        return _(
            "The person who had this table written may no longer do so, and the work has stopped. Rows written before that:"
            " %(written)d; they stay until somebody takes them back."
        )
    return _("The person who confirmed this table may no longer do so. Nothing of it is written.")
