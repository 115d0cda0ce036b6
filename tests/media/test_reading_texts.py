"""Reading documents in a process of its own: what comes out, and that nothing a file does harms the worker."""

import io
import time
import unicodedata
import zlib

import pypdf
import pytest

from portal.media.enums import TextReason, TextState
from portal.media.texts import encodings, limits, outcome, process, reader, tidy
from portal.media.texts.outcome import Outcome, Reason, State
from tests.factories import documents as factory

TCVN3 = "Céng hßa x· héi chñ nghÜa ViÖt Nam §éc lËp - Tù do - H¹nh phóc"
VNI = "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam Ñoäc laäp - Töï do - Haïnh phuùc"
UNICODE = "Cộng hòa xã hội chủ nghĩa Việt Nam Độc lập - Tự do - Hạnh phúc"


def read(kind: str, data: bytes) -> Outcome:
    return process.read(kind, [data])


def here(kind: str, data: bytes) -> Outcome:
    return reader.read(kind, io.BytesIO(data))


def test_choices_of_the_record_are_what_the_process_tells() -> None:
    assert set(TextState.values) == {state.value for state in State}
    assert {"", *TextReason.values} == {reason.value for reason in Reason}
    assert set(outcome.Reason) > {Reason.NONE}


def test_words_of_a_pdf_page_by_page() -> None:
    found = read("pdf", factory.pdf(factory.lines("Plan for drying garlic"), factory.lines("Second page")))
    assert found == Outcome(State.READ, text="Plan for drying garlic\nSecond page", pages=2)


def test_words_of_a_word_document_in_normal_form() -> None:
    found = read("docx", factory.docx(unicodedata.normalize("NFD", "Hỗ trợ kinh phí"), "Điều 5"))
    assert found.state is State.READ
    assert found.text == "Hỗ trợ kinh phí\nĐiều 5"


def test_nothing_that_a_reader_of_the_word_document_does_not_see() -> None:
    markup = (
        "<w:p><w:del><w:r><w:delText>xóa-đi</w:delText><w:t>xóa-hẳn</w:t></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>dời-đi</w:t></w:r></w:moveFrom>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>giấu-kín</w:t></w:r>"
        '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>hiện</w:t></w:r>'
        "<w:r><w:instrText>HYPERLINK</w:instrText></w:r>"
        "<mc:AlternateContent><mc:Choice><w:r><w:t> một</w:t></w:r></mc:Choice><mc:Fallback><w:r><w:t> hai</w:t></w:r></mc:Fallback>"
        "</mc:AlternateContent><w:r><w:t> cuối</w:t></w:r></w:p>"
    )
    assert here("docx", factory.docx("Đầu", markup=markup)).text == "Đầu\nhiện một cuối"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("Nghị định".encode(), "Nghị định"),
        ("Nghị định".encode("utf-8-sig"), "Nghị định"),
        ("Nghị định".encode("utf-16"), "Nghị định"),
        (TCVN3.encode("cp1252"), UNICODE),
    ],
)
def test_words_of_a_text_file_in_any_encoding(data: bytes, expected: str) -> None:
    assert here("txt", data).text == expected


@pytest.mark.parametrize(("written", "name"), [(TCVN3, "TCVN3"), (VNI, "VNI"), (VNI.upper(), "VNI")])
def test_old_encodings_become_unicode(written: str, name: str) -> None:
    read_, encoding = encodings.decoded(written)
    assert (read_.lower(), encoding) == (UNICODE.lower(), name)


def test_old_encoding_of_a_pdf_is_converted_and_named() -> None:
    found = here("pdf", factory.pdf(factory.lines(TCVN3, "QuyÕt ®Þnh phª duyÖt ­u tiªn")))
    assert found.encoding == "TCVN3"
    assert found.text == f"{UNICODE}\nQuyết định phê duyệt ưu tiên"


@pytest.mark.parametrize(
    "text",
    [
        UNICODE,
        unicodedata.normalize("NFD", UNICODE),
        "Le décret présenté à l'Assemblée générale a été adopté après une séance très animée où l'été régnait déjà",
        "Постановление правительства о поддержке научных исследований и разработок в области сельского хозяйства",
        "Plan of the province",
        "",
    ],
)
def test_text_in_unicode_stays(text: str) -> None:
    assert encodings.decoded(text) == (text, "")


def test_unknown_encoding_is_said() -> None:
    garbage = " ".join(f"a{sign}b\ufffd{sign}" for sign in "¸µ¶·¹¨»¾¼½©®ª")
    assert here("txt", garbage.encode()) == Outcome(State.REFUSED, Reason.ENCODING, pages=1)


def test_headers_page_numbers_and_broken_words() -> None:
    pages = [
        [
            "ỦY BAN NHÂN DÂN TỈNH",
            f"Trang {number}/4",
            f"Nội dung {number} về infor-",
            "mation",
            f"hết {number}",
            "ngày",
            f"- {number} -",
        ]
        for number in range(1, 5)
    ]
    pages[0].insert(2, "Q U Y Ế T  Đ Ị N H")
    pages[1].insert(2, "Kế hoạch số 149/KH-")
    pages[1].insert(3, "UBND khoa học-")
    pages[1].insert(4, "công nghệ")
    text = tidy.joined(pages)
    assert text.count("ỦY BAN NHÂN DÂN TỈNH") == 1
    assert "Trang" not in text
    assert "- 2 -" not in text
    assert text.count("information") == 4
    assert "QUYẾT ĐỊNH" in text
    assert "149/KH-UBND khoa học - công nghệ" in text
    assert all(f"Nội dung {number}" in text for number in range(1, 5))


