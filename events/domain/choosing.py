"""The announced order in which exhibitors choose booths."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from events import emails
from events.booth_enums import AllocationMode
from events.domain import application_steps as steps
from events.enums import WITHOUT_BOOTH
from events.models import ChoiceTurn, FairApplication, FairSetup
from portal.kernel.errors import DomainError


@transaction.atomic
def announce_order(
    *, fair_key: uuid.UUID, references: Sequence[str], starts_at: datetime, minutes: int, by: Any, now: datetime
) -> list[ChoiceTurn]:
    """Publish the order in which exhibitors choose, the first at ``starts_at``, the next ``minutes`` later; each is told.

    Until the first turn begins, a new order replaces the one that stands. Afterwards it stays, and those named who are not
    in it yet come after all others. Return the turns that are new; the order that stands, sent again, has none and tells
    nobody, also at the same instant: the fair's set-up is locked meanwhile. Raises NotAllowedError, and DomainError where exhibitors
    of the fair do not choose, the start has passed, or a reference is unknown, named twice, of no application that waits
    for a booth, or nobody new is named.
    """
    steps.require_reviewer(by)
    _lock_choosing(fair_key)
    if starts_at <= now:
        raise DomainError(_("The first turn must be announced before it begins."), field="starts_at")
    if minutes < 1:
        raise DomainError(_("Each turn takes one minute at least."), field="minutes")
    wanted = [reference.strip().upper() for reference in references if reference.strip()]
    rows = {
        row.reference: row
        for row in FairApplication.objects.filter(fair_key=fair_key, state__in=WITHOUT_BOOTH, reference__in=wanted)
    }
    for reference in wanted:
        if reference not in rows:
            words = _("%(reference)s is no application that waits for a booth of this fair.")
            raise DomainError(words % {"reference": reference}, field="references")
    if not wanted or len(set(wanted)) != len(wanted):
        raise DomainError(_("Name each application once, at least one."), field="references")
    standing = list(ChoiceTurn.objects.select_for_update(of=("self",)).filter(fair_key=fair_key))
    if _stands_as_wished(standing, [rows[reference].pk for reference in wanted], starts_at, minutes):
        return []
    last = 0
    if any(turn.opens_at <= now for turn in standing):
        last = max(turn.position for turn in standing)
        starts_at = max(starts_at, *(turn.opens_at + timedelta(minutes=minutes) for turn in standing))
        kept = {turn.application_id for turn in standing}
        wanted = [reference for reference in wanted if rows[reference].pk not in kept]
        if not wanted:
            raise DomainError(_("The order that was announced has begun; it cannot be changed any more."))
    else:
        ChoiceTurn.objects.filter(fair_key=fair_key).delete()
    turns = ChoiceTurn.objects.bulk_create(
        ChoiceTurn(
            fair_key=fair_key,
            application=rows[reference],
            position=last + place,
            opens_at=starts_at + timedelta(minutes=minutes) * (place - 1),
        )
        for place, reference in enumerate(wanted, start=1)
    )
    for turn in turns:
        emails.turn_announced(turn=turn)
    return turns


def _lock_choosing(fair_key: uuid.UUID) -> None:
    """Lock the set-up of a fair; raise DomainError where its exhibitors do not choose."""
    setup = FairSetup.objects.select_for_update().filter(fair_key=fair_key).first()
    if setup is None or setup.mode != AllocationMode.CHOICE:
        raise DomainError(_("Exhibitors of this fair do not choose. Change that in its set-up first."))


def _stands_as_wished(standing: list[ChoiceTurn], applications: list[int], starts_at: datetime, minutes: int) -> bool:
    """Return whether the form was sent a second time: the same exhibitors in the same order at the same moments."""
    wanted = [(pk, starts_at + timedelta(minutes=minutes) * place) for place, pk in enumerate(applications)]
    return [(turn.application_id, turn.opens_at) for turn in sorted(standing, key=lambda turn: turn.position)] == wanted


def waiting(fair_key: uuid.UUID) -> list[FairApplication]:
    """Return the applications that wait for a booth, in the order in which they were submitted."""
    rows = FairApplication.objects.filter(fair_key=fair_key, state__in=WITHOUT_BOOTH).select_related("organisation")
    return list(rows.order_by("submitted_at", "pk"))
