"""Imports of the invented exhibitor: one written, one with mistakes that waits."""

import csv
import io
import uuid
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from portal.demo.builders.common import Build
from portal.demo.specs.tables import IMPORTED, WITH_MISTAKES
from portal.tables import kinds
from portal.tables.domain import batch as batches
from portal.tables.domain import running
from portal.tables.enums import Mode
from portal.tables.models import ImportBatch

KIND = "technologies"


def build(context: Build) -> None:
    """Send both tables and confirm the first; the demo's tasks are done here, because its queue is emptied at the end."""
    done = _send(context, "may-moc-song-mo.csv", IMPORTED)
    batches.confirm(batch=done, mode=Mode.ALL, by=context.people["exhibitor"], now=context.now)
    running.work(batch_id=done.pk)
    _send(context, "san-pham-moi-co-loi.csv", WITH_MISTAKES)


def _send(context: Build, name: str, rows: tuple[tuple[str, ...], ...]) -> ImportBatch:
    target = io.StringIO()
    csv.writer(target, delimiter=";").writerows(rows)
    kind: Any = kinds.kind(KIND)
    batch = batches.receive(
        kind=kind,
        scope=context.organisations["song-mo"].pk,
        file=SimpleUploadedFile(name, target.getvalue().encode("utf-8-sig")),
        submission_key=uuid.uuid4(),
        by=context.people["exhibitor"],
        now=context.now,
    )
    running.work(batch_id=batch.pk)
    batch.refresh_from_db()
    return batch
