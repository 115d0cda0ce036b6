"""Reading a table: every row is judged and kept with what is wrong; nothing else is written."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.tables import cells, headings, kinds, sources
from portal.tables.domain import batch as batches
from portal.tables.enums import BatchState
from portal.tables.kinds import Entry, TableSession
from portal.tables.models import ImportBatch, ImportRow
from portal.tables.sources import Row, TableFileError

CHUNK: Final = 250
Hold = Callable[[], ImportBatch]


def read_all(*, hold: Hold, now: datetime) -> None:
    """Read the whole table anew, in chunks; ``hold`` locks the import inside each chunk's transaction.

    A table that was half read when its task died is read from its beginning.
    """
    with transaction.atomic():
        batch = hold()
        if batch.state == BatchState.WAITING:
            batches.move(batch, BatchState.CHECKING)
        batch.rows.all().delete()
        batch.rows_total = batch.rows_done = 0
        batch.save(update_fields=["state", "rows_total", "rows_done", "beat_at"])
    kind = kinds.kind(batch.kind)
    try:
        if (
            kind is None
            or batch.acts_for is None
            or batch.file is None
            or not kinds.allows(kind, batch.acts_for, batch.scope)
        ):
            raise TableFileError(_("The person who sent this may no longer do it."))
        session = kind.open(scope=batch.scope, by=batch.acts_for, now=now)
        ending = "xlsx" if batch.file.mime_type.endswith("sheet") else "csv"
        with batch.file.file.open("rb") as file, sources.rows(file, ending) as rows:
            columns, data = headings.match(rows, session.columns)
            count = _read(session, columns, data, hold)
        if not count:
            raise TableFileError(_("The table has headings but no rows under them."))
    except TableFileError as error:
        _refuse(hold, error, now)
        return
    with transaction.atomic():
        batch = hold()
        batches.move(batch, BatchState.CHECKED)
        batch.columns = list(columns.values())
        batch.save(update_fields=["state", "columns", "beat_at"])


def _refuse(hold: Hold, error: TableFileError, now: datetime) -> None:
    with transaction.atomic():
        batch = hold()
        batch.rows.all().delete()
        batch.rows_total = batch.rows_done = 0
        batches.move(batch, BatchState.REFUSED)
        batch.failure = error.words
        batch.finished_at = now
        batch.save(update_fields=["state", "failure", "finished_at", "rows_total", "rows_done", "beat_at"])


def _chunks(rows: Iterable[Row]) -> Iterator[list[Row]]:
    source = iter(rows)
    while chunk := list(islice(source, CHUNK)):
        yield chunk


def _read(session: TableSession, columns: dict[int, str], data: Iterator[Row], hold: Hold) -> int:
    count = 0
    for chunk in _chunks(data):
        raw = {number: headings.named(row, columns) for number, row in chunk}
        entries = [Entry(number, *session.reader.read(found)) for number, found in raw.items()]
        session.plan(entries)
        session.refuse_twins(entries)
        for entry in entries:
            if entry.errors:
                entry.verdict = entry.verdict.FAULTY
        with transaction.atomic():
            batch = hold()
            ImportRow.objects.bulk_create(_row(batch, session, entry, raw[entry.number]) for entry in entries)
            count += len(entries)
            batch.rows_total = batch.rows_done = count
            batch.save(update_fields=["rows_total", "rows_done", "beat_at"])
    return count


def _row(batch: ImportBatch, session: TableSession, entry: Entry, raw: dict[str, Any]) -> ImportRow:
    kept = {code: cells.kept(cell) for code, cell in raw.items() if cell is not None} if entry.errors else {}
    return ImportRow(
        batch=batch,
        number=entry.number,
        label=session.label(entry),
        verdict=entry.verdict,
        values=entry.values,
        cells=kept,
        errors=entry.errors,
        changes=sorted(entry.changed) if entry.verdict == entry.verdict.CHANGED else [],
        target=entry.target,
    )
