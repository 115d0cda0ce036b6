"""How complete a profile is, and what would help most."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from showcase.domain.completeness import FULL, PARTS, measure
from showcase.forms.technologies import STEPS

FIELDS = sorted({option for part in PARTS for name in part.fields for option in name.split("|")})
ROWS = {"pictures", "specifications", "rights", "transfer_forms", "cooperation"}
EVERYTHING: dict[str, Any] = {name: [1, 2, 3] if name in ROWS else "x" for name in FIELDS}


def test_weights_sum_to_a_hundred_and_point_at_fields_of_their_step() -> None:
    assert sum(part.weight for part in PARTS) == FULL
    for part in PARTS:
        meta: Any = STEPS[part.step][1].Meta  # type: ignore[attr-defined]  # every step has one
        asked = {*meta.fields, *getattr(meta, "formsets", {})}
        assert {option for name in part.fields for option in name.split("|")} <= asked


def test_nothing_and_everything() -> None:
    empty = measure({})
    assert empty.points == 0
    assert sum(hint.points for hint in empty.hints) == FULL
    assert empty.best[0].code == "figures"
    full = measure(EVERYTHING)
    assert (full.points, full.hints) == (FULL, ())


def test_rows_count_up_to_enough_and_hints_name_the_gap() -> None:
    one = measure({**EVERYTHING, "specifications": [1]})
    assert 90 <= one.points < FULL
    assert [hint.field for hint in one.hints] == ["specifications"]
    assert measure({**EVERYTHING, "solution": "  "}).hints[0].field == "solution"
    assert measure({**EVERYTHING, "price_min": None}).points == FULL, "one end of the range is enough"


@given(st.sets(st.sampled_from(FIELDS)), st.sampled_from(FIELDS))
def test_adding_something_never_costs_points(filled: set[str], more: str) -> None:
    before = measure({name: EVERYTHING[name] for name in filled})
    after = measure({name: EVERYTHING[name] for name in filled | {more}})
    assert after.points >= before.points
    assert [hint.points for hint in after.hints] == sorted((hint.points for hint in after.hints), reverse=True)
