"""The council's points of each dossier, from 0 to 100, by the method of the edition.

Mean: of all sheets. Trimmed mean: without the ``trim`` highest and lowest, but at least three sheets stay; where dropping as
many would leave fewer, only as many are dropped at each end as leave three, and none of three or four. Ranks: a juror puts
the own dossiers in order, equal ones take the mean of the ranks they fill; the rank becomes points, 100 for the first and 0
for the last of the juror's own, so that jurors with few and with many dossiers weigh the same; a juror with a single
dossier tells no order, and gives 50. The dossier gets the mean of its jurors' points.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from awards.scoring.enums import ScoringMethod
from awards.scoring.values import WHOLE, Contest

STAY_LEAST: Final = 3


@dataclass(frozen=True, slots=True)
class Opinion:
    """One sheet as the method sees it: the raw total, the rank among the juror's own dossiers, and that rank as points."""

    juror: str
    total: Fraction
    rank: Fraction
    rank_points: Fraction


@dataclass(frozen=True, slots=True)
class CouncilPoints:
    """A dossier's points from the council, with the raw figures beside: all sheets, their mean and how many were dropped."""

    points: Fraction
    mean: Fraction
    mean_rank: Fraction
    dropped_at_each_end: int
    opinions: tuple[Opinion, ...]


def mean(values: Iterable[Fraction]) -> Fraction:
    """Return the mean of at least one value."""
    known = list(values)
    return sum(known, start=Fraction()) / len(known)


def median(values: Iterable[Fraction]) -> Fraction:
    """Return the middle value, or the mean of the two in the middle."""
    known = sorted(values)
    half = len(known) // 2
    return known[half] if len(known) % 2 else (known[half - 1] + known[half]) / 2


def dropped(*, sheets: int, trim: int) -> int:
    """Return how many sheets are dropped at each end: ``trim``, or as many as leave three."""
    return max(0, min(trim, (sheets - STAY_LEAST) // 2))


def trimmed(values: Sequence[Fraction], trim: int) -> Fraction:
    """Return the mean without the highest and lowest values."""
    away = dropped(sheets=len(values), trim=trim)
    return mean(sorted(values)[away : len(values) - away])


def place_points(values: Sequence[Fraction | int], value: Fraction | int) -> tuple[Fraction, Fraction]:
    """Return the rank of a value among all (it is one of them; the greatest is 1, equal ones share the mean), and as points."""
    above = sum(other > value for other in values)
    equal = sum(other == value for other in values)
    rank = Fraction(2 * above + equal + 1, 2)
    if len(values) == 1:
        return rank, Fraction(WHOLE, 2)
    return rank, WHOLE * (len(values) - rank) / (len(values) - 1)


def points_of(contest: Contest) -> dict[str, CouncilPoints]:
    """Return the council's points of each dossier that has a sheet."""
    totals: dict[str, dict[str, Fraction]] = {}
    for sheet in contest.sheets:
        totals.setdefault(sheet.juror, {})[sheet.dossier] = sheet.total(contest.rules)
    opinions: dict[str, list[Opinion]] = {}
    for juror, given in sorted(totals.items()):
        values = list(given.values())
        for dossier, total in given.items():
            opinions.setdefault(dossier, []).append(Opinion(juror, total, *place_points(values, total)))
    return {dossier: _points(contest, rows) for dossier, rows in opinions.items()}


def _points(contest: Contest, opinions: list[Opinion]) -> CouncilPoints:
    raw = [opinion.total for opinion in opinions]
    rules = contest.rules
    if rules.method == ScoringMethod.RANKS:
        points = mean(opinion.rank_points for opinion in opinions)
    else:
        points = trimmed(raw, rules.trim)
    return CouncilPoints(
        points=points,
        mean=mean(raw),
        mean_rank=mean(opinion.rank for opinion in opinions),
        dropped_at_each_end=dropped(sheets=len(raw), trim=rules.trim),
        opinions=tuple(opinions),
    )
