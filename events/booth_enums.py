"""Choices of halls, booths, their allocation and draws, and the table of a booth's legal moves."""

from typing import Final

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _

from portal.kernel.transitions import TransitionTable


class BoothKind(TextChoices):
    """How a booth is handed over."""

    SHELL = "shell", _("Built-up booth")
    RAW = "raw", _("Bare space")
    TABLE = "table", _("Table")
    OPEN = "open", _("Open air")


class BoothState(TextChoices):
    """What a booth is to those who want it; a hold that has run out counts as free."""

    FREE = "free", _("Free")
    BLOCKED = "blocked", _("Not for rent")
    HELD = "held", _("Held for an exhibitor")
    ASSIGNED = "assigned", _("Taken")
    RELEASED = "released", _("Free again")


BOOTH_MOVES: Final = TransitionTable(
    {
        BoothState.FREE: frozenset({BoothState.BLOCKED, BoothState.HELD}),
        BoothState.BLOCKED: frozenset({BoothState.FREE}),
        BoothState.HELD: frozenset({BoothState.ASSIGNED, BoothState.RELEASED}),
        BoothState.ASSIGNED: frozenset({BoothState.RELEASED}),
        BoothState.RELEASED: frozenset({BoothState.BLOCKED, BoothState.HELD}),
    }
)
VACANT: Final = frozenset({BoothState.FREE, BoothState.RELEASED})
TAKEN: Final = frozenset({BoothState.HELD, BoothState.ASSIGNED})


class AllocationMode(TextChoices):
    """How booths find their exhibitors."""

    ORGANISER = "organiser", _("The organisers assign booths")
    CHOICE = "choice", _("Exhibitors choose in an announced order")
    DRAW = "draw", _("Booths are drawn by lot")


class RequirementKind(TextChoices):
    """What an exhibitor is asked for."""

    QUESTION = "question", _("Question")
    DOCUMENT = "document", _("Document")


class DraftLead(IntegerChoices):
    """How long before applications close a draft is reminded of, in minutes."""

    TWO_WEEKS = 14 * 24 * 60, _("14 days before")
    WEEK = 7 * 24 * 60, _("7 days before")
    THREE_DAYS = 3 * 24 * 60, _("3 days before")
    DAY = 24 * 60, _("1 day before")


class OfferLead(IntegerChoices):
    """How long before the end of the hold a booth is reminded of, in minutes."""

    TWO_DAYS = 2 * 24 * 60, _("2 days before")
    DAY = 24 * 60, _("1 day before")
    SIX_HOURS = 6 * 60, _("6 hours before")


class ReminderCause(TextChoices):
    """What an exhibitor has not finished."""

    DRAFT = "draft", _("Application not sent")
    OFFER = "offer", _("Booth not confirmed")


class DrawState(TextChoices):
    """Where a draw stands."""

    ANNOUNCED = "announced", _("Announced")
    DRAWN = "drawn", _("Drawn")
    CANCELLED = "cancelled", _("Called off")


DRAW_MOVES: Final = TransitionTable(
    {
        DrawState.ANNOUNCED: frozenset({DrawState.DRAWN, DrawState.CANCELLED}),
        DrawState.DRAWN: frozenset(),
        DrawState.CANCELLED: frozenset(),
    }
)
