"""What is read: file types, disguises, encodings, dates, numbers, formulas, headings."""

import io
import zipfile
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from portal.kernel import clock, errors, spreadsheets
from portal.kernel.languages import Language
from portal.tables import cells, headings, sources
from portal.tables.cells import CellError, CellReader
from portal.tables.columns import Choice, Column
from portal.tables.domain import batch as batches
from portal.tables.enums import CellKind
from portal.tables.models import ImportBatch
from tests.factories import exhibitors, tables
from tests.factories import showcase as factory

LISTED = (
    Choice("drying", "Sấy", "Drying"),
    Choice("say", "Say", "Drunk"),
    Choice("old", "Cũ", "Old", is_offered=False),
)


@pytest.fixture
def market(site: Any) -> SimpleNamespace:
    return factory.make_market(site)


def read(kind: CellKind, raw: Any, **options: Any) -> Any:
    return CellReader(Column(code="x", label="x", kind=kind, choices=lambda: LISTED, **options)).read(raw)


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        (CellKind.LINE, "  Sấy\u200b  tỏi\u202e ", "Sấy tỏi"),
        (CellKind.LINE, "Sa\u0302\u0301y", "Sấy"),
        (CellKind.LINE, "a\x00b", "ab"),
        (CellKind.LINE, 2300123456.0, "2300123456"),
        (CellKind.LINE, "'=SUM(A1)", "=SUM(A1)"),
        (CellKind.TEXT, "a \r\n\r\n b", "a\n\nb"),
        (CellKind.NUMBER, "380.000.000 đ", 380_000_000),
        (CellKind.NUMBER, 8.0, 8),
        (CellKind.DECIMAL, "1.234,5", "1234.5"),
        (CellKind.DECIMAL, 0.52, "0.52"),
        (CellKind.DATE, "5/3/2026", "2026-03-05"),
        (CellKind.DATE, datetime(2026, 3, 5), "2026-03-05"),  # noqa: DTZ001 -- as cells hold it
        (CellKind.DATE, "2026-03-05", "2026-03-05"),
        (CellKind.FLAG, "Có", True),
        (CellKind.FLAG, False, False),
        (CellKind.CHOICE, "sấy", "drying"),
        (CellKind.CHOICE, "say", "say"),
        (CellKind.CHOICE, "DRYING", "drying"),
        (CellKind.CHOICES, "Sấy; Drunk;", ["drying", "say"]),
        (CellKind.LINE, "   ", None),
    ],
)
def test_cell_is_read(kind: CellKind, raw: Any, value: Any) -> None:
    assert read(kind, raw) == value


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        (CellKind.LINE, "=1+1"),
        (CellKind.LINE, "#REF!"),
        (CellKind.LINE, object()),
        (CellKind.LINE, "x" * 31_000),
        (CellKind.NUMBER, "tám"),
        (CellKind.NUMBER, "8,5"),
        (CellKind.NUMBER, -1),
        (CellKind.NUMBER, True),
        (CellKind.NUMBER, float("inf")),
        (CellKind.DECIMAL, "NaN"),
        (CellKind.DATE, "12/25/2026"),
        (CellKind.DATE, "25/12/26"),
        (CellKind.DATE, "hôm qua"),
        (CellKind.FLAG, "có lẽ"),
        (CellKind.CHOICE, "sẩy"),
        (CellKind.CHOICE, "không có"),
        (CellKind.CHOICES, "Sấy; không có"),
    ],
)
def test_cell_is_refused_in_both_languages(kind: CellKind, raw: Any) -> None:
    with pytest.raises(CellError) as refused:
        read(kind, raw)
    kept = refused.value.as_json("x")
    assert set(kept["words"]) == {"vi", "en"}
    assert len(kept["value"]) <= 200


