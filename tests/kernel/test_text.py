"""Folding, tone placement, slugs and sorting."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kernel import slugs, sorting, text


@pytest.mark.parametrize(
    ("given_text", "folded"),
    [
        ("Điện tử", "dien tu"),
        ("đien tu", "dien tu"),
        ("HỘI CHỢ", "hoi cho"),
        ("Hoà Bình", "hoa binh"),
        ("Hòa  Bình ", "hoa binh"),
        ("Ươm tạo", "uom tao"),
        ("Đổi mới SÁNG TẠO", "doi moi sang tao"),
    ],
)
def test_fold_strips_marks_and_case(given_text: str, folded: str) -> None:
    assert text.fold(given_text) == folded
    assert text.fold(unicodedata.normalize("NFD", given_text)) == folded


@pytest.mark.parametrize(
    ("given_text", "placed"),
    [
        ("hoà", "hòa"),
        ("Hoà", "Hòa"),
        ("HOÀ", "HÒA"),
        ("thuỷ", "thủy"),
        ("khoẻ", "khỏe"),
        ("quý", "quý"),
        ("Quỳ", "Quỳ"),
        ("hoàn", "hoàn"),
        ("khoản", "khoản"),
        ("huyền", "huyền"),
        ("hoà bình, thuỷ lợi", "hòa bình, thủy lợi"),
    ],
)
def test_place_tones_uses_one_style(given_text: str, placed: str) -> None:
    assert text.place_tones(given_text) == placed


def test_accented_key_keeps_marks_apart() -> None:
    assert text.accented_key("bán") != text.accented_key("bàn")
    assert text.accented_key("Hoà Bình") == text.accented_key("hòa bình")


@given(st.text())
def test_fold_of_fold_is_fold(anything: str) -> None:
    once = text.fold(anything)
    assert text.fold(once) == once


@given(st.text())
def test_accented_key_ignores_normal_form(anything: str) -> None:
    assert text.accented_key(unicodedata.normalize("NFD", anything)) == text.accented_key(
        unicodedata.normalize("NFC", anything)
    )


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Đổi mới công nghệ", "doi-moi-cong-nghe"),
        ("Sấy bơm nhiệt hai cấp cho tỏi, hành (0,52 kWh/kg nước)", "say-bom-nhiet-hai-cap-cho-toi-hanh-052-kwhkg-nuoc"),
        ("", "trang"),
        ("!!!", "trang"),
    ],
)
def test_slug_is_plain_ascii(title: str, slug: str) -> None:
    assert slugs.slug(title) == slug


def test_slug_is_cut_at_a_word() -> None:
    made = slugs.slug("công nghệ " * 30)
    assert len(made) <= slugs.MAX_LENGTH
    assert made.endswith(("cong", "nghe"))


def test_vietnamese_key_orders_letters_then_tones() -> None:
    ordered = ["an", "ăn", "ân", "ba", "bà", "bả", "bã", "bá", "bạ", "da", "đa", "ê", "ô", "ơ", "u", "ư"]
    assert sorted(["ư", "bà", *ordered[:4], *ordered[5:-1]], key=sorting.vietnamese_key) == ordered
