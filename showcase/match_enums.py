"""Choices of the matching of needs and technologies."""

from typing import Final

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MatchSide(TextChoices):
    """Which of the two a record speaks for."""

    NEED = "need", _("The need")
    TECHNOLOGY = "technology", _("The technology")


class ReasonKind(TextChoices):
    """What a line of the explanation is about."""

    FIELD = "field", pgettext_lazy("of science and technology", "Field")
    PATENT_CLASS = "patent-class", _("Patent class")
    WORDS = "words", pgettext_lazy("of a text", "Words")
    MATURITY = "maturity", _("Maturity")
    FIGURE = "figure", _("Figure")
    COOPERATION = "cooperation", _("Cooperation")
    BUDGET = "budget", _("Budget")
    PLACE = "place", _("Place")
    TIME = "time", _("Time")


class Strength(IntegerChoices):
    """How strong a match is; the value is the least score of the band."""

    POSSIBLE = 50, _("Possible match")
    GOOD = 62, _("Good match")
    STRONG = 72, _("Strong match")


LEAST_SCORE: Final = Strength.POSSIBLE.value
"""Pairs below are not kept."""


def strength(score: int) -> Strength:
    """Return the band of a stored score."""
    return max((band for band in Strength if band <= score), default=Strength.POSSIBLE)


class Unsuitability(TextChoices):
    """Why one side says that a suggestion does not fit; a fixed list, so that it can be counted."""

    OTHER_PROBLEM = "other-problem", _("It solves another problem")
    SCALE = "scale", _("It is too small or too large for us")
    FIGURES = "figures", _("Its figures do not reach what is wanted")
    MATURITY = "maturity", _("It is not mature enough")
    PRICE = "price", _("The price does not fit the budget")
    CONDITIONS = "conditions", _("Space, power, materials or staff are missing")
    COOPERATION = "cooperation", _("The kind of cooperation does not fit")
    KNOWN = "known", _("We know each other or have tried it")
    OTHER = "other", _("Another reason")
