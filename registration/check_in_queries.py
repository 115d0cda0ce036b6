"""Reads of check-in: what a phone may know, who is inside, what went wrong."""

import re
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _

from portal.kernel import clock, formats, text
from registration import queries
from registration.domain import gate_rules
from registration.domain.gate_rules import Holder, Rules
from registration.enums import LIVE_STATES, PLACE_HOLDING_STATES, Direction, GateDirection, ScanResult
from registration.models import Gate, PlaceKind, Scan, Ticket

FOUND_AT_MOST: Final = 20
_REMARK: Final = re.compile(r"\s*\([^)]*\)\s*$")


def short_name(full_name: str) -> str:
    """Return no more of a name than the gate needs: "Nguyễn Thị An" gives "N. T. An"."""
    words = text.words(_REMARK.sub("", full_name)) or text.words(full_name)
    return " ".join([*(f"{word[0].upper()}." for word in words[:-1]), *words[-1:]])


def name_at_gate(full_name: str, position: int, told: str = "") -> str:
    """Return how the gate calls one person of a party: by the name that was ``told`` for them, else as a guest of the holder."""
    if told:
        return short_name(told)
    name = short_name(full_name)
    if position == 1:
        return name
    return _("Guest %(number)s of %(name)s") % {"number": formats.number(position), "name": name}


def day_bounds(moment: datetime) -> tuple[datetime, datetime]:
    """Return the beginning of the day in Việt Nam that an instant falls on, and its end, which is not included."""
    begins = clock.at(clock.local(moment).date())
    return begins, begins + timedelta(days=1)


def rules_of(gate: Gate) -> Rules:
    """Return the rules of a gate; at most three queries."""
    kinds = {kind.code for kind in gate.place_kinds.all()}
    if gate.audiences:
        of_audiences = PlaceKind.objects.filter(subject=gate.subject, audience__in=gate.audiences)
        kinds |= set(of_audiences.values_list("code", flat=True))
    return Rules(
        direction=GateDirection(gate.direction),
        kinds=frozenset(kinds) if kinds or gate.audiences else None,
        windows=tuple(
            (int(window.opens_at.timestamp()), int(window.closes_at.timestamp())) for window in gate.windows.all()
        ),
        reentry=gate.reentry_allowed,
        unlisted=gate.admits_unlisted,
    )


def is_valid(ticket: Ticket) -> bool:
    """Return whether a ticket lets somebody in: not revoked, its place still held, its person still of the party."""
    registration = ticket.registration
    return (
        ticket.revoked_at is None
        and registration.state in PLACE_HOLDING_STATES
        and ticket.position <= registration.party_size
    )


def passages(*, area: str, subject: uuid.UUID, ticket_ids: Collection[int], since: datetime) -> dict[int, list[Scan]]:
    """Return who passed the gates of an area since an instant, by ticket and in order of time: one query."""
    found: dict[int, list[Scan]] = defaultdict(list)
    rows = Scan.objects.filter(
        ticket_id__in=ticket_ids,
        gate__area=area,
        gate__subject=subject,
        result=ScanResult.ADMITTED,
        undone_at=None,
        at__gte=since,
    )
    for scan in rows.select_related("gate", "device").order_by("at", "pk"):
        found[scan.ticket_id or 0].append(scan)
    return found


def holder_of(ticket: Ticket, passed: Iterable[Scan]) -> Holder:
    """Return what the rules ask about a ticket; ``passed`` are its passages of the day up to now, in order."""
    ways = [scan.direction for scan in passed]
    return Holder(
        kind=ticket.registration.place_kind.code,
        is_valid=is_valid(ticket),
        is_inside=bool(ways) and ways[-1] == Direction.ENTRY,
        has_entered=Direction.ENTRY in ways,
    )


def rows_for_phone(gate: Gate, now: datetime) -> list[list[Any]]:
    """Return a phone's list: code, name at the gate, code of the kind, whether valid, 0 new 1 was in 2 inside, reference.

    Of tickets that are no longer valid only the code is told. Two queries for any number.
    """
    begins, _ends = day_bounds(now)
    ways: dict[int, list[str]] = defaultdict(list)
    passed = Scan.objects.filter(
        gate__subject=gate.subject, gate__area=gate.area, result=ScanResult.ADMITTED, undone_at=None, at__gte=begins
    )
    for ticket_id, direction in passed.order_by("at", "pk").values_list("ticket_id", "direction"):
        ways[ticket_id].append(direction)
    rows: list[list[Any]] = []
    found = Ticket.objects.filter(registration__place_kind__subject=gate.subject).order_by("pk")
    for pk, code, position, revoked, name, size, state, kind, reference, told in found.annotate(
        told=queries.name_told()
    ).values_list(
        "pk",
        "code",
        "position",
        "revoked_at",
        "registration__full_name",
        "registration__party_size",
        "registration__state",
        "registration__place_kind__code",
        "registration__reference",
        "told",
    ):
        if revoked is not None or state not in PLACE_HOLDING_STATES or position > size:
            rows.append([code, "", kind, 0, 0, ""])
            continue
        went = ways.get(pk, [])
        status = 0 if Direction.ENTRY not in went else 1 + (went[-1] == Direction.ENTRY)
        rows.append([code, name_at_gate(name, position, told), kind, 1, status, reference])
    return rows


