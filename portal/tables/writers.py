"""Files that the portal writes: templates, exports of the same shape, and the faulty rows of an import."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import IO, Any, Final

from django.utils import translation
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation

from portal.kernel import spreadsheets, text
from portal.kernel.languages import Language
from portal.tables import cells, headings
from portal.tables.cells import CellReader, RowReader
from portal.tables.columns import CODE, Choice, Column
from portal.tables.enums import CellKind
from portal.tables.models import ImportRow
from portal.tables.sources import MOST_ROWS

SHEETS: Final = {
    Language.VIETNAMESE: ("Dữ liệu", "Danh mục", "Hướng dẫn"),
    Language.ENGLISH: ("Data", "Lists", "Explanations"),
}
FIRST_ROW: Final = 3
HEADING: Final = Font(bold=True, color="FFFFFF")
HEADING_GROUND: Final = PatternFill("solid", fgColor="1D3F72")
EXAMPLE_FONT: Final = Font(italic=True, color="565B66")
LISTED: Final = frozenset({CellKind.CHOICE, CellKind.CHOICES, CellKind.FLAG})
_WRONG: Final = {Language.VIETNAMESE: "Lỗi cần sửa", Language.ENGLISH: "What is wrong"}


def heading(column: Column, language: Language) -> str:
    """Return a column's heading; an asterisk marks what must be filled in."""
    return f"{column.labels[language]}{' *' if column.required else ''}"


def _offered(reader: CellReader) -> list[Choice]:
    if reader.column.kind is CellKind.FLAG:
        return [Choice("1", "có", "yes"), Choice("0", "không", "no")]
    return [choice for choice in reader.choices if choice.is_offered]


def template(columns: Sequence[Column], language: Language) -> bytes:
    """Return an .xlsx template: headings, hidden codes, one example that is not imported, drop-downs, explanations."""
    rows = RowReader(columns)
    book = Workbook()
    data = book.active
    data.title, lists_title, help_title = SHEETS[language]
    lists = book.create_sheet(lists_title)
    _head(data, columns, language)
    for index, column in enumerate(columns, start=1):
        example = _example(rows.readers[column.code], language)
        cell = data.cell(row=FIRST_ROW, column=index, value=example)
        cell.font = EXAMPLE_FONT
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        _format(data, column, index)
        if column.kind in LISTED:
            _add_list(data, lists, rows.readers[column.code], index, language)
    _add_numbers(data, columns, language)
    _explain(book.create_sheet(help_title), rows, language)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _head(sheet: Any, columns: Sequence[Column], language: Language) -> None:
    for index, column in enumerate(columns, start=1):
        cell = sheet.cell(row=1, column=index, value=heading(column, language))
        cell.font, cell.fill = HEADING, HEADING_GROUND
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.cell(row=2, column=index, value=column.code)
        sheet.column_dimensions[get_column_letter(index)].width = column.width
    sheet.row_dimensions[2].hidden = True
    sheet.freeze_panes = "B3"


def _format(sheet: Any, column: Column, index: int) -> None:
    """Let programs keep what is typed: codes and tax codes stay text, days are days."""
    formats = {CellKind.DATE: "dd/mm/yyyy", CellKind.NUMBER: "0"}
    wanted = formats.get(column.kind, "@")
    sheet.column_dimensions[get_column_letter(index)].number_format = wanted
    sheet.cell(row=FIRST_ROW, column=index).number_format = wanted


def _example(reader: CellReader, language: Language) -> Any:
    column = reader.column
    if column.code == CODE:
        return headings.EXAMPLE[language]
    offered = [choice for choice in reader.choices if choice.is_offered]
    if column.kind is CellKind.CHOICE:
        chosen = next((choice for choice in offered if choice.code == column.example), None)
        return reader.write((chosen or offered[0]).code, language) if offered else None
    if column.kind is CellKind.CHOICES:
        return reader.write([choice.code for choice in offered[:2]], language)
    if isinstance(column.example, str):
        return column.example
    words: Mapping[Language, str] = column.example if isinstance(column.example, Mapping) else {}
    return words[language] if words else column.example


