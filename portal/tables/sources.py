"""Opening uploaded tables: what they are, whether they are safe to read, and their rows one by one."""

import codecs
import csv
import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any, Final

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from portal.kernel import errors, formats, text
from portal.tables.columns import both

MEGABYTE: Final = 1024 * 1024
LARGEST_FILE: Final = 20 * MEGABYTE
LARGEST_UNPACKED: Final = 160 * MEGABYTE
LARGEST_WORDS: Final = 80 * MEGABYTE
MOST_PARTS: Final = 300
MOST_ROWS: Final = 20_000
MOST_ROWS_WORDS: Final = lazy(formats.number, str)(MOST_ROWS)
"""The limit as the reader of the moment writes numbers."""
MOST_COLUMNS: Final = 120
MOST_BLANK_ROWS: Final = 2_000
LONGEST_CELL: Final = 100_000
OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP: Final = b"PK\x03\x04"
_XML_ENDINGS: Final = (".xml", ".rels")
_HEAD: Final = 2_048
_SAMPLE: Final = 64 * 1024

Row = tuple[int, tuple[Any, ...]]


class TableFileError(errors.DomainError):
    """The file as a whole cannot be used; the sentence says what to do. ``words`` holds it in both languages."""

    def __init__(self, message: Any, params: dict[str, Any] | None = None) -> None:
        self.words = both(message, params)
        super().__init__(str(message) % params if params else message, field="file")


def check(file: IO[bytes], *, size: int) -> str:
    """Return "xlsx" or "csv" for a file that may be read; raises TableFileError. The name it came with is not believed.

    Macros, old and encrypted workbooks, archives that unpack to too much (zip bombs) and XML with a document type
    (entity expansion) are refused before anything is unpacked into memory.
    """
    if size > LARGEST_FILE:
        raise TableFileError(
            _("The file is larger than %(most)d MB. Divide it into several."), {"most": LARGEST_FILE // MEGABYTE}
        )
    file.seek(0)
    head = file.read(_HEAD)
    file.seek(0)
    if not head.strip():
        raise TableFileError(_("The file is empty."))
    if head.startswith(OLE):
        raise TableFileError(
            _("This is an old Excel file (.xls) or one with a password. Save it as .xlsx without a password.")
        )
    if head.startswith(ZIP):
        _check_archive(file)
        return "xlsx"
    if head.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"<?xml", b"<html", b"<!DOCTYPE")):
        raise TableFileError(_("This is no table. Choose an .xlsx or .csv file."))
    if not _is_text(file):
        raise TableFileError(
            _(
                "This file cannot be read as a text table. Open it in the program that it comes from, save it as .xlsx or as "
                "“CSV UTF-8”, and send that file."
            )
        )
    return "csv"


def _is_text(file: IO[bytes]) -> bool:
    """Return whether a file may be a text: without empty bytes, or in two bytes a letter and marked as such."""
    sample = file.read(_SAMPLE)
    file.seek(0)
    return sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\x00" not in sample


def _check_archive(file: IO[bytes]) -> None:
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise TableFileError(_("The file is damaged or incomplete. Save it again and send it once more.")) from error
    with archive:
        parts = archive.infolist()
        names = {part.filename.lower() for part in parts}
        if any("vbaproject" in name or name.startswith(("xl/macrosheets/", "xl/dialogsheets/")) for name in names):
            raise TableFileError(_("The file holds macros. Save it as .xlsx without macros."))
        if "xl/workbook.xml" not in names or any(part.flag_bits & 1 for part in parts):
            raise TableFileError(_("This is no table. Choose an .xlsx or .csv file."))
        words = sum(part.file_size for part in parts if part.filename.lower().endswith("sharedstrings.xml"))
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED or words > LARGEST_WORDS:
            raise TableFileError(_("The file unpacks to too much. Divide it into several, without pictures."))
        for part in parts:
            if part.filename.lower().endswith(_XML_ENDINGS):
                _check_xml(archive, part)


