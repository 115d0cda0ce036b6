"""Making gates and changing their rules."""

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.kernel import text
from portal.kernel.errors import DomainError, NotAllowedError
from registration import gate_sessions, permissions
from registration.enums import Audience, GateDirection
from registration.models import Gate, GateWindow, PlaceKind

Window = tuple[datetime, datetime]
MAIN_AREA = "main"


@transaction.atomic
def open_gate(
    *,
    subject: uuid.UUID,
    code: str,
    name_vi: str,
    by: User,
    now: datetime,
    name_en: str = "",
    area: str = MAIN_AREA,
    place_kinds: Collection[PlaceKind] = (),
    audiences: Collection[Audience] = (),
    direction: GateDirection = GateDirection.BOTH,
    reentry_allowed: bool = True,
    admits_unlisted: bool = True,
    windows: Sequence[Window] = (),
    session: uuid.UUID | None = None,
) -> Gate:
    """Make a gate, or give the one with this code other rules; phones learn them when they next ask for the list.

    Without ``place_kinds`` and ``audiences`` everybody with a ticket is let in; a gate that is the door of a ``session`` lets in those
    who have a place in it, where it has places of its own. Raises NotAllowedError, and DomainError for a window that ends before it
    begins, and for a kind of place or a session of another subject.
    """
    if not permissions.may_run_gates(by):
        raise NotAllowedError
    if any(closes <= opens for opens, closes in windows):
        raise DomainError(_("Each time must end after it begins."), field="windows")
    if any(kind.subject != subject for kind in place_kinds):
        raise DomainError(_("This kind of place belongs to another event."), field="place_kinds")
    if session is not None and session not in gate_sessions.of(subject):
        raise DomainError(_("This session belongs to another event."), field="session")
    gate, _created = Gate.objects.update_or_create(
        subject=subject,
        code=code,
        defaults={
            "name_vi": text.line(name_vi),
            "name_en": text.line(name_en),
            "area": area,
            "audiences": sorted(audiences),
            "direction": direction,
            "reentry_allowed": reentry_allowed,
            "admits_unlisted": admits_unlisted,
            "session": session,
        },
        create_defaults={
            "name_vi": text.line(name_vi),
            "name_en": text.line(name_en),
            "area": area,
            "audiences": sorted(audiences),
            "direction": direction,
            "reentry_allowed": reentry_allowed,
            "admits_unlisted": admits_unlisted,
            "session": session,
            "created_at": now,
        },
    )
    gate.place_kinds.set(place_kinds)
    gate.windows.all().delete()
    GateWindow.objects.bulk_create(
        GateWindow(gate=gate, opens_at=opens, closes_at=closes) for opens, closes in sorted(windows)
    )
    return gate
