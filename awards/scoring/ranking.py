"""The ranking: totals first, then the tie-breaks in the edition's order; what nothing parts shares its rank.

Tie-breaks are asked in turn, and only about dossiers that everything before left equal:

- points for the criterion of the greatest weight: the mean over the sheets of points over most points; where several criteria
  have that weight, of all of them together;
- the median of the sheets' totals;
- fewer sheets more than 20 points below that median;
- the recorded vote of the council: more votes; asked only where one is recorded for every dossier that is still equal.

They look at all sheets, whatever the method dropped. Nothing is ever drawn by lot.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from awards.scoring import council, spread, votes
from awards.scoring.council import CouncilPoints
from awards.scoring.enums import TieBreak
from awards.scoring.values import Contest


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a dossier stands: rank (equal ones share it), exact total and its parts."""

    dossier: str
    rank: int
    total: Fraction
    council: CouncilPoints
    public: Fraction | None


@dataclass(frozen=True, slots=True)
class Parting:
    """Why one dossier stands before another: by total, by a tie-break with both values, or not at all (``is_tie``)."""

    higher: str
    lower: str
    by: TieBreak | None
    higher_value: Fraction
    lower_value: Fraction

    @property
    def is_tie(self) -> bool:
        """Whether nothing parts them."""
        return self.by is None and self.higher_value == self.lower_value


@dataclass(frozen=True, slots=True)
class Ranking:
    """A category in order, the dossiers without a sheet that counts, and what each ranked dossier was compared by."""

    standings: tuple[Standing, ...]
    unranked: tuple[str, ...]
    traces: dict[str, tuple[tuple[TieBreak | None, Fraction | None], ...]]

    @property
    def partings(self) -> tuple[Parting, ...]:
        """What parts each ranked dossier from the next."""
        neighbours = zip(self.standings, self.standings[1:], strict=False)
        return tuple(self.between(first.dossier, second.dossier) for first, second in neighbours)

    def between(self, first: str, second: str) -> Parting:
        """Return what parts any two ranked dossiers, whichever is named first."""
        for (by, one), (_same, other) in zip(self.traces[first], self.traces[second], strict=False):
            if one != other and one is not None and other is not None:
                lead = one < other if by == TieBreak.FEWER_LOW_OUTLIERS else one > other
                return Parting(first, second, by, one, other) if lead else Parting(second, first, by, other, one)
        total = self.traces[first][0][1] or Fraction()
        return Parting(min(first, second), max(first, second), None, total, total)


def rank(contest: Contest) -> Ranking:
    """Return the ranking of a category; the order in which dossiers and sheets are handed in does not matter."""
    given = council.points_of(contest)
    public = votes.points_of(contest, given)
    totals = {dossier: votes.total(contest, row.points, public.get(dossier)) for dossier, row in given.items()}
    traces: dict[str, list[tuple[TieBreak | None, Fraction | None]]] = {
        dossier: [(None, total)] for dossier, total in totals.items()
    }
    groups = _parted(totals)
    for tie_break in contest.rules.tie_breaks:
        groups = [smaller for group in groups for smaller in _broken(contest, tie_break, group, traces)]
    standings: list[Standing] = []
    for group in groups:
        place = len(standings) + 1
        standings += [Standing(name, place, totals[name], given[name], public.get(name)) for name in sorted(group)]
    return Ranking(
        standings=tuple(standings),
        unranked=tuple(sorted(set(contest.dossiers) - set(given))),
        traces={name: tuple(steps) for name, steps in traces.items()},
    )


def _parted(values: dict[str, Fraction]) -> list[list[str]]:
    """Return names in groups of equal value, the greatest first."""
    return [
        [name for name, value in values.items() if value == level]
        for level in sorted(set(values.values()), reverse=True)
    ]


def _broken(
    contest: Contest,
    tie_break: TieBreak,
    group: Sequence[str],
    traces: dict[str, list[tuple[TieBreak | None, Fraction | None]]],
) -> Iterable[list[str]]:
    """Part a group of equals by one tie-break, and write down what it saw."""
    if len(group) == 1:
        return [list(group)]
    values = _values(contest, tie_break, group)
    for name in group:
        traces[name].append((tie_break, values.get(name)))
    if not values:
        return [list(group)]
    sign = -1 if tie_break == TieBreak.FEWER_LOW_OUTLIERS else 1
    return _parted({name: sign * value for name, value in values.items()})


def _values(contest: Contest, tie_break: TieBreak, group: Sequence[str]) -> dict[str, Fraction]:
    """Return what a tie-break compares, for each of the group; nothing where it cannot say anything."""
    if tie_break == TieBreak.COUNCIL_VOTE:
        voted = contest.council_votes
        return {name: Fraction(voted[name]) for name in group} if set(group) <= set(voted) else {}
    if tie_break == TieBreak.HEAVIEST_CRITERION:
        return {name: _of_the_greatest_weight(contest, name) for name in group}
    spreads = {name: row for name in group if (row := spread.spread_of(contest, name)) is not None}
    if tie_break == TieBreak.MEDIAN:
        return {name: row.median for name, row in spreads.items()}
    return {name: Fraction(len(row.low_outliers)) for name, row in spreads.items()}


def _of_the_greatest_weight(contest: Contest, dossier: str) -> Fraction:
    greatest = max(criterion.weight for criterion in contest.rules.criteria)
    heavy = [criterion for criterion in contest.rules.criteria if criterion.weight == greatest]
    return council.mean(
        Fraction(sheet.points[criterion.key], criterion.most)
        for sheet in contest.sheets_of(dossier)
        for criterion in heavy
    )
