"""Copying the gates of one subject to another: rules and hours, none of the phones."""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta

from portal.accounts.models import User
from registration.models import Gate, GateWindow, PlaceKind


def copy(
    *,
    source: uuid.UUID,
    target: uuid.UUID,
    shift: timedelta,
    sessions: Mapping[uuid.UUID, uuid.UUID],  # noqa: ARG001 -- a gate knows its kinds of place, and not who made it
    by: User | None,  # noqa: ARG001 -- the same
    now: datetime,
) -> int:
    """Copy the gates, their hours moved by ``shift``; return how many. Part of ``set_up.copy``, after the kinds of place.

    A gate whose kinds of place were all left out is left out too: without kinds it would let everybody in. So is the door of a session
    whose kind of place the new subject does not have.
    """
    kinds = {_place(kind): kind for kind in PlaceKind.objects.of(target)}
    count = 0
    rows = Gate.objects.filter(subject=source).prefetch_related("place_kinds", "windows")
    for gate in rows.order_by("pk"):
        wanted = list(gate.place_kinds.all())
        found = [kinds[_place(kind)] for kind in wanted if _place(kind) in kinds]
        if wanted and not found:
            continue
        session = _session(gate, kinds)
        if gate.session is not None and session is None:
            continue
        made = Gate.objects.create(
            subject=target,
            code=gate.code,
            name_vi=gate.name_vi,
            name_en=gate.name_en,
            area=gate.area,
            audiences=gate.audiences,
            direction=gate.direction,
            reentry_allowed=gate.reentry_allowed,
            admits_unlisted=gate.admits_unlisted,
            session=session,
            created_at=now,
        )
        made.place_kinds.set(found)
        GateWindow.objects.bulk_create(
            GateWindow(gate=made, opens_at=window.opens_at + shift, closes_at=window.closes_at + shift)
            for window in gate.windows.all()
        )
        count += 1
    return count


def _session(gate: Gate, kinds: dict[tuple[str, int, str], PlaceKind]) -> uuid.UUID | None:
    """Return the new session for that of a gate, known by the kinds of place that people get in it; None where two are alike."""
    if gate.session is None:
        return None
    old = PlaceKind.objects.filter(subject=gate.subject, session=gate.session).order_by("pk")
    found = {kinds[_place(kind)].session for kind in old if _place(kind) in kinds}
    alike = [kind for kind in PlaceKind.objects.of(gate.subject) if _place(kind) in {_place(one) for one in old}]
    return found.pop() if len(found) == 1 and len(alike) == len(old) else None


def _place(kind: PlaceKind) -> tuple[str, int, str]:
    """Return by what a kind and its copy are known; the code of a session's kind names the session."""
    return "" if kind.session else kind.code, kind.position, kind.name_vi
