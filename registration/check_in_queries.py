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
from registration import gate_sessions, passes, queries, subjects
from registration.domain import gate_rules
from registration.domain.gate_rules import Holder, Rules
from registration.enums import (
    LIVE_STATES,
    PLACE_HOLDING_STATES,
    Audience,
    Direction,
    GateDirection,
    ScanResult,
    WayOfAttending,
)
from registration.models import Gate, PlaceKind, Scan, Ticket
from registration.passes import Pass

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


def kinds_let_in(gate: Gate) -> frozenset[str] | None:
    """Return the codes of the kinds of place that a gate lets in, None for all; at most two queries.

    Staff passes come in wherever the audience of exhibitors' staff does.
    """
    chosen = list(gate.place_kinds.all())
    kinds = {kind.code for kind in chosen}
    if gate.audiences:
        of_audiences = PlaceKind.objects.filter(subject=gate.subject, audience__in=gate.audiences)
        kinds |= set(of_audiences.values_list("code", flat=True))
    if Audience.EXHIBITOR in gate.audiences or any(kind.audience == Audience.EXHIBITOR for kind in chosen):
        kinds.add(passes.KIND)
    return frozenset(kinds) if kinds or gate.audiences else None


def rules_of(gate: Gate, *, has_own_places: bool) -> Rules:
    """Return the rules of a gate; at most three queries. ``has_own_places`` as ``gate_sessions.has_own_places`` tells it.

    The door of a session with places of its own takes nobody whose ticket is not on the list, for their place cannot be known.
    """
    return Rules(
        direction=GateDirection(gate.direction),
        kinds=kinds_let_in(gate),
        windows=tuple(
            (int(window.opens_at.timestamp()), int(window.closes_at.timestamp())) for window in gate.windows.all()
        ),
        reentry=gate.reentry_allowed,
        unlisted=gate.admits_unlisted and not has_own_places,
    )


def is_valid(ticket: Ticket) -> bool:
    """Return whether a ticket lets somebody in: not revoked, its place still held, its person still of the party."""
    registration = ticket.registration
    return (
        ticket.revoked_at is None
        and registration.state in PLACE_HOLDING_STATES
        and ticket.position <= registration.party_size
    )


@dataclass(frozen=True, slots=True)
class Bearer:
    """What somebody shows at a gate: a ticket or a staff pass, and whether it has a place in the session whose door this is."""

    ticket: Ticket | None
    staff: Pass | None
    in_session: bool

    @property
    def key(self) -> int | str:
        """By what passages are told apart: the ticket's key or the number of the pass."""
        return self.ticket.pk if self.ticket is not None else self.staff.number if self.staff is not None else 0


def bearer_of(ticket: Ticket | None, staff: Pass | None, allowed: set[int] | None) -> Bearer | None:
    """Return a ticket or pass as a gate sees it, None for neither; ``allowed`` are the registrations with a place in its session, None: all."""
    if ticket is not None:
        return Bearer(ticket, None, allowed is None or ticket.registration_id in allowed)
    return Bearer(None, staff, allowed is None) if staff is not None else None


def passages(
    *, gate: Gate, ticket_ids: Collection[int], since: datetime, pass_numbers: Collection[str] = ()
) -> dict[int | str, list[Scan]]:
    """Return who passed the gates of a gate's area and session since an instant, by ticket or pass, in order of time: one query."""
    found: dict[int | str, list[Scan]] = defaultdict(list)
    rows = _passed(gate, since).filter(Q(ticket_id__in=ticket_ids) | Q(pass_number__in=pass_numbers))
    for scan in rows.select_related("gate", "device").order_by("at", "pk"):
        found[scan.ticket_id or scan.pass_number].append(scan)
    return found


def _passed(gate: Gate, since: datetime) -> QuerySet[Scan]:
    return Scan.objects.filter(
        gate__area=gate.area,
        gate__subject=gate.subject,
        session=gate.session,
        result=ScanResult.ADMITTED,
        undone_at=None,
        at__gte=since,
    )