def _add_list(data: Any, lists: Any, reader: CellReader, index: int, language: Language) -> None:
    names = [
        choice.label(language)
        if reader.column.kind is CellKind.FLAG
        else reader.write(choice.code, language)
        if reader.column.kind is CellKind.CHOICE
        else reader.write([choice.code], language)
        for choice in _offered(reader)
    ]
    if not names:
        return
    at = 1 if lists.max_column == 1 and lists.cell(row=1, column=1).value is None else lists.max_column + 1
    letter = get_column_letter(at)
    lists.column_dimensions[letter].width = 36
    lists.cell(row=1, column=at, value=reader.column.labels[language]).font = Font(bold=True)
    for row, name in enumerate(names, start=2):
        lists.cell(row=row, column=at, value=name)
    check = DataValidation(
        type="list",
        formula1=f"{quote_sheetname(lists.title)}!${letter}$2:${letter}${len(names) + 1}",
        allow_blank=True,
        # Several entries may stand in one cell; there a list is a help, not a rule.
        showErrorMessage=reader.column.kind is not CellKind.CHOICES,
    )
    column = get_column_letter(index)
    check.add(f"{column}{FIRST_ROW}:{column}{MOST_ROWS + FIRST_ROW}")
    data.add_data_validation(check)


def _add_numbers(data: Any, columns: Sequence[Column], language: Language) -> None:
    for index, column in enumerate(columns, start=1):
        if column.kind is CellKind.NUMBER and not column.choices:
            letter = get_column_letter(index)
            check = DataValidation(
                type="whole",
                operator="between",
                formula1=str(column.least),
                formula2=str(column.most),
                allow_blank=True,
            )
            check.error = cells_hint(column, language)
            check.add(f"{letter}{FIRST_ROW}:{letter}{MOST_ROWS + FIRST_ROW}")
            data.add_data_validation(check)


def cells_hint(column: Column, language: Language) -> str:
    """Return how a whole number is written."""
    with translation.override(language):
        return _("Write a whole number from %(least)d to %(most)d.") % {"least": column.least, "most": column.most}


def _explain(sheet: Any, rows: RowReader, language: Language) -> None:
    """Say in both languages what each column is, whatever the language of the template."""
    order = [language, *(other for other in Language if other is not language)]
    lines: list[tuple[str, ...]] = []
    for one in order:
        with translation.override(one):
            lines.append((_("How to fill in this table"), "", "", ""))
            lines += [(sentence, "", "", "") for sentence in _rules()]
            lines.append((_("Column"), _("Code of the column"), _("What may stand there"), _("Explanation")))
            for column in rows.columns:
                reader = rows.readers[column.code]
                allowed = str(CellKind(column.kind).label)
                if column.kind is CellKind.ROWS:
                    allowed = f"{allowed}: {reader.pattern(one)}"
                lines.append((heading(column, one), column.code, allowed, str(column.hint)))
            lines.append(("", "", "", ""))
    for row, line in enumerate(lines, start=1):
        for index, words in enumerate(line, start=1):
            cell = sheet.cell(row=row, column=index, value=spreadsheets.quoted(words) or None)
            cell.alignment = Alignment(wrap_text=bool(line[1]), vertical="top")
            if not line[1] or line[1] == line[1].title():
                cell.font = Font(bold=index == 1 and row == 1)
    for letter, width in zip("ABCD", (34, 22, 44, 80), strict=True):
        sheet.column_dimensions[letter].width = width


