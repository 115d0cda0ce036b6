"""A report as tables, and what becomes of them: bars, CSV, XLSX."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from portal.kernel import formats
from portal.kernel.spreadsheets import BYTE_ORDER_MARK, harmless


class Month(str):
    """A month as files tell it, "2026-11"; the screen tells it in words."""

    __slots__ = ()

    @classmethod
    def of(cls, moment: date) -> "Month":
        """Return the month of a day or of an instant that is told on Việt Nam's clock already."""
        return cls(f"{moment:%Y-%m}")

    @property
    def words(self) -> str:
        """The month in the reader's language."""
        return formats.month(date.fromisoformat(f"{self}-01"))


Cell = str | int


def told(cell: Cell) -> str | int:
    """Return a cell as the screen shows it."""
    return cell.words if isinstance(cell, Month) else cell


LONGEST_SHEET_NAME: Final = 31
WIDEST: Final = 60
NOT_IN_SHEET_NAMES: Final = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings. ``bars`` names the column whose numbers are drawn, ``links`` holds the address of each row's first cell."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    bars: int | None = None
    links: Sequence[str] = ()
    shown: Sequence[Sequence[str]] = ()
    note: str = ""
    totals: Sequence[Cell] = field(default=())


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a picture: its words, its length of 100, its figure, and where it is drawn."""

    words: str
    length: float
    figure: str
    top: int


ROW_HEIGHT: Final = 28
MOST_BARS: Final = 24
ROOM_FOR_WORDS: Final = 36


def on_screen(cells: Sequence[Cell]) -> list[str]:
    """Return cells as people read them: numbers as the language writes them, 1.237 in Vietnamese. Files keep plain numbers."""
    return [formats.number(cell) if isinstance(cell, int) else cell for cell in cells]


def _short(words: str) -> str:
    """Return words that find room beside a bar."""
    return words if len(words) <= ROOM_FOR_WORDS else f"{words[: ROOM_FOR_WORDS - 1].rstrip()}…"


def bars_of(table: Table) -> list[Bar]:
    """Return the bars of a table's picture; its twin is the table itself, so that only the first ones are drawn."""
    if table.bars is None:
        return []
    rows = list(table.rows)[:MOST_BARS]
    values = [int(row[table.bars]) for row in rows]
    longest = max(values, default=0) or 1
    return [
        Bar(
            words=_short(" · ".join(str(told(cell)) for cell in row[: table.bars])),
            length=round(100 * value / longest, 1),
            figure=table.shown[number][table.bars] if table.shown else formats.number(value),
            top=number * ROW_HEIGHT,
        )
        for number, (row, value) in enumerate(zip(rows, values, strict=True))
    ]


def _exported(table: Table) -> list[list[Cell]]:
    """Return the rows with numbers as numbers, so that a program can sum them; a figure that is hidden stays hidden."""
    if not table.shown:
        return [list(row) for row in table.rows]
    return [
        [
            plain if isinstance(plain, Month) or (isinstance(plain, int) and formats.number(plain) == said) else said
            for plain, said in zip(row, shown, strict=True)
        ]
        for row, shown in zip(table.rows, table.shown, strict=True)
    ]


def _lines(tables: Sequence[Table]) -> list[list[Cell]]:
    lines: list[list[Cell]] = []
    for table in tables:
        lines += [[table.title], list(table.headings)]
        lines += _exported(table)
        lines += [list(table.totals)] if table.totals else []
        lines.append([])
    return lines


def as_csv(tables: Sequence[Table]) -> str:
    """Return tables one below the other; no cell is taken for a formula."""
    target = io.StringIO()
    csv.writer(target).writerows([harmless(cell) for cell in line] for line in _lines(tables))
    return BYTE_ORDER_MARK + target.getvalue()


def as_xlsx(tables: Sequence[Table]) -> bytes:
    """Return a book with a sheet for each table; text is stored as text, whatever it begins with."""
    from openpyxl import Workbook  # noqa: PLC0415 -- 8 MB, and only who writes a book needs it
    from openpyxl.styles import Font  # noqa: PLC0415 -- the same
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 -- the same

    book = Workbook()
    for number, table in enumerate(tables):
        sheet: Any = book.active if number == 0 else book.create_sheet()
        sheet.title = f"{number + 1} {table.title.translate(NOT_IN_SHEET_NAMES)}"[:LONGEST_SHEET_NAME]
        lines: list[list[Cell]] = [list(table.headings), *_exported(table)]
        lines += [list(table.totals)] if table.totals else []
        for line in lines:
            sheet.append([harmless(cell) for cell in line])
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        sheet.freeze_panes = "A2"
        for column, cells in enumerate(zip(*lines, strict=True), start=1):
            widest = max(len(str(cell)) for cell in cells)
            sheet.column_dimensions[get_column_letter(column)].width = min(widest + 2, WIDEST)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
