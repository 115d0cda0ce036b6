"""Makes gates, connected phones and tickets for tests, through the domain functions."""

import itertools
import uuid
from datetime import datetime
from typing import Any

from portal.accounts.models import User
from portal.kernel import clock
from registration.domain import devices, gates, tickets
from registration.models import Device, Gate, PlaceKind, Ticket
from tests.factories.registration import make_registration

_numbers = itertools.count(1)


def make_gate(*, subject: uuid.UUID, by: User, now: datetime | None = None, **fields: Any) -> Gate:
    """Make a gate of a subject."""
    number = next(_numbers)
    values: dict[str, Any] = {"code": f"gate-{number}", "name_vi": f"Cửa {number}", "name_en": f"Gate {number}"}
    return gates.open_gate(subject=subject, by=by, now=now or clock.now(), **(values | fields))


def connect(gate: Gate, *, by: User, now: datetime | None = None) -> tuple[Device, str]:
    """Connect a new phone to a gate; return it with its credential."""
    moment = now or clock.now()
    made = devices.invite(gate=gate, name=f"Máy {next(_numbers)}", by=by, now=moment)
    return devices.enrol(code=made.code, now=moment)


def make_tickets(place_kind: PlaceKind, count: int = 1, **fields: Any) -> list[Ticket]:
    """Register so many people and return a ticket for each."""
    found: list[Ticket] = []
    for _number in range(count):
        registration = make_registration(place_kind, **fields)
        found += tickets.ensure(registration=registration, now=clock.now())
    return found
