"""Rankings of random contests: as the plain model says, and unmoved by what must not matter."""

import itertools
import random
from dataclasses import replace
from fractions import Fraction
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from awards.scoring import council, ranking, spread
from awards.scoring.enums import ScoringMethod
from awards.scoring.values import Contest, Rules, Sheet
from tests.awards.scoring import plain

often = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
seldom = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def ranks(contest: Contest) -> dict[str, int]:
    return {row.dossier: row.rank for row in ranking.rank(contest).standings}


@often
@given(plain.contests())
def test_ranking_is_what_the_plain_model_says(contest: Contest) -> None:
    found = ranking.rank(contest)
    ranked = [row.dossier for row in found.standings]
    assert {row.dossier: row.rank for row in found.standings} == plain.ranks(contest)
    assert {row.dossier: row.total for row in found.standings} == {
        name: plain.total(contest, name, sorted(ranked)) for name in ranked
    }
    assert set(found.unranked) == set(contest.dossiers) - set(ranked)
    assert all(0 <= row.total <= 100 for row in found.standings)


@often
@given(plain.tied())
def test_tie_breaks_are_what_the_plain_model_says(contest: Contest) -> None:
    assert len({row.total for row in ranking.rank(contest).standings}) == 1
    assert ranks(contest) == plain.ranks(contest)


@seldom
@given(plain.contests())
def test_every_pair_is_explained_as_it_is_ranked(contest: Contest) -> None:
    found = ranking.rank(contest)
    place = {row.dossier: row.rank for row in found.standings}
    for first, second in itertools.permutations(place, 2):
        parting = found.between(first, second)
        assert parting == found.between(second, first)
        assert parting.is_tie == (place[first] == place[second])
        assert place[parting.higher] <= place[parting.lower]
        assert parting.by is None or parting.higher_value != parting.lower_value
    assert [(row.higher, row.lower) for row in found.partings] == [
        (first.dossier, second.dossier) for first, second in zip(found.standings, found.standings[1:], strict=False)
    ]


@seldom
@given(plain.contests(), st.randoms(use_true_random=False))
def test_order_of_what_is_handed_in_does_not_matter(contest: Contest, chance: random.Random) -> None:
    def mixed(rows: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(chance.sample(rows, len(rows)))

    rules = replace(contest.rules, criteria=mixed(contest.rules.criteria))
    other = replace(contest, rules=rules, dossiers=mixed(contest.dossiers), sheets=mixed(contest.sheets))
    assert ranking.rank(other) == ranking.rank(contest)


@seldom
@given(plain.contests(), st.permutations(range(7)))
def test_names_do_not_matter(contest: Contest, numbers: list[int]) -> None:
    juror = {f"J-{number}": f"X-{new}" for number, new in enumerate(numbers)}
    dossier = {f"D-{number:02}": f"H-{new}" for number, new in enumerate(numbers)}
    other = replace(
        contest,
        dossiers=tuple(dossier[name] for name in contest.dossiers),
        sheets=tuple(Sheet(juror[row.juror], dossier[row.dossier], row.points) for row in contest.sheets),
        votes={dossier[name]: number for name, number in contest.votes.items()},
        council_votes={dossier[name]: number for name, number in contest.council_votes.items()},
    )
    assert ranks(other) == {dossier[name]: place for name, place in ranks(contest).items()}


@seldom
@given(plain.contests())
def test_a_second_council_that_thinks_the_same_changes_no_total_of_mean_and_ranks(contest: Contest) -> None:
    assume(contest.rules.method != ScoringMethod.TRIMMED_MEAN)
    twins = tuple(replace(row, juror=f"{row.juror}-twin") for row in contest.sheets)
    before, after = ranking.rank(contest), ranking.rank(replace(contest, sheets=contest.sheets + twins))
    assert {row.dossier: row.total for row in before.standings} == {row.dossier: row.total for row in after.standings}


@seldom
@given(plain.contests(complete=True))
def test_a_juror_who_finds_all_equal_moves_nobody_by_total(contest: Contest) -> None:
    """Every dossier has as many sheets, so the same points for all are added to all."""
    assume(contest.rules.method != ScoringMethod.TRIMMED_MEAN)
    same = {item.key: item.most // 2 for item in contest.rules.criteria}
    flat = tuple(Sheet("J-flat", name, same) for name in contest.dossiers)
    # The public's part stays, so it must not weigh otherwise against a council whose distances shrank.
    contest = replace(contest, rules=replace(contest.rules, public_share=0, tie_breaks=()), votes={})
    assert ranks(replace(contest, sheets=contest.sheets + flat)) == ranks(contest)


@seldom
@given(plain.contests(), st.data())
def test_more_points_never_lower_a_total(contest: Contest, data: st.DataObject) -> None:
    assume(contest.sheets)
    number = data.draw(st.integers(0, len(contest.sheets) - 1))
    sheet = contest.sheets[number]
    criterion = data.draw(st.sampled_from(contest.rules.criteria))
    better = replace(sheet, points={**sheet.points, criterion.key: criterion.most})
    sheets = (*contest.sheets[:number], better, *contest.sheets[number + 1 :])
    before = council.points_of(contest)[sheet.dossier]
    after = council.points_of(replace(contest, sheets=sheets))[sheet.dossier]
    assert after.points >= before.points
    assert after.mean >= before.mean


@seldom
@given(plain.contests(complete=True))
def test_ranks_of_a_whole_council_are_bordas_and_mean_ranks_the_same_order(contest: Contest) -> None:
    assume(len(contest.dossiers) > 1)
    contest = replace(contest, rules=Rules(contest.rules.criteria, method=ScoringMethod.RANKS), votes={})
    given = council.points_of(contest)
    last = len(contest.dossiers) - 1
    assert all(row.points == 100 * (last + 1 - row.mean_rank) / last for row in given.values())
    assert sum((row.mean_rank for row in given.values()), start=Fraction()) == Fraction((last + 1) * (last + 2), 2)


@seldom
@given(plain.contests())
def test_spread_and_evened_out_points_hold_together(contest: Contest) -> None:
    evened = spread.evened_out(contest)
    everything = [plain.total_of_sheet(contest, row) for row in contest.sheets]
    for name in contest.dossiers:
        row = spread.spread_of(contest, name)
        assert (row is None) == (name not in evened)
        if row is not None:
            assert row.lowest <= row.median <= row.highest
            assert row.lowest <= row.mean <= row.highest
            assert row.mean_distance <= row.width
            assert not set(row.low_outliers) & set(row.high_outliers)
    if everything:
        counts = {name: len(contest.sheets_of(name)) for name in evened}
        assert sum((evened[name] * counts[name] for name in evened), start=Fraction()) == sum(everything)
