"""People who come to the gate without a ticket: registered by its phone under the rules of the queue, and let in."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from portal.kernel import languages
from portal.kernel.errors import DomainError
from registration import check_in_queries
from registration.domain import check_in, registrations, tickets
from registration.domain.check_in import Outcome
from registration.enums import PLACE_HOLDING_STATES, Audience, Direction
from registration.models import Device, PlaceKind, Registration


@dataclass(frozen=True, slots=True)
class WalkIn:
    """A registration made at the gate, and the readings of its tickets: none where it has no place."""

    registration: Registration
    outcomes: list[Outcome]

    @property
    def has_place(self) -> bool:
        """Whether the party has places."""
        return self.registration.state in PLACE_HOLDING_STATES


def kinds_at(device: Device) -> list[PlaceKind]:
    """Return the kinds of place that people can get at this gate; at most three queries.

    They are open and let in here. Single sessions belong to a registration for the whole, and exhibitors name their staff themselves.
    """
    allowed = check_in_queries.rules_of(device.gate).kinds
    whole = PlaceKind.objects.filter(subject=device.gate.subject, session=None, is_open=True)
    kinds = whole.exclude(audience=Audience.EXHIBITOR).order_by("position", "pk")
    return [kind for kind in kinds if allowed is None or kind.code in allowed]


def register(
    *,
    device: Device,
    kind_code: str,
    full_name: str,
    email: str,
    nonce: uuid.UUID,
    now: datetime,
    organisation: str = "",
    party_size: int = 1,
    others: Sequence[str] = (),
) -> WalkIn:
    """Register a party at the gate and let it in where it has places; the same ``nonce`` again gives the first result.

    Nobody passes those who wait: without room the party joins the waiting list or is refused, as in advance. The address counts as
    confirmed, for the person stands there; the organiser's questions are not asked. ``others`` are the names of those who come along. Raises what ``registrations.register`` raises, and DomainError for a kind that this gate
    does not let in.
    """
    kind = next((kind for kind in kinds_at(device) if kind.code == kind_code), None)
    if kind is None:
        raise DomainError(_("Choose one of these."), field="kind")
    registration = registrations.register(
        place_kind=kind,
        full_name=full_name,
        email=email,
        language=languages.current(),
        now=now,
        organisation=organisation,
        party_size=party_size,
        others=others,
        form_key=nonce,
        email_verified=True,
        by=device.added_by,
        at_the_door=True,
    )
    outcomes = [
        check_in.scan(
            device=device,
            text=ticket.code,
            direction=Direction.ENTRY,
            nonce=uuid.uuid5(nonce, str(ticket.position)),
            now=now,
        )
        for ticket in tickets.ensure(registration=registration, now=now)
    ]
    return WalkIn(registration, outcomes)