def holder_of(bearer: Bearer, passed: Iterable[Scan]) -> Holder:
    """Return what the rules ask about a ticket or pass; ``passed`` are its passages of the day up to now, in order."""
    ways = [scan.direction for scan in passed]
    ticket, staff = bearer.ticket, bearer.staff
    return Holder(
        kind=ticket.registration.place_kind.code if ticket is not None else passes.KIND,
        is_valid=is_valid(ticket) if ticket is not None else staff is not None and staff.is_valid,
        is_inside=bool(ways) and ways[-1] == Direction.ENTRY,
        has_entered=Direction.ENTRY in ways,
        in_session=bearer.in_session,
    )


def rows_for_phone(gate: Gate, now: datetime, *, has_own_places: bool) -> list[list[Any]]:
    """Return a phone's list: code, name at the gate, code of the kind, whether valid, 0 new 1 was in 2 inside, reference, in the session.

    Of tickets and passes that are no longer valid only the code is told; at the door of a session with places of its own, those who
    have none are told by their code and 0 at the end. The same few queries for any number.
    """
    begins, _ends = day_bounds(now)
    ways: dict[int | str, list[str]] = defaultdict(list)
    for ticket_id, number, direction in (
        _passed(gate, begins).order_by("at", "pk").values_list("ticket_id", "pass_number", "direction")
    ):
        ways[ticket_id or number].append(direction)
    allowed = gate_sessions.with_a_place(gate) if has_own_places else None

    def status(key: int | str) -> int:
        went = ways.get(key, [])
        return 0 if Direction.ENTRY not in went else 1 + (went[-1] == Direction.ENTRY)

    rows: list[list[Any]] = []
    found = Ticket.objects.filter(registration__place_kind__subject=gate.subject).order_by("pk")
    for pk, code, position, revoked, name, size, state, kind, reference, told, registration in found.annotate(
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
        "registration_id",
    ):
        if revoked is not None or state not in PLACE_HOLDING_STATES or position > size:
            rows.append([code, "", kind, 0, 0, "", 1])
        elif allowed is not None and registration not in allowed:
            rows.append([code, "", kind, 1, status(pk), "", 0])
        else:
            rows.append([code, name_at_gate(name, position, told), kind, 1, status(pk), reference, 1])
    for one in passes.of(gate.subject):
        if not one.is_valid:
            rows.append([one.code, "", passes.KIND, 0, 0, "", 1])
        elif allowed is None:
            rows.append([one.code, short_name(one.full_name), passes.KIND, 1, status(one.number), one.number, 1])
        else:
            rows.append([one.code, "", passes.KIND, 1, status(one.number), "", 0])
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