def _rules() -> list[str]:
    return [
        _("Columns with an asterisk must be filled in for new records. The other ones may stay empty or be deleted."),
        _("An empty cell leaves what the portal holds as it is."),
        _("The row marked as example is not imported; write below it or over it."),
        _("Write numbers with a decimal comma or point, dates as day/month/year. Put values, no formulas."),
        _("Several entries of a list are separated by semicolons. Words of both languages and codes are understood."),
    ]


def template_csv(columns: Sequence[Column], language: Language) -> bytes:
    """Return the same template as CSV: headings and the example, semicolons, with a mark by which Excel reads UTF-8."""
    rows = RowReader(columns)
    example = [cells.as_text(_example(rows.readers[column.code], language)) for column in columns]
    return "".join(_csv_lines([[heading(column, language) for column in columns], example])).encode("utf-8")


def _csv_lines(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield spreadsheets.BYTE_ORDER_MARK
    for row in rows:
        line = io.StringIO()
        csv.writer(line, delimiter=";").writerow(row)
        yield line.getvalue()


Records = Iterable[Mapping[str, Any]]


def written(records: Records, rows: RowReader, language: Language) -> Iterator[list[Any]]:
    """Yield the cells of records that hold values by column codes."""
    for values in records:
        yield [rows.readers[column.code].write(values.get(column.code), language) for column in rows.columns]


def export_csv(records: Records, rows: RowReader, language: Language) -> Iterator[bytes]:
    """Yield an export as CSV, line by line."""
    head = [heading(column, language) for column in rows.columns]
    lines = ([cells.as_text(cell) for cell in row] for row in written(records, rows, language))

    def every() -> Iterator[list[str]]:
        yield head
        yield from lines

    for line in _csv_lines(every()):
        yield line.encode("utf-8")


def export_xlsx(records: Records, rows: RowReader, language: Language, target: IO[bytes]) -> None:
    """Write an export as .xlsx into a file, row by row, so that any number of records fits into memory."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(SHEETS[language][0])
    _write_sheet(sheet, rows.columns, language, written(records, rows, language))
    book.save(target)


def _write_sheet(sheet: Any, columns: Sequence[Column], language: Language, rows: Iterable[Sequence[Any]]) -> None:
    for index, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = column.width
    sheet.row_dimensions[2].hidden = True
    sheet.freeze_panes = "B3"
    head = []
    for column in columns:
        cell = WriteOnlyCell(sheet, heading(column, language))
        cell.font, cell.fill = HEADING, HEADING_GROUND
        head.append(cell)
    sheet.append(head)
    sheet.append([column.code for column in columns])
    for row in rows:
        sheet.append([_dated(sheet, cell) for cell in row])


def _dated(sheet: Any, cell: Any) -> Any:
    if not hasattr(cell, "strftime"):
        return cell
    styled = WriteOnlyCell(sheet, cell)
    styled.number_format = "dd/mm/yyyy"
    return styled


def faulty_rows(faulty: Iterable[ImportRow], columns: Sequence[Column], language: Language, target: IO[bytes]) -> None:
    """Write rows that could not be used as they were sent, with a first column that says what is wrong.

    The file can be mended and sent again as it is: the first column has no code and is not read.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(SHEETS[language][0])
    wrong = Column(code="", label=_WRONG[language], width=60)
    names = {column.code: column.labels[language] for column in columns}

    def rows() -> Iterator[list[Any]]:
        for row in faulty:
            said = "\n".join(f"{names.get(error['column'], '')}: {error['words'][language]}" for error in row.errors)
            yield [spreadsheets.quoted(said), *(_as_sent(sheet, row.cells.get(column.code)) for column in columns)]

    _write_sheet(sheet, [wrong, *columns], language, rows())
    book.save(target)


def _as_sent(sheet: Any, cell: Any) -> Any:
    """A formula goes back as text, so that it is shown and not run, and is found again if nobody mends it."""
    if not isinstance(cell, str):
        return cell
    sent = WriteOnlyCell(sheet, text.visible(cell))
    sent.data_type = "s"
    return sent
