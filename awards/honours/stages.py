"""From when on what an edition's honours are public."""

from datetime import date
from typing import TYPE_CHECKING, Final

from awards.editions.enums import RESULT_STATES, EditionState

if TYPE_CHECKING:
    from awards.models import AwardEdition

EARLY: Final = frozenset({EditionState.PUBLIC_COMMENT})
"""Finalists are public, and newsrooms prepare."""


def is_decided(*, edition: "AwardEdition | None", decided_on: date | None, today: date) -> bool:
    """Return whether an edition is decided, by its record, or by the day on its page where it never had an opening."""
    if edition is not None and edition.state != EditionState.DRAFT:
        return EditionState(edition.state) in RESULT_STATES
    return decided_on is not None and decided_on <= today


def has_press_kit(*, edition: "AwardEdition | None", decided_on: date | None, today: date) -> bool:
    """Return whether newsrooms and the secretariat have the press kit: from the publication of the finalists on."""
    is_early = edition is not None and EditionState(edition.state) in EARLY
    return is_early or is_decided(edition=edition, decided_on=decided_on, today=today)