def search(*, subject: uuid.UUID, words: str) -> list[Ticket]:
    """Return up to twenty tickets whose holder, reference number, code or organisation matches, with or without marks.

    Reads the names of one event and folds them here: two queries for any number of people.
    """
    wanted = text.fold(words).split()
    joined = "".join(sign for sign in text.fold(words) if sign.isalnum())
    if not wanted or len(joined) < 2:  # noqa: PLR2004 -- one letter finds everybody
        return []
    rows = Ticket.objects.filter(
        registration__place_kind__subject=subject, registration__state__in=LIVE_STATES, revoked_at=None
    )
    found: list[int] = []
    named = rows.annotate(told=queries.name_told()).order_by("registration__full_name", "position")
    for pk, code, name, organisation, reference, told in named.values_list(
        "pk", "code", "registration__full_name", "registration__organisation", "registration__reference", "told"
    ):
        haystack = text.fold(f"{name} {told} {organisation}")
        numbers = text.fold(f"{code} {reference}").replace("-", "")
        if all(word in haystack for word in wanted) or joined in numbers:
            found.append(pk)
            if len(found) == FOUND_AT_MOST:
                break
    by_key = (
        Ticket.objects.select_related("registration__place_kind")
        .prefetch_related("registration__members")
        .in_bulk(found)
    )
    return [by_key[pk] for pk in found]


def conflicts(subject: uuid.UUID) -> QuerySet[Scan]:
    """Return the readings of a subject that let in somebody whom the portal would have refused, newest first."""
    return (
        Scan.objects.filter(gate__subject=subject, undone_at=None)
        .exclude(conflict="")
        .select_related("ticket__registration__place_kind", "gate", "device", "earlier__gate", "earlier__device")
    )


@dataclass(frozen=True, slots=True)
class Footfall:
    """How many people came through one gate, of one kind, or in one hour."""

    name: str
    people: int


@dataclass(frozen=True, slots=True)
class Live:
    """The state of the doors: ``inside`` and ``came`` count people of today, ``came_at_all`` those of all days."""

    inside: int
    came: int
    came_at_all: int
    expected: int
    refused: int
    conflicts: int
    by_gate: tuple[Footfall, ...]
    by_kind: tuple[Footfall, ...]
    by_hour: tuple[Footfall, ...]


def live(subject: uuid.UUID, now: datetime) -> Live:
    """Return how many people came and are inside: the same few queries for any number. Times are those of Việt Nam.

    Somebody who passes two gates counts once in the sums and once at each gate.
    """
    begins, ends = day_bounds(now)
    admitted = Scan.objects.filter(gate__subject=subject, result=ScanResult.ADMITTED, undone_at=None)
    kinds = dict(PlaceKind.objects.filter(subject=subject).values_list("pk", "code"))
    names = {kind.pk: kind.name for kind in PlaceKind.objects.filter(pk__in=kinds)}
    by_gate: dict[int, set[int]] = defaultdict(set)
    by_kind: dict[int, set[int]] = defaultdict(set)
    by_hour: dict[int, set[int]] = defaultdict(set)
    last: dict[tuple[int, str], str] = {}
    came: set[int] = set()
    today = admitted.filter(at__gte=begins, at__lt=ends, ticket__isnull=False).order_by("at", "pk")
    for ticket_id, gate_id, area, direction, at, kind_id in today.values_list(
        "ticket_id", "gate_id", "gate__area", "direction", "at", "ticket__registration__place_kind_id"
    ):
        last[ticket_id, area] = direction
        if direction == Direction.EXIT:
            continue
        by_gate[gate_id].add(ticket_id)
        by_kind[kind_id].add(ticket_id)
        if ticket_id not in came:
            by_hour[clock.local(at).hour].add(ticket_id)
        came.add(ticket_id)
    others = Scan.objects.filter(gate__subject=subject, undone_at=None).aggregate(
        refused=Count("pk", filter=~Q(result=ScanResult.ADMITTED) & Q(at__gte=begins, at__lt=ends)),
        conflicts=Count("pk", filter=~Q(conflict="")),
        came=Count("ticket", distinct=True, filter=Q(result=ScanResult.ADMITTED, direction=Direction.ENTRY)),
    )
    return Live(
        inside=len({ticket for (ticket, _area), direction in last.items() if direction == Direction.ENTRY}),
        came=len(came),
        came_at_all=others["came"],
        expected=Ticket.objects.filter(
            registration__place_kind__subject=subject,
            registration__state__in=PLACE_HOLDING_STATES,
            revoked_at=None,
            position__lte=F("registration__party_size"),
        ).count(),
        refused=others["refused"],
        conflicts=others["conflicts"],
        by_gate=tuple(
            Footfall(gate.name, len(by_gate[gate.pk])) for gate in Gate.objects.filter(subject=subject).order_by("pk")
        ),
        by_kind=tuple(Footfall(names[pk], len(people)) for pk, people in sorted(by_kind.items()) if pk in names),
        by_hour=tuple(Footfall(f"{hour:02}:00", len(people)) for hour, people in sorted(by_hour.items())),
    )


def day_of(moment: datetime) -> int:
    """Return the day in Việt Nam of an instant, as the rules number it."""
    return gate_rules.day_of(moment.timestamp())


def kind_names(subject: uuid.UUID) -> dict[str, str]:
    """Return the kinds of place of a subject by code, in the active language."""
    return {kind.code: kind.name for kind in PlaceKind.objects.filter(subject=subject).order_by("position", "pk")}
