"""Documents: found by name, tagged, the same bytes for the same data, and deaf to markup in what people type."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from portal.kernel.languages import Language
from portal.pdf import codes, documents

MOMENT = datetime(2026, 11, 28, 3, 0, tzinfo=UTC)
DATA = {
    "subject": "Chợ công nghệ và thiết bị",
    "facts": [{"term": "Thời gian", "value": "8 giờ"}],
    "holder_words": "Vé của",
    "code_words": "Mã",
    "foot": "Xuất trình mã này.",
    "tickets": [{"holder": "Nguyễn Ánh", "code": "7K3M-9QXD", "qr": codes.picture("T1:ABC"), "qr_words": "Mã của vé"}],
}


def draw(**changes: object) -> bytes:
    return documents.render(
        template="registration/ticket.typ",
        data=DATA | changes,
        title="Vé",
        language=Language.VIETNAMESE,
        moment=MOMENT,
    )


def test_a_document_is_tagged_and_names_its_language() -> None:
    pdf = draw()
    assert pdf.startswith(b"%PDF-")
    assert b"/MarkInfo" in pdf
    assert b"/Lang(vi)" in pdf
    assert b"pdfuaid" in pdf


def test_the_same_data_give_the_same_bytes() -> None:
    assert draw() == draw()
    assert draw(subject="Khác") != draw()


def test_what_people_type_is_text_and_not_markup() -> None:
    assert draw(subject='#panic("x") $ * _ <a> #include "/manage.py" \\').startswith(b"%PDF-")


@pytest.mark.parametrize("name", ["registration/none.typ", "registration/../models.py", "pdf/../../../manage.py"])
def test_only_templates_of_rooms_are_drawn(name: str) -> None:
    with pytest.raises(LookupError):
        documents.render(template=name, data={}, title="x", language=Language.ENGLISH, moment=MOMENT)


def test_an_answer_is_kept_by_nobody() -> None:
    answer = documents.response(pdf=b"%PDF-", name="vé.pdf")
    assert answer["Cache-Control"] == "no-store, private"
    assert answer["X-Robots-Tag"] == "noindex"
    assert "v%C3%A9.pdf" in answer["Content-Disposition"]


def test_a_code_on_a_page_has_neither_style_nor_script() -> None:
    code = codes.inline("T1:ABC")
    assert code.startswith("<svg")
    assert "style" not in code
    assert "<script" not in code


def test_fonts_with_vietnamese_letters_are_inside(tmp_path: Path) -> None:
    assert b"LibertinusSerif" in draw()