def _check_xml(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    try:
        with archive.open(part) as opened:
            head = opened.read(_HEAD)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
        raise TableFileError(_("The file is damaged or incomplete. Save it again and send it once more.")) from error
    if b"<!DOCTYPE" in head.replace(b"\x00", b"").upper():
        raise TableFileError(_("This is no table. Choose an .xlsx or .csv file."))


@contextmanager
def rows(file: IO[bytes], kind: str) -> Iterator[Iterator[Row]]:
    """Give the rows of a checked file, each with its number in the file; blank rows are left out.

    Raises TableFileError for what turns out unreadable on the way, and for too many rows.
    """
    file.seek(0)
    if kind == "csv":
        yield _limited(_csv_rows(file.read()))
        return
    from openpyxl import load_workbook  # noqa: PLC0415 -- 8 MB, and only who reads a book needs it
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415 -- the same

    try:
        book = load_workbook(file, read_only=True, data_only=False, keep_links=False)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError, SyntaxError, TypeError) as error:
        raise TableFileError(_("The file is damaged or incomplete. Save it again and send it once more.")) from error
    try:
        yield _limited(_xlsx_rows(book))
    finally:
        book.close()


def _xlsx_rows(book: Any) -> Iterator[Row]:
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if not sheets:
        raise TableFileError(_("The file holds no visible sheet."))
    sheet = sheets[0]
    sheet.reset_dimensions()
    try:
        yield from enumerate(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True), start=1)
    except (KeyError, ValueError, TypeError, OSError, SyntaxError, IndexError, zipfile.BadZipFile) as error:
        raise TableFileError(_("The file is damaged or incomplete. Save it again and send it once more.")) from error


def _limited(found: Iterator[Row]) -> Iterator[Row]:
    count = blank = 0
    for number, row in found:
        if all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in row):
            blank += 1
            if blank > MOST_BLANK_ROWS:
                return
            continue
        blank = 0
        count += 1
        if count > MOST_ROWS + 3:
            raise TableFileError(
                _("The file has more than %(most)s rows. Divide it into several."), {"most": MOST_ROWS_WORDS}
            )
        yield number, row


def decode(content: bytes) -> str:
    """Return the text of a CSV file in UTF-8, UTF-16 or Windows-1258; raises TableFileError for anything else."""
    try:
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            return content.decode("utf-16")
        if content[1:200:2].count(0) > len(content[1:200:2]) // 2:
            return content.decode("utf-16-le")
        if content[0:200:2].count(0) > len(content[0:200:2]) // 2:
            return content.decode("utf-16-be")
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        found = text.visible(content.decode("cp1258"))
    except UnicodeDecodeError as error:
        raise _unreadable_letters() from error
    return found


def _unreadable_letters() -> TableFileError:
    return TableFileError(
        _("The letters of this file cannot be read. Save it as “CSV UTF-8” or as .xlsx and send it again.")
    )


def _delimiter(head: str) -> str:
    outside = "".join(part for index, part in enumerate(head.split('"')) if index % 2 == 0)
    return max((";", ",", "\t"), key=lambda sign: (outside.count(sign), sign == ";"))


def _csv_rows(content: bytes) -> Iterator[Row]:
    words = decode(content)
    if "\x00" in words:
        raise _unreadable_letters()
    # Excel may write the sign that it used above the table.
    first, _break, rest = words.partition("\n")
    skipped = 0
    if first.strip().lower().startswith("sep=") and len(first.strip()) == len("sep=;"):
        sign, words, skipped = first.strip()[-1], rest, 1
    else:
        sign = _delimiter(words[:20_000].partition("\n")[0])
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(words, newline=""), delimiter=sign)
    try:
        for number, row in enumerate(reader, start=1 + skipped):
            yield number, tuple(cell if cell else None for cell in row[:MOST_COLUMNS])
    except csv.Error as error:
        raise TableFileError(
            _("The file cannot be read from line %(line)d on: a quotation mark is missing or a cell is too long."),
            {"line": reader.line_num + skipped},
        ) from error
