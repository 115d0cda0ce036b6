"""Units as readers of each language see them."""

import pytest
from django.utils import translation

from showcase import units


@pytest.mark.parametrize(
    ("typed", "english"),
    [
        ("chi tiết/phút", "parts/min"),
        ("Tấn/h", "t/h"),
        ("m³/ngày", "m³/day"),
        ("kWh/kg", "kWh/kg"),
        ("%", "%"),
        ("", ""),
        ("bó", "bó"),
    ],
)
def test_unit_follows_the_language(typed: str, english: str) -> None:
    with translation.override("vi"):
        assert units.shown(typed) == typed
    with translation.override("en"):
        assert units.shown(typed) == english


def test_per_cent_stands_close_to_its_figure() -> None:
    assert units.measured("25", "%") == "25%"
    assert units.measured("25", "%/năm") == "25%/năm"
    assert units.measured("6", "kg") == "6 kg"
    assert units.measured("6", "") == "6"