def search_passes(*, subject: uuid.UUID, words: str) -> list[Pass]:
    """Return up to twenty good passes whose name or number matches, as ``search`` finds tickets: one query."""
    wanted = text.fold(words).split()
    joined = "".join(sign for sign in text.fold(words) if sign.isalnum())
    if not wanted or len(joined) < 2:  # noqa: PLR2004 -- one letter finds everybody
        return []
    found = [
        one
        for one in passes.of(subject)
        if one.is_valid
        and (
            all(word in text.fold(one.full_name) for word in wanted) or joined in text.fold(one.number).replace("-", "")
        )
    ]
    return found[:FOUND_AT_MOST]


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
    """The state of the doors: ``inside`` and ``came`` count people of today, ``came_at_all`` those of all days.

    Staff with passes are counted apart, and in none of the other numbers but ``refused`` and ``conflicts``.
    """

    inside: int
    came: int
    came_at_all: int
    expected: int
    refused: int
    conflicts: int
    by_gate: tuple[Footfall, ...]
    by_kind: tuple[Footfall, ...]
    by_hour: tuple[Footfall, ...]
    by_session: tuple[Footfall, ...] = ()
    staff_inside: int = 0
    staff_came: int = 0


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
    by_session: dict[uuid.UUID, set[int]] = defaultdict(set)
    last: dict[tuple[int, str, uuid.UUID | None], str] = {}
    came: set[int] = set()
    today = admitted.filter(at__gte=begins, at__lt=ends, ticket__isnull=False).order_by("at", "pk")
    for ticket_id, gate_id, area, session, direction, at, kind_id in today.values_list(
        "ticket_id", "gate_id", "gate__area", "session", "direction", "at", "ticket__registration__place_kind_id"
    ):
        last[ticket_id, area, session] = direction
        if direction == Direction.EXIT:
            continue
        if session is not None:
            by_session[session].add(ticket_id)
        by_gate[gate_id].add(ticket_id)
        by_kind[kind_id].add(ticket_id)
        if ticket_id not in came:
            by_hour[clock.local(at).hour].add(ticket_id)
        came.add(ticket_id)
    staff = _staff_today(admitted.filter(at__gte=begins, at__lt=ends))
    others = Scan.objects.filter(gate__subject=subject, undone_at=None).aggregate(
        refused=Count("pk", filter=~Q(result=ScanResult.ADMITTED) & Q(at__gte=begins, at__lt=ends)),
        conflicts=Count("pk", filter=~Q(conflict="")),
        came=Count("ticket", distinct=True, filter=Q(result=ScanResult.ADMITTED, direction=Direction.ENTRY)),
    )
    return Live(
        inside=len(_inside(last)),
        came=len(came),
        came_at_all=others["came"],
        expected=0 if _is_online(subject) else _expected(subject).count(),
        refused=others["refused"],
        conflicts=others["conflicts"],
        by_gate=tuple(
            Footfall(gate.name, len(by_gate[gate.pk])) for gate in Gate.objects.filter(subject=subject).order_by("pk")
        ),
        by_kind=tuple(Footfall(names[pk], len(people)) for pk, people in sorted(by_kind.items()) if pk in names),
        by_hour=tuple(Footfall(f"{hour:02}:00", len(people)) for hour, people in sorted(by_hour.items())),
        by_session=_of_sessions(subject, by_session),
        staff_inside=sum(1 for way in staff.values() if way == Direction.ENTRY),
        staff_came=len(staff),
    )


def _is_online(subject: uuid.UUID) -> bool:
    info = subjects.info(subject)
    return info is not None and info.is_online


def _expected(subject: uuid.UUID) -> QuerySet[Ticket]:
    """Return the good tickets of those who come to the door: whoever takes part online is not expected there."""
    return Ticket.objects.filter(
        registration__place_kind__subject=subject,
        registration__state__in=PLACE_HOLDING_STATES,
        revoked_at=None,
        position__lte=F("registration__party_size"),
    ).exclude(registration__place_kind__way=WayOfAttending.ONLINE)


def _inside(last: dict[tuple[int, str, uuid.UUID | None], str]) -> set[int]:
    """Return who is inside by their last way at each area; doors of sessions count only for those who passed no other gate.

    Nobody is asked to show a ticket when a session ends.
    """
    general = {ticket for ticket, _area, session in last if session is None}
    return {
        ticket
        for (ticket, _area, session), way in last.items()
        if way == Direction.ENTRY and (session is None or ticket not in general)
    }


def _staff_today(admitted: QuerySet[Scan]) -> dict[str, str]:
    """Return the last way of each staff pass that came in: one query."""
    ways: dict[str, str] = {}
    rows = admitted.exclude(pass_number="").order_by("at", "pk").values_list("pass_number", "session", "direction")
    for number, session, direction in rows:
        if direction == Direction.ENTRY or (session is None and number in ways):
            ways[number] = direction
    return ways


def _of_sessions(subject: uuid.UUID, people: dict[uuid.UUID, set[int]]) -> tuple[Footfall, ...]:
    """Return how many came to each session; none is asked for where nobody was read at the door of one."""
    sessions = gate_sessions.of(subject) if people else {}
    return tuple(Footfall(session.title, len(people[key])) for key, session in sessions.items() if key in people)


def day_of(moment: datetime) -> int:
    """Return the day in Việt Nam of an instant, as the rules number it."""
    return gate_rules.day_of(moment.timestamp())


def kind_names(subject: uuid.UUID) -> dict[str, str]:
    """Return the kinds of place of a subject by code, in the active language, and how staff passes are called."""
    kinds = PlaceKind.objects.filter(subject=subject).order_by("position", "pk")
    return {**{kind.code: kind.name for kind in kinds}, passes.KIND: _("Staff pass")}
