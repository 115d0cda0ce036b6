"""Choices of outcomes: what came of a talk, in bands, and how far both sides agree on it."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from portal.kernel.transitions import TransitionTable


class DealStage(TextChoices):
    """What two parties did with each other."""

    TALK = "talk", _("Talks")
    TEST = "test", _("Test or trial")
    CONTRACT = "contract", _("Contract")


class ValueBand(TextChoices):
    """Value of a contract in bands of đồng, so that nobody has to tell a price."""

    UNDER_100_MILLION = "under-100m", _("Under VND 100 million")
    UP_TO_500_MILLION = "100m-500m", _("VND 100 to 500 million")
    UP_TO_1_BILLION = "500m-1b", _("VND 500 million to 1 billion")
    UP_TO_5_BILLION = "1b-5b", _("VND 1 to 5 billion")
    OVER_5_BILLION = "over-5b", _("Over VND 5 billion")


class DealOrigin(TextChoices):
    """Where the technology comes from (plan 149/KH-UBND, section II)."""

    DOMESTIC = "domestic", _("From Việt Nam")
    FOREIGN = "foreign", _("From abroad")


class DealState(TextChoices):
    """How far the two sides agree on what was reported."""

    REPORTED = "reported", _("Reported, waiting for the other side")
    CONFIRMED = "confirmed", _("Confirmed by both sides")
    CONTESTED = "contested", _("Contested by the other side")
    SETTLED = "settled", _("Settled by the officer")
    VOIDED = "voided", _("Declared void")


DEAL_MOVES: Final = TransitionTable(
    {
        DealState.REPORTED: frozenset(
            {DealState.REPORTED, DealState.CONFIRMED, DealState.CONTESTED, DealState.SETTLED, DealState.VOIDED}
        ),
        DealState.CONFIRMED: frozenset({DealState.REPORTED, DealState.VOIDED}),
        DealState.CONTESTED: frozenset({DealState.REPORTED, DealState.SETTLED, DealState.VOIDED}),
        DealState.SETTLED: frozenset({DealState.REPORTED, DealState.VOIDED}),
    }
)


class DealStep(TextChoices):
    """What happened to a report; the rows of its log."""

    REPORTED = "reported", _("Reported")
    CORRECTED = "corrected", _("Corrected: a new version")
    CONFIRMED = "confirmed", _("Confirmed by the other side")
    CONTESTED = "contested", _("Contested by the other side")
    SETTLED = "settled", _("Settled by the officer")
    VOIDED = "voided", _("Declared void by the officer")
    TAKEN_BACK = "taken-back", _("Taken back by the side that reported it")
