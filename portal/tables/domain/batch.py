"""An import and the person's steps: uploading, confirming, discarding, starting again, taking back, and its end."""

import hashlib
import uuid
from datetime import datetime, timedelta
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from portal.kernel import errors
from portal.media.domain import private_files
from portal.media.enums import FileKind
from portal.tables import kinds, sources, tasks
from portal.tables.enums import (
    BATCH_MOVES,
    BUSY_STATES,
    EXCLUSIVE_STATES,
    UNDOABLE_STATES,
    BatchState,
    Mode,
    RowState,
    Verdict,
)
from portal.tables.kinds import TableKind
from portal.tables.models import ImportBatch
from portal.tables.personal_data import RETENTION

PURPOSE: Final = "tables.import"
MOST_OPEN: Final = 5
MOST_A_DAY: Final = 40
_CHUNK: Final = 1024 * 1024


def receive(
    *, kind: TableKind, scope: int, file: "UploadedFile[Any]", submission_key: uuid.UUID, by: Any, now: datetime
) -> ImportBatch:
    """Take a table in and have it read in the background; return its import. Nothing of it is written yet.

    The same form sent twice gives the first import again. Raises NotAllowedError, LimitReachedError, and DomainError on
    field ``file`` for what is no table, holds macros, is too large or unpacks to too much.
    """
    kinds.require(kind, by, scope)
    earlier = ImportBatch.objects.filter(submission_key=submission_key, uploaded_by=by).first()
    if earlier is not None:
        return earlier
    _check_limits(kind, scope, now)
    ending = sources.check(file, size=file.size or 0)
    digest = _digest(file)
    try:
        with transaction.atomic():
            record = private_files.store(
                file=file,
                purpose=PURPOSE,
                subject=f"{kind.code}:{scope}",
                field="file",
                by=by,
                now=now,
                kinds=(FileKind.XLSX,) if ending == "xlsx" else (FileKind.CSV,),
                largest=sources.LARGEST_FILE,
            )
            batch = ImportBatch.objects.create(
                kind=kind.code,
                scope=scope,
                file=record,
                file_name=record.original_name,
                digest=digest,
                submission_key=submission_key,
                uploaded_by=by,
                acts_for=by,
                created_at=now,
                beat_at=now,
            )
            tasks.work.enqueue(batch.pk)
    except IntegrityError:
        # The second click arrived while the first was being kept.
        first = ImportBatch.objects.filter(submission_key=submission_key, uploaded_by=by).first()
        if first is None:
            raise errors.DomainError(_("This form was used before. Load the page again and send the file.")) from None
        return first
    batch.refresh_from_db()
    return batch


def _check_limits(kind: TableKind, scope: int, now: datetime) -> None:
    own = ImportBatch.objects.filter(kind=kind.code, scope=scope)
    waiting = own.filter(state__in=[BatchState.WAITING, BatchState.CHECKING, BatchState.CHECKED, BatchState.QUEUED])
    if waiting.count() >= MOST_OPEN:
        raise errors.LimitReachedError(
            _("%(most)d imports are open already. Confirm or discard some before you send more.") % {"most": MOST_OPEN}
        )
    if own.filter(created_at__gt=now - timedelta(days=1)).count() >= MOST_A_DAY:
        raise errors.LimitReachedError(_("Too many tables in one day. Try again tomorrow."))


def _digest(file: "UploadedFile[Any]") -> str:
    found = hashlib.sha256()
    file.seek(0)
    while part := file.read(_CHUNK):
        found.update(part)
    file.seek(0)
    return found.hexdigest()


def lock(batch: ImportBatch) -> ImportBatch:
    """Return the locked row of an import; call it inside a transaction."""
    return ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)


def move(batch: ImportBatch, state: BatchState) -> None:
    """Set the state of a locked import in memory; raises IllegalMoveError."""
    BATCH_MOVES.check(BatchState(batch.state), state)
    batch.state = state


def _permitted(batch: ImportBatch, by: Any) -> None:
    kind = kinds.kind(batch.kind)
    if kind is None:
        raise errors.NotAllowedError
    kinds.require(kind, by, batch.scope)


def _send_to_work(batch: ImportBatch, by: Any, now: datetime, *fields: str) -> None:
    batch.acts_for = by
    batch.beat_at = now
    batch.claim = ""
    batch.save(update_fields=["state", "acts_for", "beat_at", "claim", *fields])
    tasks.work.enqueue(batch.pk)


