"""Tables for tests: files with headings and rows, and imports of them."""

import csv
import io
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from portal.kernel import clock
from portal.tables import kinds
from portal.tables.domain import batch as batches
from portal.tables.enums import Mode
from portal.tables.models import ImportBatch

Rows = Sequence[Mapping[str, Any]]


def headings(rows: Rows) -> list[str]:
    """Return the codes of the columns that rows name, in order."""
    return list(dict.fromkeys(code for row in rows for code in row))


def xlsx(rows: Rows, name: str = "bang.xlsx") -> SimpleUploadedFile:
    """Return a workbook of rows by column codes."""
    book = Workbook()
    codes = headings(rows)
    book.active.append(codes)
    for row in rows:
        book.active.append([row.get(code) for code in codes])
    target = io.BytesIO()
    book.save(target)
    return SimpleUploadedFile(name, target.getvalue())


def csv_file(rows: Rows, *, delimiter: str = ";", encoding: str = "utf-8-sig") -> SimpleUploadedFile:
    """Return a CSV file of rows by column codes."""
    codes = headings(rows)
    target = io.StringIO()
    writer = csv.writer(target, delimiter=delimiter)
    writer.writerow(codes)
    writer.writerows([row.get(code, "") for code in codes] for row in rows)
    return SimpleUploadedFile("bang.csv", target.getvalue().encode(encoding))


def send(file: Any, *, by: Any, kind: str = "technologies", scope: int = 0, **values: Any) -> ImportBatch:
    """Take a table in; tests' tasks read it at once."""
    found = kinds.kind(kind)
    assert found is not None
    return batches.receive(
        kind=found,
        scope=scope,
        file=file,
        submission_key=values.pop("submission_key", None) or uuid.uuid4(),
        by=by,
        now=values.pop("now", None) or clock.now(),
    )


def write(batch: ImportBatch, *, by: Any, mode: Mode = Mode.EACH) -> ImportBatch:
    """Confirm an import; tests' tasks write it at once."""
    return batches.confirm(batch=batch, mode=mode, by=by, now=clock.now())


def states(batch: ImportBatch) -> list[str]:
    """Return what became of the rows, in order."""
    return list(batch.rows.order_by("number").values_list("state", flat=True))


def verdicts(batch: ImportBatch) -> list[str]:
    """Return what was found in the rows, in order."""
    return list(batch.rows.order_by("number").values_list("verdict", flat=True))
