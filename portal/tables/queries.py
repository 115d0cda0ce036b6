"""Reads of imports: what a batch page shows."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from portal.kernel import languages
from portal.tables.enums import RowState, Verdict
from portal.tables.kinds import TableKind, TableSession, code_for_export
from portal.tables.models import ImportBatch, ImportRow, OwnCode


@dataclass(frozen=True)
class Counts:
    """How many rows an import has, by what was found and what became of them."""

    verdicts: Mapping[str, int]
    states: Mapping[str, int]

    @property
    def writable(self) -> int:
        """New and changed rows."""
        return self.verdicts.get(Verdict.NEW, 0) + self.verdicts.get(Verdict.CHANGED, 0)

    @property
    def faulty(self) -> int:
        """Rows that are wrong."""
        return self.verdicts.get(Verdict.FAULTY, 0)


def counts(batch: ImportBatch) -> Counts:
    """Count the rows of an import, in one query."""
    verdicts: Counter[str] = Counter()
    states: Counter[str] = Counter()
    found = batch.rows.order_by().values_list("verdict", "state").annotate(number=Count("pk"))
    for verdict, state, number in found:
        verdicts[verdict] += number
        states[state] += number
    return Counts(verdicts, states)


def rows(batch: ImportBatch, chosen: str) -> "QuerySet[ImportRow]":
    """Return the rows of an import, those of one verdict or state where ``chosen`` is one, in the order of the file."""
    found = batch.rows.order_by("number")
    if chosen in Verdict.values:
        return found.filter(verdict=chosen)
    if chosen in RowState.values:
        return found.filter(state=chosen)
    return found


def faulty_rows(batch: ImportBatch) -> Iterator[ImportRow]:
    """Yield the rows that were wrong or could not be written."""
    wrong = batch.rows.exclude(errors=[]).order_by("number")
    return wrong.iterator(chunk_size=500)


def batches_of(kind: TableKind, scope: int) -> "QuerySet[ImportBatch]":
    """Return the imports of a kind and scope, newest first."""
    return ImportBatch.objects.filter(kind=kind.code, scope=scope).select_related("uploaded_by")


def newest_batches(scopes: Mapping[TableKind, int]) -> "QuerySet[ImportBatch]":
    """Return the imports of several kinds, each in its scope, newest first, with how many of their rows were written."""
    wanted = Q(pk__in=[])
    for kind, scope in scopes.items():
        wanted |= Q(kind=kind.code, scope=scope)
    found = ImportBatch.objects.filter(wanted).select_related("uploaded_by")
    written = Count("rows", filter=Q(rows__state=RowState.DONE))
    return found.annotate(written=written).order_by("-created_at", "-pk")


def imported_before(batch: ImportBatch) -> ImportBatch | None:
    """Return an earlier import of the very same file that was written."""
    same = ImportBatch.objects.filter(
        kind=batch.kind, scope=batch.scope, digest=batch.digest, confirmed_at__isnull=False
    )
    return same.exclude(pk=batch.pk).order_by("-confirmed_at").first()


def records(session: TableSession) -> Iterator[dict[str, Any]]:
    """Yield the values of every record in a session's scope, with the code by which each is found again."""
    own = dict(OwnCode.objects.filter(kind=session.kind.code).values_list("target", "code"))
    for target, _owner, values in session.export():
        yield {**session.reader.normal(values), "code": code_for_export(own, target)}


@dataclass(frozen=True)
class ShownError:
    """One thing that is wrong with a row, in the reader's language."""

    column: str
    message: str
    value: str


@dataclass(frozen=True)
class ShownRow:
    """A row as a page shows it."""

    row: ImportRow
    errors: list[ShownError]
    changes: str
    address: str


def shown(found: list[ImportRow], session: TableSession, *, for_officers: bool) -> list[ShownRow]:
    """Return rows with errors and changed columns in the reader's language; costs no query."""
    language = languages.current()
    names = {column.code: column.labels[language] for column in session.columns}
    return [
        ShownRow(
            row=row,
            errors=[
                ShownError(names.get(error["column"], ""), error["words"][language], error["value"])
                for error in row.errors
            ],
            changes=", ".join(names[code] for code in row.changes if code in names),
            address=session.kind.address(row.target, for_officers=for_officers)
            if row.target and row.state in {RowState.DONE, RowState.KEPT, RowState.LEFT}
            else "",
        )
        for row in found
    ]
