"""Examples worked out by hand: one for each rule of decision 44, and what cannot be ranked."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from django.utils import translation

from awards.scoring import council, figures, ranking, spread, words
from awards.scoring.enums import ScoringMethod, TieBreak, VoteCurve
from awards.scoring.values import Contest, Criterion, Rules, Sheet, UnsoundError

RULES = Rules((Criterion("moi", 60, 10), Criterion("ich", 40, 10)))
ALL = tuple(TieBreak)


def sheets(**given: list[tuple[int, int]]) -> tuple[Sheet, ...]:
    return tuple(
        Sheet(f"J{number}", dossier, {"moi": moi, "ich": ich})
        for dossier, rows in given.items()
        for number, (moi, ich) in enumerate(rows, start=1)
    )


def contest(rules: Rules = RULES, **given: Any) -> Contest:
    extra = {name: given.pop(name) for name in ("votes", "council_votes") if name in given}
    return Contest("che-tao", rules, tuple(given), sheets(**given), **extra)


def told(of: Contest) -> list[tuple[int, str, str]]:
    return [(row.rank, row.dossier, figures.show(row.total)) for row in ranking.rank(of).standings]


def test_mean_of_weighted_sheets() -> None:
    # A: 6*9+4*5=74 and 6*8+4*6=72, so 73; B: 6*7+4*7=70 and 6*8+4*8=80, so 75.
    assert told(contest(A=[(9, 5), (8, 6)], B=[(7, 7), (8, 8)])) == [(1, "B", "75.00"), (2, "A", "73.00")]


@pytest.mark.parametrize(
    ("count", "trim", "away"), [(1, 1, 0), (3, 1, 0), (4, 1, 0), (5, 1, 1), (6, 2, 1), (7, 2, 2), (9, 2, 2), (9, 4, 3)]
)
def test_trimming_leaves_at_least_three_sheets(count: int, trim: int, away: int) -> None:
    assert council.dropped(sheets=count, trim=trim) == away


def test_trimmed_mean_drops_both_ends() -> None:
    rules = replace(RULES, method=ScoringMethod.TRIMMED_MEAN, trim=1)
    # 100, 80, 70, 60, 0: the middle three make 70.
    rows = [(10, 10), (8, 8), (7, 7), (6, 6), (0, 0)]
    assert told(contest(rules, A=rows)) == [(1, "A", "70.00")]
    assert ranking.rank(contest(rules, A=rows)).standings[0].council.mean == 62


def test_ranks_share_the_mean_of_their_places_and_lone_dossiers_get_the_middle() -> None:
    rules = replace(RULES, method=ScoringMethod.RANKS)
    found = ranking.rank(contest(rules, A=[(9, 9)], B=[(5, 5)], C=[(5, 5)], D=[(1, 1)]))
    assert [(row.dossier, row.council.mean_rank, row.total) for row in found.standings] == [
        ("A", 1, 100),
        ("B", Fraction(5, 2), 50),
        ("C", Fraction(5, 2), 50),
        ("D", 4, 0),
    ]
    assert told(contest(rules, A=[(0, 0)])) == [(1, "A", "50.00")]


def test_a_strict_juror_does_not_weigh_more_by_ranks() -> None:
    rules = replace(RULES, method=ScoringMethod.RANKS)
    by_mean = contest(A=[(9, 9), (8, 8), (1, 1)], B=[(8, 8), (7, 7), (9, 9)])
    assert told(by_mean)[0][1] == "B"
    assert told(replace(by_mean, rules=rules))[0][1] == "A"


def test_public_vote_has_its_share_and_no_more() -> None:
    rules = replace(RULES, public_share=20)
    # Council 70 and 60; votes 10 and 40: 0.8*70+0.2*25=61, 0.8*60+0.2*100=68.
    of = contest(rules, A=[(7, 7)], B=[(6, 6)], votes={"A": 10, "B": 40})
    assert told(of) == [(1, "B", "68.00"), (2, "A", "61.00")]
    by_place = replace(of, rules=replace(rules, curve=VoteCurve.RANKS))
    assert told(by_place) == [(1, "B", "68.00"), (2, "A", "56.00")]
    assert told(replace(of, votes={"A": 0, "B": 0})) == [(1, "A", "70.00"), (2, "B", "60.00")]


TIES: list[tuple[TieBreak, dict[str, Any]]] = [
    (TieBreak.HEAVIEST_CRITERION, {"A": [(8, 3)], "B": [(6, 6)]}),
    (TieBreak.MEDIAN, {"A": [(6, 6), (6, 6), (3, 3)], "B": [(5, 5), (5, 5), (5, 5)]}),
    (TieBreak.FEWER_LOW_OUTLIERS, {"A": [(6, 6), (6, 6), (6, 6), (6, 6)], "B": [(9, 9), (6, 6), (6, 6), (3, 3)]}),
    (TieBreak.COUNCIL_VOTE, {"A": [(5, 5)], "B": [(5, 5)], "council_votes": {"A": 5, "B": 2}}),
]


@pytest.mark.parametrize(("tie_break", "given"), TIES, ids=[row[0].value for row in TIES])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_each_tie_break_parts_and_says_so(tie_break: TieBreak, given: dict[str, Any], language: str) -> None:
    found = ranking.rank(contest(replace(RULES, tie_breaks=(tie_break,)), **given))
    assert [(row.rank, row.dossier) for row in found.standings] == [(1, "A"), (2, "B")]
    assert found.partings[0].by == tie_break
    with translation.override(language):
        sentence = words.explain(found.partings[0])
    assert "A" in sentence
    assert ("stands before" in sentence) == (language == "en")
    without = ranking.rank(contest(RULES, **given))
    assert [row.rank for row in without.standings] == [1, 1]
    assert without.partings[0].is_tie
    with translation.override("en"):
        assert words.explain(without.partings[0]) == "A and B share their rank: the rules part them by nothing."


def test_one_vote_and_one_sheet_are_told_as_well_as_many() -> None:
    votes = contest(
        replace(RULES, tie_breaks=(TieBreak.COUNCIL_VOTE,)), **TIES[3][1] | {"council_votes": {"A": 1, "B": 0}}
    )
    sheets = contest(replace(RULES, tie_breaks=(TieBreak.FEWER_LOW_OUTLIERS,)), **TIES[2][1])
    with translation.override("en"):
        said = [words.explain(ranking.rank(one).partings[0]) for one in (votes, sheets)]
    assert said == [
        "A stands before B at equal totals: votes of the council 1 against 0.",
        "A stands before B at equal totals: sheets far below the median 0 against 1.",
    ]


def test_exactly_twenty_points_below_are_no_outlier() -> None:
    row = spread.spread_of(contest(A=[(6, 6), (6, 6), (4, 4), (8, 8)]), "A")
    assert row is not None
    assert (row.low_outliers, row.high_outliers) == ((), ())
    row = spread.spread_of(contest(A=[(6, 6), (6, 6), (4, 3), (8, 9)]), "A")
    assert row is not None
    assert (row.low_outliers, row.high_outliers) == (("J3",), ("J4",))


def test_evened_out_points_know_no_strict_juror() -> None:
    # J1 gives 80 and 60, J2 50 and 30: the mean is 55, the mean distance 15 of all and 10 of each juror's own.
    of = contest(A=[(8, 8), (5, 5)], B=[(6, 6), (3, 3)])
    assert spread.evened_out(of) == {"A": 70, "B": 40}
    assert spread.evened_out(contest(A=[(5, 5)], B=[(5, 5)])) == {"A": 50, "B": 50}
    assert spread.evened_out(contest(A=[])) == {}


def test_order_of_tie_breaks_is_the_editions() -> None:
    given = {"A": [(8, 3)], "B": [(6, 6)], "council_votes": {"A": 0, "B": 7}}
    assert told(contest(replace(RULES, tie_breaks=ALL), **given))[0][1] == "A"
    assert told(contest(replace(RULES, tie_breaks=ALL[::-1]), **given))[0][1] == "B"


def test_council_vote_waits_until_it_is_recorded_for_all_that_are_equal() -> None:
    rules = replace(RULES, tie_breaks=(TieBreak.COUNCIL_VOTE,))
    same = {"A": [(5, 5)], "B": [(5, 5)], "C": [(5, 5)], "D": [(1, 1)]}
    assert [row[0] for row in told(contest(rules, **same, council_votes={"A": 5, "B": 2}))] == [1, 1, 1, 4]
    voted = contest(rules, **same, council_votes={"A": 5, "B": 2, "C": 2})
    assert told(voted) == [(1, "A", "50.00"), (2, "B", "50.00"), (2, "C", "50.00"), (4, "D", "10.00")]


def test_a_dossier_without_a_sheet_has_no_rank() -> None:
    of = contest(A=[(5, 5)], B=[])
    assert ranking.rank(of).unranked == ("B",)
    assert spread.spread_of(of, "B") is None


def test_equal_totals_are_equal_exactly() -> None:
    """In binary fractions three tenths differ from one and two tenths; nobody may lose a prize by that."""
    rules = Rules((Criterion("a", 10, 3), Criterion("b", 20, 3), Criterion("c", 70, 7)))
    of = Contest(
        "x",
        rules,
        ("A", "B"),
        (Sheet("J", "A", {"a": 2, "b": 0, "c": 1}), Sheet("J", "B", {"a": 0, "b": 1, "c": 1})),
    )
    assert [row.rank for row in ranking.rank(of).standings] == [1, 1]


@pytest.mark.parametrize(
    ("value", "shown"),
    [("1/8", "0.13"), ("-1/8", "-0.13"), ("2/3", "0.67"), ("-1/1000", "0.00"), ("100", "100.00"), ("199/200", "1.00")],
)
def test_figures_are_rounded_half_away_from_zero(value: str, shown: str) -> None:
    assert figures.show(Fraction(value)) == shown


def test_figures_of_two_are_told_apart() -> None:
    assert figures.show_apart(Fraction(2, 3), Fraction(667, 1000), ",") == ("0,6667", "0,6670")
    assert figures.show_apart(Fraction(1), Fraction(1)) == ("1.00", "1.00")


def sound(**changes: Any) -> Contest:
    base: dict[str, Any] = {"code": "x", "rules": RULES, "dossiers": ("A",), "sheets": sheets(A=[(1, 1)])}
    return Contest(**{**base, **changes})


UNSOUND: dict[str, Any] = {
    "weights": lambda: Rules((Criterion("a", 99, 1),)),
    "no criteria": lambda: Rules(()),
    "weight nothing": lambda: Criterion("a", 0, 1),
    "no points": lambda: Criterion("a", 1, 0),
    "key twice": lambda: Rules((Criterion("a", 50, 1), Criterion("a", 50, 1))),
    "nothing to trim": lambda: replace(RULES, method=ScoringMethod.TRIMMED_MEAN),
    "mean trimmed": lambda: replace(RULES, trim=1),
    "tie-break twice": lambda: replace(RULES, tie_breaks=(TieBreak.MEDIAN, TieBreak.MEDIAN)),
    "public too strong": lambda: replace(RULES, public_share=21),
    "public negative": lambda: replace(RULES, public_share=-1),
    "dossier twice": lambda: sound(dossiers=("A", "A")),
    "sheet twice": lambda: sound(sheets=sheets(A=[(1, 1)]) * 2),
    "sheet for another": lambda: sound(sheets=sheets(B=[(1, 1)])),
    "criterion missing": lambda: sound(sheets=(Sheet("J", "A", {"moi": 1}),)),
    "criterion unknown": lambda: sound(sheets=(Sheet("J", "A", {"moi": 1, "ich": 1, "x": 1}),)),
    "too many points": lambda: sound(sheets=sheets(A=[(11, 1)])),
    "negative points": lambda: sound(sheets=sheets(A=[(-1, 1)])),
    "half points": lambda: sound(sheets=(Sheet("J", "A", {"moi": 1.5, "ich": 1}),)),  # type: ignore[dict-item]
    "truth as points": lambda: sound(sheets=(Sheet("J", "A", {"moi": True, "ich": 1}),)),
    "votes without share": lambda: sound(votes={"A": 1}),
    "votes missing": lambda: sound(rules=replace(RULES, public_share=5)),
    "negative votes": lambda: sound(rules=replace(RULES, public_share=5), votes={"A": -1}),
    "council votes for another": lambda: sound(council_votes={"B": 1}),
}


@pytest.mark.parametrize("make", UNSOUND.values(), ids=UNSOUND)
def test_what_contradicts_itself_cannot_be_made(make: Any) -> None:
    with pytest.raises(UnsoundError) as refused:
        make()
    assert "%(" not in str(refused.value)
