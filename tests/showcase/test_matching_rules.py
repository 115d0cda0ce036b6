"""Matching without pages: units, words, every part of the score, and what must hold whatever is compared."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from showcase import match_index
from showcase.domain import matching, units, wording
from showcase.enums import Operator
from showcase.match_enums import MatchSide, ReasonKind


def figure(name: str, value: str, unit: str) -> matching.Figure:
    return matching.Figure({"vi": name}, Decimal(value), unit)


def target(name: str, operator: Operator, value: str, unit: str) -> matching.Target:
    return matching.Target({"vi": name}, Decimal(value), unit, operator=operator)


def terms(*texts: str) -> tuple[str, ...]:
    return tuple(wording.terms(texts))


NEED_TEXT = "Giảm hao hụt khi sấy tỏi"
WANTED = matching.Wanted(
    main_field="drying",
    fields=frozenset({"drying"}),
    ipc=frozenset({"F26B 21/04"}),
    terms=terms(NEED_TEXT),
    written=wording.terms([NEED_TEXT]),
    trl_minimum=7,
    cooperation=frozenset({"licence"}),
    targets=(target("Điện năng", Operator.AT_MOST, "0.6", "kWh/kg"),),
    ceiling=1_000_000_000,
    place="phuong-thu",
    province="bac-ninh",
    lead_days=120,
)
OFFERED = matching.Offered(
    main_field="drying",
    fields=frozenset({"drying", "energy"}),
    ipc=frozenset({"F26B 3/00"}),
    terms=terms("Máy sấy tỏi giảm hao hụt"),
    trl=8,
    cooperation=frozenset({"licence", "sale"}),
    figures=(figure("Tiêu thụ điện năng", "0.52", "kWh/kg"),),
    price=400_000_000,
    place="phuong-thu",
    province="bac-ninh",
)


def points(found: matching.Match | None, kind: ReasonKind) -> int:
    assert found is not None
    return sum(reason.points for reason in found.reasons if reason.kind is kind)


def test_everything_that_fits_scores_a_hundred() -> None:
    found = matching.match(WANTED, OFFERED)
    assert found is not None
    assert found.score == 100
    assert all(reason.speaks_for for reason in found.reasons)
    assert {reason.kind for reason in found.reasons} == set(ReasonKind)


@pytest.mark.parametrize(
    ("change", "kind", "expected"),
    [
        ({"main_field": "energy", "fields": frozenset({"energy", "drying"})}, ReasonKind.FIELD, 16),
        ({"ipc": frozenset({"A23B 7/02"})}, ReasonKind.PATENT_CLASS, 0),
        ({"fields": frozenset(), "main_field": ""}, ReasonKind.PATENT_CLASS, 20),
        ({"terms": ()}, ReasonKind.WORDS, 0),
        ({"figures": ()}, ReasonKind.FIGURE, 0),
        ({"figures": (figure("Điện năng", "0.9", "kWh/kg"),)}, ReasonKind.FIGURE, 0),
        ({"figures": (figure("Điện năng", "1.8", "MJ/kg"),)}, ReasonKind.FIGURE, 15),
        ({"figures": (figure("Điện năng", "0.1", "kWh"),)}, ReasonKind.FIGURE, 0),
        ({"cooperation": frozenset({"sale"})}, ReasonKind.COOPERATION, 0),
        ({"price": 1_000_000_001}, ReasonKind.BUDGET, 0),
        ({"price": None}, ReasonKind.BUDGET, 0),
        ({"place": "xa-khac"}, ReasonKind.PLACE, 3),
        ({"place": "xa-khac", "province": "tinh-khac"}, ReasonKind.PLACE, 0),
        ({"trl": 7}, ReasonKind.TIME, 0),
    ],
)
def test_each_part_counts_by_its_own(change: dict[str, Any], kind: ReasonKind, expected: int) -> None:
    assert points(matching.match(WANTED, replace(OFFERED, **change)), kind) == expected


@pytest.mark.parametrize("level", [None, 1, 6])
def test_nothing_below_the_lowest_level_accepted_is_a_match(level: int | None) -> None:
    assert matching.match(WANTED, replace(OFFERED, trl=level)) is None


@pytest.mark.parametrize(("level", "expected"), [(9, 12), (7, 12), (5, 8), (2, 4)])
def test_without_a_minimum_maturity_still_counts(level: int, expected: int) -> None:
    found = matching.match(replace(WANTED, trl_minimum=None), replace(OFFERED, trl=level))
    assert points(found, ReasonKind.MATURITY) == expected


def test_a_broad_field_alone_is_no_match() -> None:
    bare: dict[str, Any] = {"ipc": frozenset(), "terms": ()}
    assert matching.match(replace(WANTED, **bare), replace(OFFERED, figures=(), **bare)) is None
    assert matching.match(replace(WANTED, **bare), replace(OFFERED, **bare)) is not None, "a figure is something"
    assert matching.match(WANTED, replace(OFFERED, fields=frozenset(), main_field="", **bare)) is None


def test_what_speaks_against_is_said_and_adds_nothing() -> None:
    found = matching.match(
        WANTED, replace(OFFERED, figures=(figure("Điện năng", "0.9", "kWh/kg"),), price=2_000_000_000)
    )
    assert found is not None
    against = [reason for reason in found.reasons if not reason.speaks_for]
    assert {reason.kind for reason in against} == {ReasonKind.FIGURE, ReasonKind.BUDGET}
    assert sum(reason.points for reason in against) == 0


@pytest.mark.parametrize(
    ("first", "second", "times"),
    [
        ("kWh/kg", "MJ/kg", Fraction(18, 5)),
        ("m³/h", "l/phút", Fraction(50, 3)),
        ("tấn/h", "kg/giờ", Fraction(1000)),
        ("m3/ngày", "m³/h", Fraction(1, 24)),
        ("%", "‰", Fraction(10)),
        ("phút", "giây", Fraction(60)),
        ("chi tiết/phút", "chi tiết/h", Fraction(60)),
        ("triệu đồng", "đ", Fraction(1_000_000)),
        ("µm", "nm", Fraction(1000)),
        ("MPa", "bar", Fraction(10)),
        ("°C", "oC", Fraction(1)),
        ("ha", "m²", Fraction(10_000)),
    ],
)
def test_units_are_converted(first: str, second: str, times: Fraction) -> None:
    one, other = units.read(first), units.read(second)
    assert one.dimension == other.dimension
    assert one.size / other.size == times


@pytest.mark.parametrize(
    ("first", "second"), [("kWh", "kW"), ("kg", "m³"), ("%", ""), ("HV", "MPa"), ("kg/h", "kg"), ("người", "máy")]
)
def test_units_of_different_things_are_not_compared(first: str, second: str) -> None:
    assert units.read(first).dimension != units.read(second).dimension


def test_figures_of_other_names_are_not_compared() -> None:
    loss = target("Hao hụt khối lượng", Operator.AT_MOST, "6", "%")
    assert matching.same_measure(loss, figure("Hao hụt", "4", "%"))
    assert matching.same_measure(loss, figure("Tỷ lệ hao hụt khối lượng", "4", "%"))
    assert not matching.same_measure(loss, figure("Độ ẩm", "4", "%"))
    assert not matching.same_measure(loss, figure("", "4", "%"))


def test_words_are_folded_and_stop_words_tell_nothing() -> None:
    found = wording.terms(["Máy sấy TỎI, cho hộ; máy sấy tỏi"])
    assert found["say toi"] == "sấy tỏi"
    assert "cho" not in found
    assert wording.weight("say toi") > wording.weight("say") > wording.weight("may")
    assert set(wording.terms(["hoà"])) == set(wording.terms(["hòa"]))


# Properties -----------------------------------------------------------------------------------------------------------

CODES = st.sampled_from(["drying", "energy", "water", "crafts"])
WORDS = st.text("abcdeghiklmnopqrstuvxyđâêôơư ", max_size=60)
SHAPES = st.tuples(
    st.sampled_from(["Điện năng", "Hao hụt khối lượng", "Năng suất", "Tốc độ"]),
    st.decimals("0.01", "9999", places=2),
    st.sampled_from(["kWh/kg", "MJ/kg", "%", "kg/h", "tấn/h", "", "chi tiết/phút"]),
)
FIGURES = st.lists(SHAPES.map(lambda row: matching.Figure({"vi": row[0]}, row[1], row[2])), max_size=4).map(tuple)
TARGETS = st.lists(
    st.tuples(SHAPES, st.sampled_from(Operator)).map(
        lambda row: matching.Target({"vi": row[0][0]}, row[0][1], row[0][2], operator=row[1])
    ),
    max_size=4,
).map(tuple)
TOPIC: dict[str, Any] = {
    "main_field": CODES,
    "fields": st.frozensets(CODES),
    "ipc": st.frozensets(st.sampled_from(["F26B 21/04", "F26B 3/00", "A23B 7/02", "C02F 1/28"])),
    "terms": WORDS.map(lambda words: tuple(wording.terms([words]))),
    "cooperation": st.frozensets(st.sampled_from(["licence", "sale"])),
    "place": st.sampled_from(["", "x", "y"]),
    "province": st.sampled_from(["", "p", "q"]),
}
NEEDS = st.builds(
    matching.Wanted,
    **TOPIC,
    trl_minimum=st.one_of(st.none(), st.integers(1, 9)),
    targets=TARGETS,
    ceiling=st.one_of(st.none(), st.sampled_from([200_000_000, 1_000_000_000])),
    lead_days=st.one_of(st.none(), st.integers(-30, 1000)),
)
TECHNOLOGIES = st.builds(
    matching.Offered,
    **TOPIC,
    trl=st.one_of(st.none(), st.integers(1, 9)),
    figures=FIGURES,
    price=st.one_of(st.none(), st.integers(0, 5_000_000_000)),
)


@settings(max_examples=300)
@given(NEEDS, TECHNOLOGIES)
def test_scores_are_bounded_and_are_the_sum_of_what_is_shown(
    wanted: matching.Wanted, offered: matching.Offered
) -> None:
    found = matching.match(wanted, offered)
    if found is not None:
        assert 0 <= found.score <= 100
        assert found.score == sum(reason.points for reason in found.reasons)
        assert all(reason.points >= 0 for reason in found.reasons)
        assert all(reason.points == 0 for reason in found.reasons if not reason.speaks_for)
        assert sum(reason.points for reason in found.reasons if reason.kind is ReasonKind.FIGURE) <= matching.FIGURES


@settings(max_examples=200)
@given(NEEDS, TECHNOLOGIES, st.integers(0, 3))
def test_stating_a_figure_that_meets_a_target_never_lowers_the_score(
    wanted: matching.Wanted, offered: matching.Offered, which: int
) -> None:
    if which >= len(wanted.targets):
        return
    goal = wanted.targets[which]
    step = {Operator.LESS: Decimal("-0.01"), Operator.MORE: Decimal("0.01")}.get(goal.operator, Decimal(0))
    meeting = matching.Figure(goal.names, goal.value + step, goal.unit)
    before = matching.match(wanted, offered)
    after = matching.match(wanted, replace(offered, figures=(*offered.figures, meeting)))
    if before is not None:
        assert after is not None
        assert after.score >= before.score


@settings(max_examples=200)
@given(NEEDS, TECHNOLOGIES)
def test_whatever_may_score_is_among_the_candidates_of_both_sides(
    wanted: matching.Wanted, offered: matching.Offered
) -> None:
    if matching.match(wanted, offered) is None:
        return
    index = match_index.Index()
    index.add(match_index.of_technology(offered))
    assert index.candidates(match_index.of_need(wanted), 10) == [0]
    index = match_index.Index()
    index.add(match_index.of_need(wanted))
    assert index.candidates(match_index.of_technology(offered), 10) == [0]


def test_terms_of_both_sides_have_numbers_of_their_own() -> None:
    numbers = {match_index.number(side, term) for side in MatchSide for term in ("sấy", "say", "field:drying")}
    assert len(numbers) == 6
    assert all(0 <= number < 2**63 for number in numbers)
