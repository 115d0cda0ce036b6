"""Writing a confirmed table, chunk by chunk; each chunk is one transaction."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from portal.kernel import errors
from portal.tables.columns import both
from portal.tables.domain import batch as batches
from portal.tables.enums import ROW_MOVES, BatchState, Mode, RowState, Verdict
from portal.tables.kinds import Entry, TableSession, Written
from portal.tables.models import ImportBatch, ImportRow

CHUNK: Final = 200


class _RowError(Exception):
    """A row of an all-or-nothing table cannot be written."""

    def __init__(self, row: ImportRow) -> None:
        self.row = row
        super().__init__(row.number)


def begin(*, batch: ImportBatch) -> None:
    """Start writing a locked import: rows that say nothing new, and wrong ones, are left out."""
    batches.move(batch, BatchState.WRITING)
    left = batch.rows.filter(state=RowState.WAITING, verdict__in=[Verdict.SAME, Verdict.FAULTY])
    batch.rows_done = left.update(state=RowState.LEFT)
    batch.rows_total = batch.rows.count()
    batch.failure = {}
    batch.save(update_fields=["state", "rows_done", "rows_total", "failure", "beat_at"])


def write_chunk(*, batch: ImportBatch, session: TableSession, now: datetime) -> bool:
    """Write the next rows of a locked import; return whether there is more to do.

    Rows are judged again in the same transaction: what somebody has written since the table was read is seen, and the
    same table twice at once makes nothing twice. Where all or nothing is wanted, the first row that cannot be written has
    everything taken back.
    """
    rows = list(batch.rows.filter(state=RowState.WAITING).order_by("number")[:CHUNK])
    if not rows:
        return _finish(batch, now)
    try:
        with transaction.atomic():
            _write(rows, session, Mode(batch.mode))
    except _RowError as error:
        return _take_back(batch, error.row)
    batch.rows_done += len(rows)
    batch.save(update_fields=["rows_done", "beat_at"])
    return True


def _finish(batch: ImportBatch, now: datetime) -> bool:
    batches.move(batch, BatchState.DONE)
    batch.finished_at = now
    batch.save(update_fields=["state", "finished_at", "beat_at"])
    return False


def _take_back(batch: ImportBatch, row: ImportRow) -> bool:
    batches.move(batch, BatchState.UNDOING)
    first = row.errors[0]["words"]
    words = both(_("Row %(row)d could not be written: %(reason)s Nothing of this table is kept."))
    batch.failure = {
        language: text % {"row": row.number, "reason": first[language]} for language, text in words.items()
    }
    batch.rows_total = batch.rows.filter(state=RowState.DONE).count()
    batch.rows_done = 0
    batch.save(update_fields=["state", "failure", "rows_total", "rows_done", "beat_at"])
    return True


def _write(rows: Sequence[ImportRow], session: TableSession, mode: Mode) -> None:
    entries = [Entry(row.number, dict(row.values)) for row in rows]
    by_number = {row.number: row for row in rows}
    session.forget()
    session.lock(entries)
    session.plan(entries)
    done: dict[int, Written] = {}
    new = [entry for entry in entries if entry.verdict is Verdict.NEW]
    for entry, written in zip(new, _write_new(session, new), strict=True):
        if written is not None:
            done[entry.number] = written
    for entry in entries:
        if entry.verdict is Verdict.CHANGED and not entry.errors:
            found = _attempt(session, entry, session.write_changed)
            if found is not None:
                done[entry.number] = found
    for entry in entries:
        row = by_number[entry.number]
        _note(row, entry, done.get(entry.number))
        if row.state == RowState.FAILED and mode is Mode.ALL:
            raise _RowError(row)
    ImportRow.objects.bulk_update(rows, ["state", "verdict", "target", "stamp", "before", "errors"])


def _write_new(session: TableSession, entries: Sequence[Entry]) -> list[Written | None]:
    """Write all at once; where that fails, one by one, so that only the guilty row is left out."""
    if not entries:
        return []
    try:
        with transaction.atomic():
            return list(session.write_new(entries))
    except (errors.DomainError, IntegrityError):
        pass
    return [_attempt(session, entry, lambda one: session.write_new([one])[0]) for entry in entries]


def _attempt(session: TableSession, entry: Entry, write: Any) -> Written | None:
    try:
        with transaction.atomic():
            written: Written = write(entry)
    except errors.DomainError as error:
        known = error.field in session.reader.readers
        entry.blame(str(error.field) if known else session.name_column, error.message)
        return None
    except IntegrityError:
        entry.blame(session.name_column, _("Somebody wrote the same record in this moment. Import the row again."))
        return None
    return written


def _note(row: ImportRow, entry: Entry, written: Written | None) -> None:
    state = RowState.DONE if written else RowState.FAILED if entry.errors else RowState.LEFT
    ROW_MOVES.check(RowState(row.state), state)
    row.state = state
    row.errors = entry.errors
    row.target = written.target if written else entry.target
    if entry.verdict is not Verdict.FAULTY:
        row.verdict = entry.verdict
    if written:
        row.stamp = written.stamp
        row.before = written.before
