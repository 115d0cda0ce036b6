"""Which column of a file is which: by the row of codes, or by headings in either language."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from portal.kernel import text
from portal.tables.columns import CODE, Column
from portal.tables.sources import Row, TableFileError

LOOKED_AT: Final = 6
EXAMPLES: Final = frozenset({"vi du", "example"})
EXAMPLE: Final = {"vi": "VÍ DỤ", "en": "EXAMPLE"}


def _recognised(row: Sequence[Any], names: dict[str, str]) -> dict[int, str]:
    found: dict[int, str] = {}
    for index, cell in enumerate(row):
        if not isinstance(cell, str):
            continue
        code = names.get(cell.strip()) or names.get(text.fold(text.visible(cell)).rstrip(" *"))
        if code and code not in found.values():
            found[index] = code
    return found


def match(rows: Iterator[Row], columns: Sequence[Column]) -> tuple[dict[int, str], Iterator[Row]]:
    """Return (position to column code) and the rows of data that follow, without the example.

    Among the first rows the last one counts in which most cells are codes or headings: templates and exports
    write headings in the first row and codes, hidden, in the second. Raises TableFileError where there is none.
    """
    names = {name: column.code for column in columns for name in column.folded_names}
    best: dict[int, str] = {}
    head: list[Row] = []
    at = -1
    for row in rows:
        head.append(row)
        found = _recognised(row[1], names)
        if found and len(found) >= max(len(best), 1) and len(found) * 2 >= _filled(row[1]):
            best, at = found, len(head) - 1
        if len(head) >= LOOKED_AT or (best and not found):
            break
    if not best:
        raise TableFileError(
            _(
                "The headings of the columns were not recognised. Take the template, or save the file as “CSV UTF-8” if its"
                " letters look wrong."
            )
        )
    return best, _data(head[at + 1 :], rows, best)


def _filled(row: Sequence[Any]) -> int:
    return sum(1 for cell in row if cell is not None)


def _data(head: list[Row], rest: Iterator[Row], columns: dict[int, str]) -> Iterator[Row]:
    code_at = next((index for index, code in columns.items() if code == CODE), None)
    for number, row in (*head, *()):
        if not _is_example(row, code_at):
            yield number, row
    for number, row in rest:
        if not _is_example(row, code_at):
            yield number, row


def _is_example(row: Sequence[Any], code_at: int | None) -> bool:
    cell = row[code_at] if code_at is not None and code_at < len(row) else None
    return isinstance(cell, str) and text.fold(cell) in EXAMPLES


def named(row: Sequence[Any], columns: dict[int, str]) -> dict[str, Any]:
    """Return the cells of a row by column codes."""
    return {code: row[index] if index < len(row) else None for index, code in columns.items()}
