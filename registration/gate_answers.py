"""What a gate tells: sentences for people, and answers for the script on the phone."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from registration import (
    announcement_words,
    check_in_queries,
    gate_sessions,
    queries,
    question_fields,
    question_queries,
    subjects,
)
from registration.domain import devices, gate_rules, signing, tickets
from registration.domain.check_in import Outcome
from registration.domain.walk_ins import WalkIn, asked_at_the_door, kinds_at
from registration.enums import Direction, RegistrationState, ScanResult
from registration.models import Device, Gate, Scan, Ticket
from registration.passes import Pass

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

MILLISECOND: Final = 1000

TITLES: "Final[dict[ScanResult, _StrPromise]]" = {
    ScanResult.ADMITTED: _("Come in"),
    ScanResult.ALREADY_INSIDE: _("Already used"),
    ScanResult.NOT_VALID: _("No longer valid"),
    ScanResult.WRONG_GATE: _("Not at this gate"),
    ScanResult.WRONG_DAY: _("Not at this time"),
    ScanResult.NO_SESSION_PLACE: _("Not in this session"),
    ScanResult.UNKNOWN: _("Not known"),
    ScanResult.FOREIGN_EVENT: _("Another event"),
    ScanResult.FORGED: _("Forged"),
}

SENTENCES: "Final[dict[ScanResult, _StrPromise]]" = {
    ScanResult.ADMITTED: _("The ticket is good."),
    ScanResult.ALREADY_INSIDE: _("Somebody came in with this ticket before. Ask for the name, and call the organiser."),
    ScanResult.NOT_VALID: _("The ticket was replaced or the registration cancelled. Search by name for a newer one."),
    ScanResult.WRONG_GATE: _("This ticket is good at another gate, or for the other direction."),
    ScanResult.WRONG_DAY: _("This gate does not let people in at this time."),
    ScanResult.NO_SESSION_PLACE: _("The ticket is good for the event, but has no place in this session."),
    ScanResult.UNKNOWN: _("No ticket of this event has this code. Type it once more, or search by name."),
    ScanResult.FOREIGN_EVENT: _("This is a ticket of another event."),
    ScanResult.FORGED: _("The signature is wrong: the portal did not issue this ticket."),
}


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * MILLISECOND)


def everything(*, device: Device, now: datetime) -> dict[str, Any]:
    """Return the list, the rules and the public key with which a phone works alone; the same few queries for any number."""
    gate = device.gate
    tickets.ensure_all(subject=gate.subject, now=now)
    info = subjects.info(gate.subject)
    has_own_places = gate_sessions.has_own_places(gate)
    rules = check_in_queries.rules_of(gate, has_own_places=has_own_places)
    return {
        "event": announcement_words.headline(info) if info is not None else "",
        "gate": gate.name,
        "session": gate_sessions.name_of(gate),
        "device": device.name,
        "rules": {
            "direction": rules.direction,
            "kinds": None if rules.kinds is None else sorted(rules.kinds),
            "windows": rules.windows,
            "reentry": rules.reentry,
            "unlisted": rules.unlisted,
        },
        "public_key": tickets.key_of(subject=gate.subject, now=now).public_key,
        "mark": signing.subject_mark(gate.subject).hex(),
        "kinds": check_in_queries.kind_names(gate.subject),
        "walk_in_kinds": [[kind.code, kind.name, kind.party_maximum, kind.needs_names] for kind in kinds_at(device)],
        "walk_in_questions": walk_in_questions(gate.subject),
        "rows": check_in_queries.rows_for_phone(gate, now, has_own_places=has_own_places),
        "day": gate_rules.day_of(now.timestamp()),
        "made_at": _milliseconds(now),
        "expires_at": _milliseconds(min(device.expires_at, devices.ends_at(subject=gate.subject, now=now))),
    }


def walk_in_questions(subject: uuid.UUID) -> list[dict[str, Any]]:
    """Return the questions that the door asks, in the active language: one query."""
    version = asked_at_the_door(question_queries.current(subject))
    return [
        {
            "key": question.key,
            "kind": question.kind,
            "label": str(question.label),
            "hint": " ".join(question_fields.hint_lines(question)),
            "required": question.required,
            "options": [[option.key, str(option.label)] for option in question.options],
            "kinds": list(question.kinds),
            "condition": None
            if question.condition is None
            else [question.condition.question, list(question.condition.options)],
        }
        for question in (version.read() if version is not None else ())
    ]


def _who(ticket: Ticket) -> dict[str, str]:
    registration = ticket.registration
    told = dict(enumerate(queries.people_of(registration), start=1)).get(ticket.position, "")
    return {
        "name": check_in_queries.name_at_gate(registration.full_name, ticket.position, told),
        "kind": registration.place_kind.name,
        "code": tickets.spoken(ticket.code),
        "reference": registration.reference,
    }


def _staff(one: Pass) -> dict[str, str]:
    return {
        "name": check_in_queries.short_name(one.full_name),
        "kind": gettext("Staff pass"),
        "code": tickets.spoken(one.code),
        "reference": one.number,
    }


def earlier(scan: Scan | None) -> dict[str, Any] | None:
    """Return where and when the other entry of a double one was."""
    if scan is None:
        return None
    return {"gate": scan.gate.name, "device": scan.device.name, "at": _milliseconds(scan.at)}


def outcome(found: Outcome) -> dict[str, Any]:
    """Return what became of one reading; of tickets that the gate does not take no name is told."""
    scan = found.scan
    who = {}
    if found.ticket is not None and scan.result != ScanResult.FORGED:
        who = _who(found.ticket)
    elif found.staff is not None and scan.result != ScanResult.FORGED:
        who = _staff(found.staff)
    return {
        "nonce": str(scan.nonce),
        "result": scan.result,
        "conflict": scan.conflict,
        "direction": scan.direction,
        "at": _milliseconds(scan.at),
        "earlier": earlier(scan.earlier),
        **who,
    }


def found(*, gate: Gate, words: str, now: datetime) -> list[dict[str, Any]]:
    """Return the tickets that a search found with whether their people are inside; the same few queries for any number."""
    rows = check_in_queries.search(subject=gate.subject, words=words)
    staff = check_in_queries.search_passes(subject=gate.subject, words=words)
    begins, _ends = check_in_queries.day_bounds(now)
    passed = check_in_queries.passages(
        gate=gate, ticket_ids=[row.pk for row in rows], pass_numbers=[one.number for one in staff], since=begins
    )

    def is_inside(key: int | str) -> bool:
        return bool(passed[key]) and passed[key][-1].direction == Direction.ENTRY

    return [
        {
            **_who(row),
            "organisation": row.registration.organisation,
            "valid": check_in_queries.is_valid(row),
            "inside": is_inside(row.pk),
        }
        for row in rows
    ] + [{**_staff(one), "organisation": "", "valid": True, "inside": is_inside(one.number)} for one in staff]


def walk_in(made: WalkIn) -> dict[str, Any]:
    """Return how a registration at the gate ended."""
    return {
        "has_place": made.has_place,
        "reference": made.registration.reference,
        "state": RegistrationState(made.registration.state).label,
        "outcomes": [outcome(one) for one in made.outcomes],
    }


def new_nonce() -> str:
    """Return a random key for a form."""
    return str(uuid.uuid4())
