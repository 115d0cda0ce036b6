"""Numbers on the plan of a hall stay within their booths."""

import pytest

from events import floor_plan
from events.models import Booth, Hall
from portal.kernel import clock

WIDEST = 0.72
"""A bold letter A of the widest font that the admin falls back to."""


@pytest.mark.parametrize(("number", "width", "depth"), [("A01", 30, 30), ("B112", 20, 30), ("7", 30, 10)])
def test_a_number_leaves_a_margin(number: str, width: int, depth: int) -> None:
    hall = Hall(pk=1, code="A", width=400, depth=200)
    booth = Booth(pk=1, hall=hall, number=number, x=0, y=0, width=width, depth=depth)
    [planned] = floor_plan.halls(plan=[hall], booths=[booth], now=clock.now(), names={}, urls={})
    [shape] = planned.shapes
    assert float(shape.size) * WIDEST * len(number) <= width * 0.85
    assert float(shape.size) <= depth / 2