def archive(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return target.getvalue()


def workbook(**values: Any) -> bytes:
    book = Workbook()
    book.active.append(["title"])
    book.active.append([values.get("title", "Sấy")])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


REFUSED = {
    "empty": b"",
    "blank": b"  \n ",
    "old-or-encrypted": sources.OLE + b"\x00" * 600,
    "macros": archive({"xl/workbook.xml": b"<a/>", "xl/vbaProject.bin": b"x"}),
    "word": archive({"word/document.xml": b"<a/>"}),
    "bomb": archive({"xl/workbook.xml": b"<a/>", "xl/worksheets/sheet1.xml": b"0" * (sources.LARGEST_UNPACKED + 1)}),
    "words-bomb": archive({"xl/workbook.xml": b"<a/>", "xl/sharedStrings.xml": b"0" * (sources.LARGEST_WORDS + 1)}),
    "entities": archive({"xl/workbook.xml": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
    "truncated": workbook()[:-400],
    "pdf-and-zip": b"%PDF-1.7\n" + workbook(),
    "picture": b"\x89PNG\r\n\x1a\n" + b"0" * 60,
    "page": b"<!DOCTYPE html><script>alert(1)</script>",
}


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_file_that_is_no_table_is_refused(name: str) -> None:
    content = REFUSED[name]
    with pytest.raises(sources.TableFileError) as refused:
        sources.check(io.BytesIO(content), size=len(content))
    assert refused.value.field == "file"
    assert refused.value.words["vi"] != refused.value.words["en"]


def test_file_that_is_too_large_is_refused_unread() -> None:
    with pytest.raises(sources.TableFileError):
        sources.check(io.BytesIO(b"a"), size=sources.LARGEST_FILE + 1)


@pytest.mark.parametrize("name", ["bang.xlsm", "bang.xls", "bang.exe", "../../x.csv"])
def test_name_of_a_file_is_not_believed(name: str) -> None:
    content = workbook()
    assert sources.check(SimpleUploadedFile(name, content), size=len(content)) == "xlsx"


@pytest.mark.parametrize(
    "content", [b"a;b\n\x00\x01\x02;c\n", b"\x7fELF\x02\x01\x01" + bytes(64), "a;b\n".encode("utf-16-le")]
)
def test_binary_file_called_csv_is_told_what_to_do(content: bytes) -> None:
    with pytest.raises(sources.TableFileError) as refused:
        sources.check(SimpleUploadedFile("x.csv", content), size=len(content))
    assert refused.value.field == "file"
    assert "không đọc được như một bảng dạng văn bản" in refused.value.words["vi"]
    assert "CSV UTF-8" in refused.value.words["vi"]


VIETNAMESE = "Mã;Công nghệ làm gì *;Tóm tắt\r\nA;Sấy tỏi;Tốt\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1258"])
def test_encodings_of_csv(encoding: str) -> None:
    import unicodedata

    words = "Mã;Tiêu đề;Tóm tắt\r\nA;Sấy đồ gốm;Được\r\n"
    if encoding == "cp1258":
        # Windows-1258 writes tones as marks of their own.
        words = "".join(
            unicodedata.normalize("NFD", char) if len(char.encode("cp1258", "ignore")) == 0 else char for char in words
        )
        decomposed = []
        for char in words:
            try:
                char.encode("cp1258")
                decomposed.append(char)
            except UnicodeEncodeError:
                decomposed.append(unicodedata.normalize("NFKD", char))
        raw = unicodedata.normalize("NFC", "M\xe3;Ti\xeau \u0111\xea\u0300;x\r\n").encode("cp1258", "ignore")
        raw = "Ma\u0303;Tiêu đê\u0300\r\nA;Sâ\u0301y đô\u0300 gô\u0301m\r\n".encode("cp1258")
        assert sources.decode(raw).splitlines()[1] == "A;Sấy đồ gốm"
        return
    assert sources.decode(words.encode(encoding)).splitlines()[1] == "A;Sấy đồ gốm;Được"


@pytest.mark.parametrize("content", ["title\nSấy".encode("utf-16-le"), "title\nSấy".encode("utf-16-be")])
def test_utf_16_without_its_mark_is_understood(content: bytes) -> None:
    assert sources.decode(content) == "title\nSấy"


@pytest.mark.parametrize("sign", [";", ",", "\t"])
def test_sign_between_cells_is_found(sign: str) -> None:
    content = f'title{sign}"a;b,c"\nx{sign}"1\n2"\n'.encode()
    with sources.rows(io.BytesIO(content), "csv") as rows:
        assert [row for _number, row in rows] == [("title", "a;b,c"), ("x", "1\n2")]


def test_line_of_excel_that_names_the_sign_is_passed_over() -> None:
    with sources.rows(io.BytesIO(b"sep=,\ntitle,b\nx,y\n"), "csv") as rows:
        assert list(rows) == [(2, ("title", "b")), (3, ("x", "y"))]


def test_open_quotation_mark_and_nul_are_refused_with_a_sentence() -> None:
    long = b'title\n"' + b"x" * (sources.LONGEST_CELL + 10)
    for content in (long, b"title\nab\x00cd and much more text than that\n"):
        with pytest.raises(sources.TableFileError), sources.rows(io.BytesIO(content), "csv") as rows:
            list(rows)


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "MOST_ROWS", 5)
    content = b"title\n" + b"x\n" * 20
    with pytest.raises(sources.TableFileError), sources.rows(io.BytesIO(content), "csv") as rows:
        list(rows)


