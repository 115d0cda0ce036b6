"""A juror's weighted points, whole or so far, as exact fractions and as people read them."""

from collections.abc import Mapping
from fractions import Fraction

from django.utils.formats import get_format

from awards.editions.rules import EditionRules
from awards.scoring import figures


def weighted(rules: EditionRules, points: Mapping[str, int | None]) -> Fraction:
    """Return the sum of weight times points over most points, from 0 to 100; what has no points yet counts nothing."""
    return sum(
        (
            Fraction(criterion.weight * given, criterion.max_points)
            for criterion in rules.criteria
            if (given := points.get(criterion.key)) is not None
        ),
        start=Fraction(),
    )


def separator() -> str:
    """Return what the reader's language writes before decimals."""
    return str(get_format("DECIMAL_SEPARATOR"))


def told(value: Fraction) -> str:
    """Return points with two decimals as the reader's language writes them."""
    return figures.show(value, separator=separator())
