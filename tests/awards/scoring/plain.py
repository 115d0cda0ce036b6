"""The rules of decision 44 told a second time, as slowly and plainly as they can be, and contests to compare with."""

import statistics
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from awards.scoring.enums import ScoringMethod, TieBreak, VoteCurve
from awards.scoring.values import Contest, Criterion, Rules, Sheet


def total_of_sheet(contest: Contest, sheet: Sheet) -> Fraction:
    total = Fraction(0)
    for criterion in contest.rules.criteria:
        total += Fraction(sheet.points[criterion.key]) / criterion.most * criterion.weight
    return total


def position_points(everyone: list[Any], mine: Any) -> Fraction:
    """Middle of the positions that the value fills when everybody stands in a line, the greatest in front."""
    line = sorted(everyone, reverse=True)
    filled = [position for position, value in enumerate(line) if value == mine]
    middle = Fraction(sum(filled), len(filled))
    last = len(line) - 1
    return Fraction(50) if last == 0 else 100 - 100 * middle / last


def council_points(contest: Contest, dossier: str) -> Fraction:
    mine = [sheet for sheet in contest.sheets if sheet.dossier == dossier]
    if contest.rules.method == ScoringMethod.RANKS:
        points = []
        for sheet in mine:
            own = [total_of_sheet(contest, other) for other in contest.sheets if other.juror == sheet.juror]
            points.append(position_points(own, total_of_sheet(contest, sheet)))
        return Fraction(sum(points), len(points))
    totals = sorted(total_of_sheet(contest, sheet) for sheet in mine)
    for _round in range(contest.rules.trim):
        if len(totals) >= 5:
            totals.remove(max(totals))
            totals.remove(min(totals))
    return Fraction(sum(totals), len(totals))


def total(contest: Contest, dossier: str, ranked: list[str]) -> Fraction:
    council = council_points(contest, dossier)
    share = contest.rules.public_share
    if not share or not any(contest.votes[name] for name in ranked):
        return council
    if contest.rules.curve == VoteCurve.LEADER:
        public = Fraction(contest.votes[dossier], max(contest.votes[name] for name in ranked)) * 100
    else:
        public = position_points([contest.votes[name] for name in ranked], contest.votes[dossier])
    return council * (100 - share) / 100 + public * share / 100


def broken_by(contest: Contest, dossier: str, tie_break: TieBreak, equals: list[str]) -> Fraction:
    mine = [sheet for sheet in contest.sheets if sheet.dossier == dossier]
    totals = [total_of_sheet(contest, sheet) for sheet in mine]
    if tie_break == TieBreak.MEDIAN:
        return Fraction(statistics.median(totals))
    if tie_break == TieBreak.FEWER_LOW_OUTLIERS:
        return Fraction(-len([value for value in totals if statistics.median(totals) - value > 20]))
    if tie_break == TieBreak.COUNCIL_VOTE:
        return Fraction(contest.council_votes[dossier] if all(name in contest.council_votes for name in equals) else 0)
    heaviest = max(criterion.weight for criterion in contest.rules.criteria)
    return sum(
        (
            Fraction(sheet.points[criterion.key], criterion.most) / len(mine)
            for sheet in mine
            for criterion in contest.rules.criteria
            if criterion.weight == heaviest
        ),
        start=Fraction(0),
    )


def ranks(contest: Contest) -> dict[str, int]:
    """Compare every two dossiers, tie-break by tie-break; the rank is one more than the number of those in front."""
    ranked = sorted({sheet.dossier for sheet in contest.sheets})
    keys: dict[str, list[Fraction]] = {name: [total(contest, name, ranked)] for name in ranked}
    for tie_break in contest.rules.tie_breaks:
        equals = {name: [other for other in ranked if keys[other] == keys[name]] for name in ranked}
        more = {name: broken_by(contest, name, tie_break, equals[name]) for name in ranked}
        for name in ranked:
            keys[name].append(more[name])
    return {name: 1 + sum(keys[other] > keys[name] for other in ranked) for name in ranked}


WEIGHTS = ((100,), (50, 50), (60, 40), (40, 40, 20), (30, 25, 25, 20))


@st.composite
def all_rules(draw: Any) -> Rules:
    criteria = tuple(
        Criterion(f"k{number}", weight, draw(st.sampled_from((1, 2, 3, 10))))
        for number, weight in enumerate(draw(st.sampled_from(WEIGHTS)))
    )
    method = draw(st.sampled_from(ScoringMethod))
    return Rules(
        criteria=criteria,
        method=method,
        trim=draw(st.integers(1, 3)) if method == ScoringMethod.TRIMMED_MEAN else 0,
        tie_breaks=tuple(draw(st.lists(st.sampled_from(TieBreak), unique=True))),
        public_share=draw(st.sampled_from((0, 0, 1, 20))),
        curve=draw(st.sampled_from(VoteCurve)),
    )


@st.composite
def contests(draw: Any, *, complete: bool = False) -> Contest:
    """Small numbers everywhere, so that ties, gaps and lone sheets are frequent."""
    rules = draw(all_rules())
    dossiers = tuple(f"D-{number:02}" for number in range(draw(st.integers(1, 6))))
    jurors = [f"J-{number}" for number in range(draw(st.integers(1, 7)))]
    points = st.fixed_dictionaries({item.key: st.integers(0, item.most) for item in rules.criteria})
    sheets = tuple(
        Sheet(juror, dossier, draw(points))
        for juror in jurors
        for dossier in dossiers
        if complete or draw(st.integers(0, 4))
    )
    votes = {name: draw(st.integers(0, 3)) for name in dossiers} if rules.public_share else {}
    council = {name: draw(st.integers(0, 2)) for name in dossiers if draw(st.integers(0, 4))}
    return Contest("che-tao", rules, dossiers, sheets, votes, council)


@st.composite
def tied(draw: Any) -> Contest:
    """Dossiers of equal mean whose sheets lie differently around it: the tie-breaks decide."""
    breaks = draw(st.lists(st.sampled_from(TieBreak), unique=True, min_size=1, max_size=2))
    rules = Rules((Criterion("a", 50, 10), Criterion("b", 50, 10)), tie_breaks=tuple(breaks))
    jurors = draw(st.integers(2, 5))
    dossiers = tuple(f"D-{number:02}" for number in range(draw(st.integers(2, 4))))
    sheets = []
    for dossier in dossiers:
        points = [[5, 5] for _juror in range(jurors)]
        for _move in range(draw(st.integers(0, 4))):
            up, down = draw(st.tuples(st.integers(0, jurors - 1), st.integers(0, jurors - 1)))
            step = draw(st.integers(0, min(10 - points[up][0], points[down][0])))
            points[up][0] += step
            points[down][0] -= step
        sheets += [Sheet(f"J-{juror}", dossier, {"a": a, "b": b}) for juror, (a, b) in enumerate(points)]
    council = {name: draw(st.integers(0, 2)) for name in dossiers if draw(st.integers(0, 4))}
    return Contest("che-tao", rules, dossiers, tuple(sheets), {}, council)
