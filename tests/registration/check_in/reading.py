"""Phones and what they read, for the tests."""

import uuid
from datetime import timedelta
from typing import Any

from portal.accounts.models import User
from portal.kernel import clock
from registration.domain import check_in
from registration.domain.check_in import Item, Outcome
from registration.enums import Direction, ScanResult
from registration.models import Device, Registration, Ticket
from tests.factories.check_in import connect, make_gate


def other_phone(phone: Device, organiser: User, **rules: Any) -> Device:
    gate = make_gate(subject=phone.gate.subject, by=organiser, **rules)
    return connect(gate, by=organiser, now=clock.now() - timedelta(hours=3))[0]


def read(phone: Device, text: str, direction: Direction = Direction.ENTRY) -> Outcome:
    return check_in.scan(device=phone, text=text, direction=direction, nonce=uuid.uuid4(), now=clock.now())


def queued(text: str, *, minutes_ago: float = 10, **fields: Any) -> Item:
    values: dict[str, Any] = {
        "nonce": uuid.uuid4(),
        "direction": Direction.ENTRY,
        "at": clock.now() - timedelta(minutes=minutes_ago),
        "result": ScanResult.ADMITTED,
    }
    return Item(text=text, **(values | fields))


def merge(phone: Device, *items: Item) -> list[Outcome]:
    return check_in.merge(device=phone, items=items, sent_at=clock.now(), now=clock.now())


def state_of(ticket: Ticket) -> str:
    return Registration.objects.get(pk=ticket.registration_id).state