def test_a_year_alone_on_a_line_in_the_middle_stays() -> None:
    assert "2026" in tidy.joined([["a", "b", "2026", "c", "d"]])


def test_scan_without_text_is_named() -> None:
    assert read("pdf", factory.pdf(b"0 0 595 842 re f")) == Outcome(State.NOTHING, Reason.SCANNED, pages=1)


def test_pdf_with_a_password_is_refused_and_one_closed_to_changes_is_read() -> None:
    def closed(password: str) -> bytes:
        writer = pypdf.PdfWriter(clone_from=io.BytesIO(factory.pdf(factory.lines("Open to read"))))
        writer.encrypt(password, "owner", algorithm="AES-256")
        data = io.BytesIO()
        writer.write(data)
        return data.getvalue()

    assert read("pdf", closed("secret")) == Outcome(State.REFUSED, Reason.ENCRYPTED)
    assert read("pdf", closed("")).text == "Open to read"


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4", b"%PDF-1.4\n" + b"<<" * 20_000, b"\x00" * 5000])
def test_broken_pdf(data: bytes) -> None:
    assert here("pdf", data).state is State.FAILED


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04", factory.archive({"a": b"b"}), factory.archive({"word/document.xml": b"<w:docu"})]
)
def test_broken_word_document(data: bytes) -> None:
    assert here("docx", data) == Outcome(State.FAILED, Reason.BROKEN)


def test_word_document_with_a_password() -> None:
    assert here("docx", b"\xd0\xcf\x11\xe0" + b"\x00" * 600) == Outcome(State.REFUSED, Reason.ENCRYPTED)


def test_pdf_of_two_thousand_pages_is_read_in_part() -> None:
    found = read("pdf", factory.pdf(factory.lines("Page"), number=2000))
    assert found.state is State.READ
    assert found.is_cut
    assert 0 < found.pages <= limits.MOST_PAGES


def test_zip_bomb_is_refused_within_seconds() -> None:
    bomb = factory.archive({"word/document.xml": b"<a>" + b" " * (limits.MOST_UNPACKED + 1)})
    assert len(bomb) < 100_000
    started = time.monotonic()
    assert read("docx", bomb) == Outcome(State.REFUSED, Reason.UNSAFE)
    assert time.monotonic() - started < 30


def test_xml_bomb_and_foreign_entities_are_refused() -> None:
    head = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    assert read("docx", factory.docx(head=head, markup="<w:p>&b;</w:p>")) == Outcome(State.REFUSED, Reason.UNSAFE)
    outside = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    assert (
        here("docx", factory.docx(head=outside, markup="<w:p><w:r><w:t>&a;</w:t></w:r></w:p>")).reason is Reason.UNSAFE
    )


def test_endless_word_document_is_cut() -> None:
    found = read("docx", factory.docx(*["mười chữ"] * 50_000))
    assert found.is_cut
    assert len(found.text) == limits.MOST_CHARACTERS


def test_packed_stream_that_unpacks_without_end_harms_nobody() -> None:
    packed = zlib.compress(b"BT (a) Tj ET " * 20_000_000, 9)
    data = factory.pdf(b"PLACE").replace(
        b"<< /Length 5 >>\nstream\nPLACE", b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s" % (len(packed), packed)
    )
    found = read("pdf", data)
    assert found.state in {State.REFUSED, State.FAILED, State.NOTHING}


def test_file_that_is_too_large_is_not_even_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LARGEST", 1000)
    assert process.read("txt", [b"a" * 600, b"b" * 600]) == Outcome(State.REFUSED, Reason.TOO_LARGE)


def test_reading_that_takes_too_long_is_ended() -> None:
    started = time.monotonic()
    assert process.read("txt", [b"abc"], seconds=0.001) == Outcome(State.REFUSED, Reason.TOO_HEAVY)
    assert time.monotonic() - started < 5


def test_process_that_takes_too_much_memory_ends_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    greedy = process._PROGRAM.replace("reader.main()", "reader.limits.confine(); x = bytearray(2 ** 31)")
    monkeypatch.setattr(process, "_PROGRAM", greedy)
    assert process.read("txt", [b"abc"]) == Outcome(State.REFUSED, Reason.TOO_HEAVY)


def test_process_knows_nothing_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_SECRET_KEY", "canary")
    spy = process._PROGRAM.replace(
        "reader.main()",
        "import os, json; print(json.dumps({'state': 'read', 'reason': '', 'text': ' '.join(os.environ.values()),"
        " 'pages': 0, 'is_cut': False, 'encoding': ''}))",
    )
    monkeypatch.setattr(process, "_PROGRAM", spy)
    assert "canary" not in process.read("txt", [b"abc"]).text


@pytest.mark.parametrize("answer", ["nothing", "{}", '{"state": "other"}', "[1]"])
def test_answer_that_makes_no_sense_is_no_answer(monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    monkeypatch.setattr(process, "_PROGRAM", f"print({answer!r})")
    assert process.read("txt", [b"abc"]) == Outcome(State.FAILED, Reason.BROKEN)
