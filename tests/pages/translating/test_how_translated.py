"""What stands beside a text in the editor of translations: who or what translated it, and on which day."""

from datetime import UTC, datetime

import pytest
from django.utils import translation
from wagtail_localize.models import StringTranslation

from portal.pages import admin_words

LATE: int = 20
"""An hour of Greenwich at which Việt Nam has the next day already."""


def _said(language: str, kind: str, tool: str = "") -> str:
    record = StringTranslation(
        translation_type=kind, tool_name=tool, updated_at=datetime(2026, 11, 29, LATE, tzinfo=UTC)
    )
    with translation.override(language):
        return str(record.get_comment())


@pytest.mark.parametrize(
    ("kind", "tool", "vietnamese", "english"),
    [
        ("manual", "", "Dịch thủ công ngày 30/11/2026", "Translated manually on 30 November 2026"),
        ("manual", "PO File", "Dịch bằng tệp PO ngày 30/11/2026", "Translated with a PO file on 30 November 2026"),
        ("machine", "", "Dịch máy ngày 30/11/2026", "Machine translated on 30 November 2026"),
        ("machine", "Máy", "Dịch bằng Máy ngày 30/11/2026", "Translated with Máy on 30 November 2026"),
    ],
)
def test_days_are_said_in_the_language_of_the_reader(kind: str, tool: str, vietnamese: str, english: str) -> None:
    assert _said("vi", kind, tool) == vietnamese
    assert _said("en", kind, tool) == english


def test_the_script_has_its_words_in_the_language_of_the_reader() -> None:
    with translation.override("vi"):
        said = admin_words.script()
    assert "Thao tác khác" in said.encode().decode("unicode_escape")
    assert "<script" in said