@transaction.atomic
def confirm(*, batch: ImportBatch, mode: Mode, by: Any, now: datetime) -> ImportBatch:
    """Have a table that was read be written; return the import.

    Raises NotAllowedError, IllegalMoveError for one that is not (or no longer) waiting for it, and DomainError on field
    ``mode`` where all or nothing is wanted and rows are wrong, or where there is nothing to write.
    """
    locked = lock(batch)
    _permitted(locked, by)
    move(locked, BatchState.QUEUED)
    faulty = locked.rows.filter(verdict=Verdict.FAULTY).count()
    writable = locked.rows.filter(verdict__in=[Verdict.NEW, Verdict.CHANGED]).count()
    if mode is Mode.ALL and faulty:
        raise errors.DomainError(
            _("%(faulty)d rows are wrong, so all or nothing would be nothing. Mend them, or write the good rows only.")
            % {"faulty": faulty},
            field="mode",
        )
    if not writable:
        raise errors.DomainError(_("There is nothing to write in this table."), field="mode")
    locked.mode = mode
    locked.confirmed_at = now
    _send_to_work(locked, by, now, "mode", "confirmed_at")
    locked.refresh_from_db()
    return locked


@transaction.atomic
def discard(*, batch: ImportBatch, by: Any, now: datetime) -> ImportBatch:
    """Throw a table away before anything of it is written; return the import. Raises NotAllowedError, IllegalMoveError."""
    locked = lock(batch)
    _permitted(locked, by)
    move(locked, BatchState.DISCARDED)
    locked.finished_at = now
    locked.claim = ""
    locked.save(update_fields=["state", "finished_at", "claim"])
    _empty(locked, now)
    return locked


@transaction.atomic
def start_again(*, batch: ImportBatch, by: Any, now: datetime) -> ImportBatch:
    """Have another task go on where one died; rows that are written stay written. Return the import.

    Raises NotAllowedError, and IllegalMoveError while a task still shows signs of life.
    """
    locked = lock(batch)
    _permitted(locked, by)
    if not locked.is_stalled(now):
        raise errors.IllegalMoveError(_("It is still being worked on. Wait a little."))
    _send_to_work(locked, by, now)
    locked.refresh_from_db()
    return locked


@transaction.atomic
def undo(*, batch: ImportBatch, by: Any, now: datetime) -> ImportBatch:
    """Have everything that an import wrote be taken back, except what people changed since; return the import.

    One that stopped before its end is taken back in the same way, where rows of it are written. Raises NotAllowedError,
    IllegalMoveError, and DomainError once the contents are deleted or while another import of the same kind is being written.
    """
    locked = lock(batch)
    _permitted(locked, by)
    if locked.retired_at is not None:
        raise errors.DomainError(_("This import is too old to be taken back: its contents are deleted."))
    written = locked.rows.filter(state=RowState.DONE).count()
    if locked.state not in UNDOABLE_STATES or (locked.state == BatchState.FAILED and not written):
        raise errors.IllegalMoveError
    move(locked, BatchState.UNDOING)
    others = ImportBatch.objects.filter(kind=locked.kind, scope=locked.scope, state__in=EXCLUSIVE_STATES)
    if others.exists():
        raise errors.DomainError(_("Another table is being written just now. Try again when it is done."))
    locked.rows_total = written
    locked.rows_done = 0
    locked.failure = {}
    _send_to_work(locked, by, now, "rows_total", "rows_done", "failure")
    locked.refresh_from_db()
    return locked


def _empty(batch: ImportBatch, now: datetime) -> None:
    """Delete the file and what the rows hold; numbers, verdicts and states stay."""
    if batch.file is not None:
        private_files.delete(batch.file)
    batch.file = None
    batch.retired_at = now
    batch.save(update_fields=["file", "retired_at"])
    batch.rows.update(label="", values={}, cells={}, errors=[], before={})


def retire_old(*, now: datetime) -> int:
    """Delete files and contents of imports whose time of keeping is over; return how many. An undo ends with it."""
    old = ImportBatch.objects.filter(created_at__lt=now - RETENTION, retired_at=None).exclude(state__in=BUSY_STATES)
    count = 0
    for batch in old.order_by("pk"):
        with transaction.atomic():
            locked = lock(batch)
            if locked.is_busy:
                continue
            if locked.state == BatchState.CHECKED:
                move(locked, BatchState.DISCARDED)
                locked.finished_at = now
                locked.save(update_fields=["state", "finished_at"])
            _empty(locked, now)
            count += 1
    return count


def resume_stalled(*, now: datetime) -> int:
    """Have other tasks go on where tasks died, for whoever they worked; return how many."""
    count = 0
    for batch in ImportBatch.objects.filter(state__in=BUSY_STATES).order_by("pk"):
        with transaction.atomic():
            locked = lock(batch)
            if locked.is_stalled(now):
                _send_to_work(locked, locked.acts_for, now)
                count += 1
    return count
