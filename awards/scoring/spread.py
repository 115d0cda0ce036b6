"""How far the jurors of a dossier are apart, for the secretariat, and each juror's points evened out.

Nothing here decides but the number of low outliers, which the tie-break of that name compares. An outlier is a sheet whose total is more than 20 of 100 points away from the median of the dossier's sheets.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from awards.scoring import council
from awards.scoring.values import Contest

OUTLIER_DISTANCE: Final = 20


@dataclass(frozen=True, slots=True)
class Spread:
    """The sheets of one dossier: ends, middle, mean distance from the mean, and the jurors who stand far from the others."""

    dossier: str
    sheets: int
    lowest: Fraction
    highest: Fraction
    mean: Fraction
    median: Fraction
    mean_distance: Fraction
    low_outliers: tuple[str, ...]
    high_outliers: tuple[str, ...]

    @property
    def width(self) -> Fraction:
        """From the lowest to the highest sheet."""
        return self.highest - self.lowest


def mean_distance(values: list[Fraction]) -> Fraction:
    """Return the mean distance of the values from their mean: unlike the standard deviation it needs no root."""
    centre = council.mean(values)
    return council.mean(abs(value - centre) for value in values)


def spread_of(contest: Contest, dossier: str) -> Spread | None:
    """Return how far the jurors of a dossier are apart; None where it has no sheet."""
    totals = {sheet.juror: sheet.total(contest.rules) for sheet in contest.sheets_of(dossier)}
    if not totals:
        return None
    values = list(totals.values())
    middle = council.median(values)
    return Spread(
        dossier=dossier,
        sheets=len(values),
        lowest=min(values),
        highest=max(values),
        mean=council.mean(values),
        median=middle,
        mean_distance=mean_distance(values),
        low_outliers=tuple(juror for juror, value in totals.items() if value < middle - OUTLIER_DISTANCE),
        high_outliers=tuple(juror for juror, value in totals.items() if value > middle + OUTLIER_DISTANCE),
    )


def evened_out(contest: Contest) -> dict[str, Fraction]:
    """Return the mean of each dossier's sheets as if all jurors were equally strict and used the scale equally widely.

    A juror's totals are moved to the mean of all sheets, and stretched so that their mean distance from it is that of all
    sheets; those of a juror who gave the same everywhere all become the mean. It is shown beside and never decides: a
    juror who got the better dossiers would be taken for a mild one.
    """
    if not contest.sheets:
        return {}
    of_juror: dict[str, list[Fraction]] = {}
    for sheet in contest.sheets:
        of_juror.setdefault(sheet.juror, []).append(sheet.total(contest.rules))
    everything = [value for values in of_juror.values() for value in values]
    centre, width = council.mean(everything), mean_distance(everything)
    found: dict[str, list[Fraction]] = {}
    for sheet in contest.sheets:
        own = of_juror[sheet.juror]
        own_width = mean_distance(own)
        moved = sheet.total(contest.rules) - council.mean(own)
        found.setdefault(sheet.dossier, []).append(centre + (moved * width / own_width if own_width else 0))
    return {dossier: council.mean(values) for dossier, values in found.items()}
