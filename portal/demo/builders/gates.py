"""Two gates at the event that is on, a phone at each, and what they read this morning."""

import uuid
from datetime import timedelta

from portal.demo.builders.common import Build
from portal.demo.specs.gates import EVENT, GUESTS, TWICE
from portal.kernel.languages import Language
from registration.domain import check_in, devices, gates, registrations, tickets
from registration.domain.check_in import Item
from registration.enums import Direction, ScanResult
from registration.models import Device, PlaceKind, Ticket

CONNECTED = timedelta(hours=3)


def _phone(context: Build, subject: uuid.UUID, *, code: str, name_vi: str, name_en: str, phone: str) -> Device:
    organiser, then = context.people["organiser"], context.now - CONNECTED
    gate = gates.open_gate(subject=subject, code=code, name_vi=name_vi, name_en=name_en, by=organiser, now=then)
    made = devices.invite(gate=gate, name=phone, by=organiser, now=then)
    return devices.enrol(code=made.code, now=then)[0]


def build(context: Build) -> None:
    """Register the guests, open the gates and let people through."""
    subject = context.pages[EVENT].translation_key
    kind = PlaceKind.objects.filter(subject=subject).order_by("position")[0]
    found: list[Ticket] = []
    for number, spec in enumerate(GUESTS, start=1):
        guest = registrations.register(
            place_kind=kind,
            full_name=spec.name,
            email=f"khach-{number}@example.org",
            language=Language.VIETNAMESE,
            email_verified=True,
            now=context.now - timedelta(days=3),
        )
        found += tickets.ensure(registration=guest, now=context.now - timedelta(days=3))
    main = _phone(context, subject, code="cua-chinh", name_vi="Cửa chính", name_en="Main gate", phone="Máy 1 (mẫu)")
    back = _phone(context, subject, code="cua-sau", name_vi="Cửa sau", name_en="Back gate", phone="Máy 2 (mẫu)")
    passages = [(spec.came, ticket, Direction.ENTRY) for spec, ticket in zip(GUESTS, found, strict=True)]
    passages += [(spec.left, ticket, Direction.EXIT) for spec, ticket in zip(GUESTS, found, strict=True)]
    known = [(minutes, ticket, direction) for minutes, ticket, direction in passages if minutes is not None]
    for minutes, ticket, direction in sorted(known, key=lambda row: -row[0]):
        check_in.scan(
            device=main if ticket.pk % 2 else back,
            text=ticket.token,
            direction=direction,
            nonce=uuid.uuid4(),
            now=context.now - timedelta(minutes=minutes),
        )
    at = context.now - timedelta(minutes=8)
    again = Item(uuid.uuid4(), found[TWICE].token, Direction.ENTRY, at, ScanResult.ADMITTED)
    check_in.merge(device=back, items=[again], sent_at=context.now, now=context.now)
