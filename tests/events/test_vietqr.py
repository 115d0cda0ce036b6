"""The text of a VietQR code, read back by the rules of EMVCo ("Merchant-Presented Mode", version 1.1) and NAPAS (version 1.5.2)."""

import re

import pytest

from events import vietqr

BANK, ACCOUNT = "970436", "0011012345678"
WHOLE = {"bank_bin": BANK, "account": ACCOUNT, "amount": 6_500_000, "purpose": "GH26 7K4M"}


def crc_by_division(words: str) -> int:
    """Return CRC-16/CCITT-FALSE by long division of polynomials, another way than the code's."""
    polynomial, value = 0x11021, int.from_bytes(words.encode("ascii"), "big") << 16
    value ^= 0xFFFF << (8 * len(words))
    for place in range(value.bit_length() - 1, 15, -1):
        if value >> place & 1:
            value ^= polynomial << (place - 16)
    return value


def objects(words: str) -> dict[str, str]:
    """Return data objects by number; two figures of number, two of length in bytes, the value, nothing left over."""
    found: dict[str, str] = {}
    raw = words.encode("utf-8")
    while raw:
        number, length = raw[:2].decode("ascii"), raw[2:4].decode("ascii")
        assert re.fullmatch(r"\d\d", number), raw
        assert re.fullmatch(r"\d\d", length), raw
        value = raw[4 : 4 + int(length)]
        assert len(value) == int(length) > 0, raw
        assert number not in found
        found[number], raw = value.decode("utf-8"), raw[4 + int(length) :]
    return found


@pytest.mark.parametrize(("words", "expected"), [("123456789", "29B1"), ("", "FFFF"), ("A", "B915")])
def test_known_values_of_crc_16_ccitt_false(words: str, expected: str) -> None:
    """The check value of the catalogue of parametrised CRC algorithms, and two more."""
    assert vietqr.crc(words) == expected
    assert f"{crc_by_division(words):04X}" == expected


def test_a_code_says_bank_account_amount_and_purpose() -> None:
    words = vietqr.payload(**WHOLE)  # type: ignore[arg-type]  # as the table says
    read = objects(words)
    assert list(read) == ["00", "01", "38", "53", "54", "58", "62", "63"]
    assert (read["00"], read["01"], read["53"], read["54"], read["58"]) == ("01", "12", "704", "6500000", "VN")
    napas = objects(read["38"])
    assert (napas["00"], napas["02"]) == ("A000000727", "QRIBFTTA")
    assert objects(napas["01"]) == {"00": BANK, "01": ACCOUNT}
    assert objects(read["62"]) == {"08": "GH26 7K4M"}


def test_the_crc_covers_everything_with_its_own_number_and_length() -> None:
    words = vietqr.payload(**WHOLE)  # type: ignore[arg-type]  # as the table says
    assert words[-8:-4] == "6304"
    assert f"{crc_by_division(words[:-4]):04X}" == words[-4:]
    for place in range(len(words) - 4):
        other = "0" if words[place] != "0" else "1"
        assert vietqr.crc(words[:place] + other + words[place + 1 : -4]) != words[-4:]


def test_without_amount_the_payer_types_it() -> None:
    read = objects(vietqr.payload(bank_bin=BANK, account=ACCOUNT))
    assert list(read) == ["00", "01", "38", "53", "58", "63"]
    assert read["01"] == "11"


@pytest.mark.parametrize(
    ("purpose", "written"),
    [
        ("Phí gian hàng", "PHI GIAN HANG"),
        ("Đặng Thị Hoà – gian A12 (2026)", "DANG THI HOA GIAN A12"),
        ("Nguye\u0302\u0303n", "NGUYEN"),
        ("gian hàng 展位 A1", "GIAN HANG A1"),
        ("x" * 40, "X" * 25),
    ],
)
def test_a_purpose_in_vietnamese_has_as_many_bytes_as_signs(purpose: str, written: str) -> None:
    read = objects(vietqr.payload(bank_bin=BANK, account=ACCOUNT, purpose=purpose))
    said = objects(read["62"])["08"]
    assert " ".join(said.split()).startswith(written)
    assert said.isascii()
    assert len(said) <= vietqr.LONGEST_PURPOSE


@pytest.mark.parametrize("purpose", ["", "   ", "–", "展位", " – "])
def test_a_purpose_of_which_nothing_is_left_is_left_out(purpose: str) -> None:
    assert "62" not in objects(vietqr.payload(bank_bin=BANK, account=ACCOUNT, purpose=purpose))


def test_the_longest_account_and_fee_fit() -> None:
    read = objects(vietqr.payload(bank_bin=BANK, account="A" * 19, amount=10**11, purpose="GH26"))
    assert len(read["54"]) <= 13
    assert objects(objects(read["38"])["01"])["01"] == "A" * 19


def test_a_reference_loses_its_hyphens() -> None:
    assert vietqr.payment_reference("GH-26AB-7K4M") == "GH26AB7K4M"
