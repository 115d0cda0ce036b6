"""How a fair takes exhibitors in: its set-up, its questions and documents."""

import uuid
from collections.abc import Sequence
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from events import fair_queries as fairs
from events.booth_enums import AllocationMode
from events.domain import application_steps as steps
from events.domain import booths
from events.enums import OPEN_APPLICATIONS, ApplicationState
from events.models import FairAnswer, FairApplication, FairRequirement, FairSetup
from portal.kernel.errors import DomainError

UNDECIDED: Final = OPEN_APPLICATIONS | {ApplicationState.CHANGES_ASKED}


@transaction.atomic
def save(*, setup: FairSetup, by: Any) -> FairSetup:
    """Keep a set-up; the same sent twice at one instant is one set-up.

    Raises NotAllowedError, ReservedForDrawError for another mode while a draw is announced, and DomainError where one person
    alone shall decide while applications wait for two.
    """
    steps.require_reviewer(by)
    before = _standing(setup)
    _require_possible(setup=setup, before=before)
    if before is None and _is_first(setup):
        return setup
    if before is None:
        before = _standing(setup)
        _require_possible(setup=setup, before=before)
    setup.pk = before.pk if before is not None else None
    setup.save()
    return setup


def _standing(setup: FairSetup) -> FairSetup | None:
    """Return the set-up as it stands, locked."""
    return FairSetup.objects.select_for_update().filter(fair_key=setup.fair_key).first()


def _is_first(setup: FairSetup) -> bool:
    """Add the first set-up of a fair; False where somebody has added one a moment before, which this one then changes."""
    try:
        with transaction.atomic():
            setup.save(force_insert=True)
    except IntegrityError:
        if not FairSetup.objects.filter(fair_key=setup.fair_key).exists():
            raise
        return False
    return True


def _require_possible(*, setup: FairSetup, before: FairSetup | None) -> None:
    """Refuse a set-up that does not fit what goes on at the fair."""
    if before is not None and before.needs_two_people and not setup.needs_two_people:
        waiting = FairApplication.objects.filter(fair_key=setup.fair_key, state__in=UNDECIDED)
        if waiting.exists():
            raise DomainError(
                _("Applications wait for the decision of two people. Decide on them before you change this."),
                field="needs_two_people",
            )
    if setup.mode != AllocationMode.DRAW and fairs.announced_draw(setup.fair_key) is not None:
        raise booths.ReservedForDrawError(field="mode")


@transaction.atomic
def save_requirements(
    *, fair_key: uuid.UUID, kept: Sequence[FairRequirement], removed: Sequence[FairRequirement], by: Any
) -> None:
    """Write and remove what exhibitors are asked for; raises NotAllowedError, and DomainError for one that was answered."""
    steps.require_reviewer(by)
    for requirement in removed:
        if FairAnswer.objects.filter(requirement=requirement).exists():
            raise DomainError(
                _("“%(text)s” was answered already and stays. Make it optional instead.") % {"text": requirement.text}
            )
        requirement.delete()
    for requirement in kept:
        requirement.fair_key = fair_key
        requirement.save()
