"""What the catalogue step of `make check` refuses."""

import re

import polib
import pytest

from tools import catalogues


@pytest.mark.parametrize(
    ("words", "refused"),
    [
        ("Thư của quý vị đã được gửi.", True),
        ("Quý khách vui lòng chờ.", True),
        ("Kính gửi ông/bà Nguyễn Thị An,", True),
        ("Kính gửi Ông (Bà),", True),
        ("Kính gửi Nguyễn Thị An,", False),
        ("Thư của bạn đã được gửi.", False),
        ("Đá quý và kim loại quý", False),
        ("Quý III năm 2026", False),
    ],
)
def test_one_form_of_address(words: str, refused: bool) -> None:
    catalogue = polib.POFile()
    catalogue.append(polib.POEntry(msgid="x", msgstr=words))
    assert catalogues.addressed(catalogue) == ([words] if refused else [])


def test_one_word_for_mail() -> None:
    other = re.compile(r"(?<![%({\w@/.<)])e-?mail(?![\w})@_])", re.IGNORECASE)
    for path in (catalogues.CATALOGUE, *catalogues.UPSTREAM):
        entries = polib.pofile(str(path))
        assert [entry.msgstr for entry in entries if other.search(entry.msgstr)] == []


def test_the_catalogues_keep_to_it() -> None:
    for path in (catalogues.CATALOGUE, *catalogues.UPSTREAM):
        assert catalogues.addressed(polib.pofile(str(path))) == []
