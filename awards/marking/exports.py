"""Results and raw points as files that no spreadsheet program takes for formulas."""

import csv
import io
from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Final

from django.utils.translation import gettext as _

from awards.marking.results import Results
from portal.kernel.spreadsheets import BYTE_ORDER_MARK, harmless

Cell = str | int | float
Line = list[Cell]
DIGITS: Final = 4
WIDEST: Final = 60


def _number(value: Fraction | None) -> Cell:
    """Return points as a spreadsheet computes with them; the exact fractions follow from the raw points."""
    return "" if value is None else round(float(value), DIGITS)


def ranking_lines(found: Results) -> Iterator[Line]:
    """Yield the result of every category with what stands beside it."""
    yield [
        _("Category"),
        _("Rank"),
        _("Dossier"),
        _("What is nominated"),
        _("Result"),
        _("Council's points by the method"),
        _("Points of the public"),
        _("Plain mean"),
        _("Mean rank"),
        _("Evened out"),
        _("Lowest sheet"),
        _("Median"),
        _("Highest sheet"),
        _("Mean distance"),
        _("Far below the others"),
        _("Far above the others"),
    ]
    for category in found.categories:
        for one in category.dossiers:
            yield [
                category.title,
                one.rank,
                one.alias,
                one.title,
                *map(_number, (one.total, one.council, one.public, one.mean, one.mean_rank, one.evened_out)),
                *map(_number, (one.spread.lowest, one.spread.median, one.spread.highest, one.spread.mean_distance)),
                one.low,
                one.high,
            ]


def points_lines(found: Results) -> Iterator[Line]:
    """Yield every sheet: raw points by criterion, the weighted total, and the words."""
    yield [
        _("Category"),
        _("Dossier"),
        _("Alias of the juror"),
        _("Juror"),
        *found.criteria,
        _("Weighted points of 100"),
        _("Rank among the juror's own"),
        _("Remark for the entrant"),
        _("Note for the council"),
    ]
    for category in found.categories:
        for one in category.dossiers:
            for sheet in one.sheets:
                yield [
                    category.title,
                    one.alias,
                    sheet.alias,
                    sheet.name,
                    *sheet.points,
                    _number(sheet.opinion.total),
                    _number(sheet.opinion.rank),
                    sheet.remark,
                    sheet.note,
                ]


def as_csv(found: Results) -> bytes:
    """Return the raw points as CSV, by which Excel reads UTF-8."""
    target = io.StringIO()
    csv.writer(target).writerows([harmless(cell) for cell in line] for line in points_lines(found))
    return (BYTE_ORDER_MARK + target.getvalue()).encode()


def as_xlsx(found: Results) -> bytes:
    """Return a book: the result with what stands beside it, and the raw points."""
    from openpyxl import Workbook  # noqa: PLC0415 -- 8 MB, and only who writes a book needs it
    from openpyxl.styles import Font  # noqa: PLC0415 -- the same
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 -- the same

    book = Workbook()
    book.remove(book.active)
    for title, lines in ((_("Result"), ranking_lines(found)), (_("Raw points"), points_lines(found))):
        sheet: Any = book.create_sheet(title)
        rows = [[harmless(cell) for cell in line] for line in lines]
        for row in rows:
            sheet.append(row)
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        sheet.freeze_panes = "A2"
        for column, cells in enumerate(zip(*rows, strict=True), start=1):
            widest = max(len(str(cell)) for cell in cells)
            sheet.column_dimensions[get_column_letter(column)].width = min(widest + 2, WIDEST)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
