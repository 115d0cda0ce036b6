"""What looks like personal data in a comment, and what does not."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.domain import personal_hints
from news.enums import HintKind

DIGITS = st.text("0123456789", min_size=8, max_size=8)
QUIET = st.sampled_from(
    ["Máy tốt lắm.", "Năm 2026 có 34 xã.", "Xin hỏi giá", "Giá 1.500.000.000 đồng", "Công văn 149/KH-UBND", "TRL 7", ""]
)


def _kinds(words: str) -> list[HintKind]:
    return [hint.kind for hint in personal_hints.find(words)]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Gọi tôi 0912 345 678 nhé", HintKind.PHONE),
        ("0912.345.678", HintKind.PHONE),
        ("ĐT:0912345678.", HintKind.PHONE),
        ("số +84 912 345 678", HintKind.PHONE),
        ("+84(0)912", None),
        ("84912345678", HintKind.PHONE),
        ("0222 3822 123", HintKind.PHONE),
        ("(0204) 3854 321", HintKind.PHONE),
        ("Thư về ban.doc+1@example.org.vn, cảm ơn", HintKind.EMAIL),
        ("CCCD 024 199 001234", HintKind.IDENTITY),
        ("024199001234", HintKind.IDENTITY),
        ("CMND: 121234567", HintKind.IDENTITY),
        ("số 121234567", HintKind.IDENTITY),
        ("STK 1903 5678 901 ngân hàng", HintKind.BANK),
        ("số tài khoản: 0071000123456", HintKind.BANK),
        ("19035678901234", HintKind.BANK),
        ("Tôi ở số nhà 15, tổ 3", HintKind.ADDRESS),
        ("nhà số 12 đường Lý Thái Tổ", HintKind.ADDRESS),
        ("ngõ 45/7", HintKind.ADDRESS),
        ("123 phố Nguyễn Du", HintKind.ADDRESS),
        ("12 Ly Thai To Street", HintKind.ADDRESS),
    ],
)
def test_hint_knows_vietnamese_forms(words: str, kind: HintKind | None) -> None:
    assert _kinds(words) == ([kind] if kind else [])


@pytest.mark.parametrize(
    "words",
    [
        "Năm 2025, 2026 và 2030",
        "Giá 1.500.000.000 đồng, tức 500000000 VNĐ",
        "500000000đ",
        "TRL 6 đến TRL 9",
        "Kế hoạch số 149/KH-UBND ngày 12/3/2026",
        "Quyết định 1469/QĐ-TTg, Nghị định 42/2022/NĐ-CP",
        "tăng 12,5% so với 2024-2025",
        "cao 1.200 m, nặng 15.000 kg, 0,912 345",
        "đường tỉnh 295B, quốc lộ 18",
        "Có 12 đường dây mới",
        "Tài khoản của tôi đã khóa năm 2025",
        "bằng sáng chế 1-2019-01234",
    ],
)
def test_hint_raises_no_false_alarm(words: str) -> None:
    assert personal_hints.find(words) == ()


@given(
    before=QUIET, after=QUIET, rest=DIGITS, prefix=st.sampled_from("35789"), gap=st.sampled_from(["", " ", ".", "-"])
)
def test_mobile_number_is_found_among_any_words(before: str, after: str, rest: str, prefix: str, gap: str) -> None:
    number = f"0{prefix}{rest[:1]}{gap}{rest[1:4]}{gap}{rest[4:]}"
    words = f"{before} {number} {after}"
    found = [hint for hint in personal_hints.find(words) if hint.kind is HintKind.PHONE]
    assert [hint.passage for hint in found] == [number]


@given(st.text(max_size=300))
def test_hints_of_any_text_are_ordered_apart_and_quote_it(words: str) -> None:
    composed = unicodedata.normalize("NFC", words)
    end = 0
    for hint in personal_hints.find(words):
        assert hint.start >= end
        assert composed[hint.start : hint.end] == hint.passage
        end = hint.end


@given(st.integers(1000, 2999), st.integers(1, 9999))
def test_years_money_and_documents_raise_no_alarm(year: int, number: int) -> None:
    words = f"Năm {year}, văn bản {number}/QĐ-UBND, {number}.000.000 đồng, TRL {number % 9 + 1}, {number}/{year}/NĐ-CP"
    assert personal_hints.find(words) == ()
