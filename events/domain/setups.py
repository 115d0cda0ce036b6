"""How a fair takes exhibitors in: its set-up, its questions and documents."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from events import fair_queries as fairs
from events.booth_enums import AllocationMode
from events.domain import application_steps as steps
from events.domain import booths
from events.models import FairAnswer, FairRequirement, FairSetup
from portal.kernel.errors import DomainError


@transaction.atomic
def save(*, setup: FairSetup, by: Any) -> FairSetup:
    """Keep a set-up; raises NotAllowedError, and ReservedForDrawError for another mode while a draw is announced."""
    steps.require_reviewer(by)
    if setup.mode != AllocationMode.DRAW and fairs.announced_draw(setup.fair_key) is not None:
        raise booths.ReservedForDrawError(field="mode")
    setup.save()
    return setup


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
