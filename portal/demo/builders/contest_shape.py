"""What the builders of the invented edition pass from step to step."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from awards.dossiers import calls
from awards.editions.domain import steps
from awards.editions.enums import EditionState
from awards.models import AwardPage, Juror, Nomination
from portal.accounts.models import User
from portal.demo.builders.common import Build
from portal.demo.specs import contest as spec
from portal.kernel import clock

RESERVED: Final = {"song-mo": "exhibitor"}
"""Whose dossier is handed in by another of the demo's people than the one who owns the other organisations."""


@dataclass
class Contest:
    """What is passed from step to step."""

    context: Build
    first: datetime
    page: AwardPage
    call: calls.Call
    secretary: User
    dossiers: dict[str, Nomination]
    jurors: dict[str, Juror]

    def at(self, days: int, hour: int = 9) -> datetime:
        """Return an hour of a day counted from the first of the call."""
        return self.first + timedelta(days=days, hours=hour)

    def fresh(self, key: str) -> Nomination:
        """Return a dossier as it stands now."""
        return Nomination.objects.get(pk=self.dossiers[key].pk)

    def lead(self, one: spec.DossierSpec) -> User:
        """Return who is responsible for a dossier."""
        return self.context.people[RESERVED.get(one.organisation, "representative")]

    def move(self, to: EditionState) -> None:
        """Take a step of the edition."""
        key = self.page.translation_key
        steps.move_edition(award_key=key, to=to, by=self.secretary, now=clock.now())
