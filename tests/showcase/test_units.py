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
