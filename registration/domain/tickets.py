"""Issuing and reading tickets.

A ticket is made when it is first asked for, by a mail, a page or a list for the door, and never while places are locked.
"""

import uuid
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.kernel import references
from portal.kernel.errors import DomainError, NotAllowedError
from registration import permissions
from registration.domain import signing
from registration.enums import PLACE_HOLDING_STATES
from registration.models import Registration, Ticket, TicketKey

STAFF_PREFIX: Final = "NV"
"""Stands before the code in the numbers of staff passes."""
_ROWS: Final = 500


def key_of(*, subject: uuid.UUID, now: datetime) -> TicketKey:
    """Return the key of a subject's tickets, made when it is first needed; two at once get the same one."""
    found = TicketKey.objects.filter(subject=subject).first()
    if found is not None:
        return found
    private_key, public_key = signing.new_keys()
    try:
        with transaction.atomic():
            return TicketKey.objects.create(
                subject=subject, private_key=private_key, public_key=public_key, created_at=now
            )
    except IntegrityError:
        return TicketKey.objects.get(subject=subject)


def ensure(*, registration: Registration, now: datetime) -> list[Ticket]:
    """Return the live tickets of a registration in the order of its people, making those that are missing.

    One that holds no place has none: the list is empty.
    """
    ensure_for(registrations=[registration], now=now)
    if registration.state not in PLACE_HOLDING_STATES:
        return []
    return list(
        registration.tickets.filter(revoked_at=None, position__lte=registration.party_size).order_by("position")
    )


def ensure_for(*, registrations: Collection[Registration], now: datetime) -> int:
    """Make the missing tickets of these registrations, whose kinds of place should be loaded; return how many were made.

    Costs the same few statements for each subject whatever the number of tickets, but for the database's own limit on rows at once. Doing it twice at once makes none twice.
    """
    holding = [row for row in registrations if row.state in PLACE_HOLDING_STATES]
    known = set(
        Ticket.objects.filter(registration__in=holding, revoked_at=None).values_list("registration_id", "position")
    )
    missing: dict[uuid.UUID, list[tuple[Registration, int]]] = {}
    for row in holding:
        for position in range(1, row.party_size + 1):
            if (row.pk, position) not in known:
                missing.setdefault(row.place_kind.subject, []).append((row, position))
    for subject, people in missing.items():
        _make(subject=subject, people=people, now=now)
    return sum(len(people) for people in missing.values())


def ensure_all(*, subject: uuid.UUID, now: datetime) -> int:
    """Make the missing tickets of everybody who has a place at a subject; return how many were made."""
    rows = Registration.objects.of_subjects([subject]).filter(state__in=PLACE_HOLDING_STATES)
    return ensure_for(registrations=list(rows.select_related("place_kind")), now=now)


def _make(*, subject: uuid.UUID, people: Iterable[tuple[Registration, int]], now: datetime) -> None:
    signer = signing.Signer(subject=subject, private_key=key_of(subject=subject, now=now).private_key)
    rows = []
    for registration, position in people:
        code = references.make(groups=(signing.CODE_SIGNS,))
        rows.append(
            Ticket(registration=registration, position=position, code=code, token=signer.sign(code), issued_at=now)
        )
    # Whoever made the same ticket a moment earlier has made it: the constraint on live tickets decides.
    Ticket.objects.bulk_create(rows, batch_size=_ROWS, ignore_conflicts=True)


@transaction.atomic
def replace(*, ticket: Ticket, by: User, now: datetime) -> Ticket:
    """Revoke a ticket that was lost or passed on and return a new one; at the door the old one is refused by name.

    Raises NotAllowedError for people who may not decide, and DomainError where it is revoked already.
    """
    if not permissions.may_decide(by):
        raise NotAllowedError
    current = Ticket.objects.select_for_update().select_related("registration__place_kind").get(pk=ticket.pk)
    if current.revoked_at is not None:
        raise DomainError(_("This ticket has been replaced already."))
    current.revoked_at = now
    current.save(update_fields=["revoked_at"])
    _make(
        subject=current.registration.place_kind.subject,
        people=[(current.registration, current.position)],
        now=now,
    )
    return Ticket.objects.get(registration=current.registration, position=current.position, revoked_at=None)


def lock_beyond(*, registration: Registration, party_size: int) -> list[Ticket]:
    """Lock the live tickets of people beyond a party of this size and return them; needs a transaction.

    Called before pools and registrations are locked: a gate locks tickets first.
    """
    live = Ticket.objects.select_for_update().filter(registration=registration, revoked_at=None)
    return list(live.filter(position__gt=party_size).order_by("pk"))


def revoke(*, tickets: Collection[Ticket], now: datetime) -> None:
    """Revoke tickets that were locked: should the party grow again, whoever comes then gets a ticket of their own."""
    Ticket.objects.filter(pk__in=[ticket.pk for ticket in tickets]).update(revoked_at=now)


def code_in(text: str) -> str | None:
    """Return the code that somebody typed, however they wrote it ("7k3m-9qxd", of a pass also "NV-7K3M-9QXD"), or None if it cannot be one."""
    signs = "".join(sign for sign in text.upper() if sign.isalnum())
    if len(signs) == len(STAFF_PREFIX) + signing.CODE_SIGNS:
        signs = signs.removeprefix(STAFF_PREFIX)
    if len(signs) != signing.CODE_SIGNS or any(sign not in references.ALPHABET for sign in signs):
        return None
    return signs


def spoken(code: str) -> str:
    """Return a code as it is printed and read out: "7K3M-9QXD"."""
    half = signing.CODE_SIGNS // 2
    return f"{code[:half]}-{code[half:]}"


def find(*, subject: uuid.UUID, text: str) -> Ticket | None:
    """Return the ticket of a subject that a scanned or typed text names, revoked ones too; None for any other text.

    A scanned text must be signed with the subject's key; a typed code is looked up among the subject's tickets alone.
    """
    signed = signing.read(text)
    code = code_in(text) if signed is None else signed.code
    if code is None:
        return None
    ticket = (
        Ticket.objects.select_related("registration__place_kind")
        .filter(code=code, registration__place_kind__subject=subject)
        .first()
    )
    if ticket is None or signed is None:
        return ticket
    key = TicketKey.objects.filter(subject=subject).first()
    genuine = key is not None and signing.is_genuine(signed, subject=subject, public_key=key.public_key)
    return ticket if genuine else None
