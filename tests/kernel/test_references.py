"""Reference numbers: their shapes, their signs, and that every room's stay as people know them."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kernel import references
from portal.ui import views

NEW_YEAR = datetime(2026, 12, 31, 18, tzinfo=UTC)
"""In Việt Nam the new year has begun."""
SIGN = "[2-9A-HJKMNP-RT-Y]"


@pytest.mark.parametrize(
    ("made", "shape"),
    [
        (references.make(prefix="QT"), rf"QT-{SIGN}{{8}}"),
        (references.make(prefix="DK", groups=(4, 4)), rf"DK-{SIGN}{{4}}-{SIGN}{{4}}"),
        (references.make(prefix="GY", year_of=NEW_YEAR, groups=(6,)), rf"GY-27-{SIGN}{{6}}"),
        (references.make(groups=(4, 4)), rf"{SIGN}{{4}}-{SIGN}{{4}}"),
        (views.reference(), rf"{SIGN}{{4}}-{SIGN}{{4}}"),
    ],
    ids=["one group", "two groups", "with a year", "without a prefix", "error page"],
)
def test_reference_has_its_shape(made: str, shape: str) -> None:
    assert re.fullmatch(shape, made)


@given(groups=st.lists(st.integers(min_value=1, max_value=8), min_size=1, max_size=4))
def test_reference_has_no_sign_that_is_taken_for_another(groups: list[int]) -> None:
    made = references.make(groups=groups)
    assert [len(part) for part in made.split("-")] == groups
    assert not set(made) & set("01ILOSZ")


def test_references_do_not_repeat() -> None:
    assert len({references.make() for _time in range(500)}) == 500