COLUMNS = (
    Column(code="code", label="Code"),
    Column(code="title", label="Title"),
    Column(code="trl", label="Level", kind=CellKind.NUMBER),
)


def matched(*rows: tuple[Any, ...]) -> tuple[dict[int, str], list[tuple[int, tuple[Any, ...]]]]:
    columns, data = headings.match(iter(list(enumerate(rows, start=1))), COLUMNS)
    return columns, list(data)


def test_codes_win_over_headings_and_the_example_is_left_out() -> None:
    columns, data = matched(("Level", "Title", "Code"), ("code", "title", "trl"), ("VÍ DỤ", "x", 3), ("a", "y", 4))
    assert columns == {0: "code", 1: "title", 2: "trl"}
    assert data == [(4, ("a", "y", 4))]


def test_headings_are_found_below_a_title_and_in_any_case() -> None:
    columns, data = matched(("Bảng của chúng tôi", None), ("TITLE *", "Something else"), ("a", "b"))
    assert columns == {0: "title"}
    assert data == [(3, ("a", "b"))]


def test_table_without_headings_is_refused() -> None:
    with pytest.raises(sources.TableFileError):
        matched(("a", "b"), ("c", "d"))


@given(st.text(max_size=40))
def test_quoted_text_comes_back_and_is_no_formula(text: str) -> None:
    quoted = spreadsheets.quoted(text)
    assert spreadsheets.unquoted(quoted) == text
    assert not quoted.startswith(spreadsheets.FORMULA_SIGNS)


WORDS = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=60)


@given(WORDS)
def test_stored_words_come_back_from_a_file(words: str) -> None:
    for kind in (CellKind.LINE, CellKind.TEXT):
        reader = CellReader(Column(code="x", label="x", kind=kind))
        normal = reader.normal(words)
        for language in Language:
            assert reader.read(reader.write(normal, language)) == normal
            assert reader.read(cells.as_text(reader.write(normal, language)) or None) == normal


@given(
    st.lists(
        st.tuples(WORDS.filter(lambda w: cells.text.line(w).replace("|", "/")), st.decimals(-(10**9), 10**9, places=4)),
        max_size=4,
    )
)
def test_stored_lines_come_back_from_a_file(rows: list[Any]) -> None:
    parts = (
        Column(code="name", label="Name"),
        Column(code="value", label="Value", kind=CellKind.DECIMAL, least=-(10**9)),
    )
    reader = CellReader(Column(code="x", label="x", kind=CellKind.ROWS, parts=parts))
    normal = reader.normal([[name, str(value)] for name, value in rows])
    for language in Language:
        assert reader.read(reader.write(normal, language)) == normal


def test_unreadable_table_is_refused_with_words_in_both_languages(market: SimpleNamespace) -> None:
    owner = exhibitors.owner_of(market.organisation)
    batch = tables.send(SimpleUploadedFile("x.csv", b"a;b\n1;2\n"), by=owner, scope=market.organisation.pk)
    assert batch.state == "refused"
    assert set(batch.failure) == {"vi", "en"}
    only_headings = tables.send(SimpleUploadedFile("x.csv", b"title;trl\n"), by=owner, scope=market.organisation.pk)
    assert only_headings.state == "refused"


def test_open_imports_are_limited(market: SimpleNamespace) -> None:
    owner = exhibitors.owner_of(market.organisation)
    for index in range(batches.MOST_OPEN):
        tables.send(tables.xlsx([{"title": f"Một {index}"}]), by=owner, scope=market.organisation.pk)
    with pytest.raises(errors.LimitReachedError):
        tables.send(tables.xlsx([{"title": "Quá"}]), by=owner, scope=market.organisation.pk)
    batches.discard(batch=ImportBatch.objects.latest("pk"), by=owner, now=clock.now())
    tables.send(tables.xlsx([{"title": "Được"}]), by=owner, scope=market.organisation.pk)
