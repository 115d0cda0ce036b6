"""Letters that no font has: they are replaced by a visible sign, and nothing else is."""

from typing import Any

import pytest
import typst

from portal.pdf import documents, glyphs, typesetting
from tests.pdf.test_documents import DATA, MOMENT, draw


def holder(name: str) -> list[dict[str, Any]]:
    return [{**DATA["tickets"][0], "holder": name}]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Hội chợ 🎉", "Hội chợ □"),
        ("田中", "□□"),
        ("Kim 김민수", "Kim □□□"),
        ("สมชาย", "□□□□□"),
        ("👍", "□"),
        ("👍🏽 👨‍👩‍👧 ok", "□ □ ok"),
        ("Nguyễn Thị Ánh – “đẹp” 5 ₫", "Nguyễn Thị Ánh – “đẹp” 5 ₫"),
        ("Жуков Ελένη", "Жуков Ελένη"),
    ],
)
def test_a_letter_that_no_font_has_is_replaced_and_the_document_is_drawn(typed: str, shown: str) -> None:
    assert draw(subject=typed, tickets=holder(typed)).startswith(b"%PDF-")
    told = glyphs.with_known_signs({"name": typed, "rows": [{"value": typed}], "number": 3})
    assert told == {"name": shown, "rows": [{"value": shown}], "number": 3}


def test_the_title_is_drawn_too() -> None:
    pdf = documents.render(template="demo/sheet.typ", data={"text": "x"}, title="Chợ 🎉", language="vi", moment=MOMENT)
    assert pdf.startswith(b"%PDF-")


def test_a_document_has_no_substitute_where_nothing_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(glyphs, "with_known_signs", lambda _value: pytest.fail("nothing was missing"))
    assert draw().startswith(b"%PDF-")


def test_more_signs_than_are_asked_for_are_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(glyphs, "MOST", 2)
    assert glyphs.with_known_signs("ắằẳ abc") == "ắằ□ abc"


def test_a_mixture_that_typst_cannot_set_is_drawn_with_latin_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    real = typesetting.compiled

    def compiled(template: Any, *, inputs: Any, **values: Any) -> bytes:
        seen.append(inputs["data"])
        if "Ж" in inputs["data"]:
            raise typesetting.NotCompiledError("refused")
        return real(template, inputs=inputs, **values)

    monkeypatch.setattr(typesetting, "compiled", compiled)
    monkeypatch.setattr(glyphs, "_can_be_drawn", lambda _sign: True)
    assert draw(tickets=holder("Ánh Ж")).startswith(b"%PDF-")
    assert len(seen) == 3
    assert "Ánh □" in seen[-1]


def test_a_panic_inside_typst_is_an_error_like_any_other(monkeypatch: pytest.MonkeyPatch) -> None:
    panic = type("PanicException", (BaseException,), {"__module__": "pyo3_runtime"})

    def compile_(*_args: Any, **_values: Any) -> bytes:
        raise panic("Nguyễn Ánh")

    monkeypatch.setattr(typst, "compile", compile_)
    with pytest.raises(documents.NotDrawnError) as raised:
        draw()
    assert "Ánh" not in str(raised.value)


def test_what_cannot_be_drawn_names_the_template_and_nothing_that_was_typed() -> None:
    with pytest.raises(documents.NotDrawnError) as raised:
        draw(tickets=[{"holder": "Nguyễn Ánh"}])
    assert "registration/ticket.typ" in str(raised.value)
    assert "Ánh" not in str(raised.value)
