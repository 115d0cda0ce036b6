"""Which rules a dossier stands under. Only the frozen rules of an edition are read, never a page."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from awards.editions.enums import EditionState
from awards.editions.rules import EditionRules, Phase, Words, from_json
from awards.enums import PhaseKind
from awards.models import AwardEdition
from portal.kernel.languages import Language


@dataclass(frozen=True, slots=True)
class Call:
    """An edition's frozen rules and its state."""

    award_key: UUID
    state: EditionState
    rules: EditionRules

    @property
    def phase(self) -> Phase | None:
        """The days of the call."""
        return self.rules.phase(PhaseKind.CALL)

    @property
    def ends(self) -> datetime | None:
        """The first moment that is too late."""
        return self.phase.ends if self.phase is not None else None

    def takes(self, moment: datetime) -> bool:
        """Return whether dossiers are taken at a moment: from the first instant of the call to before its end."""
        return self.state is EditionState.OPEN and self.phase is not None and self.phase.holds(moment)


def of(edition: AwardEdition | None) -> Call | None:
    """Return the call of an edition, None where nothing is frozen."""
    if edition is None or not edition.rules:
        return None
    return Call(edition.award_key, EditionState(edition.state), from_json(edition.rules))


def find(award_key: UUID) -> Call | None:
    """Return the call of an edition by its key."""
    return of(AwardEdition.objects.filter(award_key=award_key).first())


def told(words: Words, language: Any) -> str:
    """Return a text in a language; Vietnamese where there is no English."""
    return words[Language(language).value] or words.vi
