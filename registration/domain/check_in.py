"""Reading tickets at gates: at once, or merged later from a phone that had no network.

Locks: the phone, then the tickets by key, then passes, then the registrations of the tickets. What a phone sends twice is one reading: it is known by the
phone and a random key, never by who held the phone.
"""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.kernel.errors import DomainError, LimitReachedError, NotAllowedError
from registration import check_in_queries, gate_sessions, passes, permissions
from registration.check_in_queries import Bearer
from registration.domain import attendance, door_attendance, gate_rules, signing, tickets
from registration.domain.gate_rules import Rules
from registration.enums import Audience, Direction, Reading, ScanResult
from registration.models import Device, Registration, Scan, Ticket, TicketKey
from registration.passes import Pass

MERGED_AT_ONCE: Final = 5_000
BATCH: Final = 500
CLOCK_TOLERANCE: Final = timedelta(minutes=2)
UNDO_WITHIN: Final = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Item:
    """One text that was read. ``result`` is what the phone said by itself; None asks the portal to say it."""

    nonce: uuid.UUID
    text: str
    direction: Direction
    at: datetime
    result: ScanResult | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one item: the reading as it is kept, and its ticket or pass where there is one."""

    scan: Scan
    ticket: Ticket | None
    staff: Pass | None = None


@dataclass(slots=True)
class _Read:
    item: Item
    reading: Reading
    code: str
    at: datetime
    clock_off: bool


def scan(*, device: Device, text: str, direction: Direction, nonce: uuid.UUID, now: datetime) -> Outcome:
    """Read a ticket at a gate that has network, and return what the gate says. The same nonce again is the same reading."""
    item = Item(nonce=nonce, text=text, direction=direction, at=now)
    return _batch(device=device, items=[item], skew=timedelta(0), now=now)[0]


def merge(*, device: Device, items: Sequence[Item], sent_at: datetime, now: datetime) -> list[Outcome]:
    """Take in what a phone read without network, in batches of the same few queries each; return an outcome for each item.

    People whom the phone let in stay let in; where the portal would have refused them the reading says so in ``conflict``.
    ``sent_at`` is the phone's clock at the moment of sending: a clock that is wrong is set right by it, and marked.
    Sending the same again changes nothing. Raises LimitReachedError for too many at once.
    """
    if len(items) > MERGED_AT_ONCE:
        raise LimitReachedError(
            _("At most %(number)s readings can be sent at once. Send them in parts.") % {"number": MERGED_AT_ONCE}
        )
    ordered = sorted(items, key=lambda item: item.at)
    skew = now - sent_at
    outcomes: dict[uuid.UUID, Outcome] = {}
    for begin in range(0, len(ordered), BATCH):
        for outcome in _batch(device=device, items=ordered[begin : begin + BATCH], skew=skew, now=now):
            outcomes[outcome.scan.nonce] = outcome
    return [outcomes[item.nonce] for item in items]


def _moment(item: Item, *, device: Device, skew: timedelta, now: datetime) -> tuple[datetime, bool]:
    """Return when something was read by the portal's clock: never before the phone was connected, never in the future."""
    is_off = abs(skew) > CLOCK_TOLERANCE
    try:
        at = item.at + skew if is_off else item.at
    except OverflowError:
        at = now
    bounded = min(max(at, device.enrolled_at or device.added_at), now)
    return bounded, is_off or abs(bounded - at) > CLOCK_TOLERANCE


def _read(item: Item, *, device: Device, skew: timedelta, now: datetime) -> _Read:
    """Read a text as far as that needs no ticket and no key."""
    signed = signing.read(item.text[:200])
    if signed is None:
        code = tickets.code_in(item.text[:200])
        reading = Reading.UNREADABLE if code is None else Reading.TYPED
    else:
        code = signed.code
        is_own = signed.subject_mark == signing.subject_mark(device.gate.subject)
        reading = Reading.GENUINE if is_own else Reading.FOREIGN
    at, clock_off = _moment(item, device=device, skew=skew, now=now)
    return _Read(item, reading, code or "", at, clock_off)


@transaction.atomic
def _batch(*, device: Device, items: Sequence[Item], skew: timedelta, now: datetime) -> list[Outcome]:
    Device.objects.select_for_update().get(pk=device.pk)
    wanted = {item.nonce: item for item in items}
    earlier = Scan.objects.filter(device=device, nonce__in=wanted).select_related(
        "device", "ticket__registration__place_kind"
    )
    known = passes.by_code(device.gate.subject, [row.code for row in earlier if row.pass_number])
    outcomes = {
        row.nonce: Outcome(row, row.ticket, known.get(row.code) if row.pass_number else None) for row in earlier
    }
    set_right = [row for row in earlier if _set_right(row, wanted[row.nonce])]
    reads = [_read(item, device=device, skew=skew, now=now) for nonce, item in wanted.items() if nonce not in outcomes]
    added = _add(device=device, reads=reads, now=now) if reads else []
    outcomes |= {outcome.scan.nonce: outcome for outcome in added}
    _note_came(device=device, rows=[*set_right, *(outcome.scan for outcome in added)], now=now)
    return [outcomes[item.nonce] for item in items]


def _set_right(row: Scan, item: Item) -> bool:
    """Note that the phone let somebody in by itself after the portal's refusal got lost; return whether that is so."""
    if item.result != ScanResult.ADMITTED or row.result == ScanResult.ADMITTED or row.undone_at is not None:
        return False
    Scan.objects.filter(pk=row.pk).update(conflict=row.result, result=ScanResult.ADMITTED, merged_offline=True)
    row.conflict, row.result, row.merged_offline = row.result, ScanResult.ADMITTED, True
    return True


def _note_came(*, device: Device, rows: Iterable[Scan], now: datetime) -> None:
    """Note the parties of which somebody came in, and the sessions of a course that they came for.

    Called once for a batch, after the tickets are locked: the registrations are locked here, all of them in one order.
    """
    came = [
        (row, row.ticket.registration)
        for row in rows
        if row.ticket is not None and row.result == ScanResult.ADMITTED and row.direction == Direction.ENTRY
    ]
    if not came:
        return
    parties = {registration.pk for _row, registration in came}
    list(Registration.objects.select_for_update().filter(pk__in=parties).order_by("pk").values_list("pk"))
    arrivals = [
        door_attendance.arrival_of(row, registration.pk)
        for row, registration in came
        if registration.place_kind.audience == Audience.TRAINEE
    ]
    if arrivals:
        door_attendance.note(subject=device.gate.subject, arrivals=arrivals, by=device.added_by, now=now)
    attendance.note_entered(registration_ids=parties, by=device.added_by, now=now, remark=device.gate.name_vi)


def _add(*, device: Device, reads: Sequence[_Read], now: datetime) -> list[Outcome]:
    gate = device.gate
    codes = {read.code for read in reads if read.reading in (Reading.TYPED, Reading.GENUINE)}
    found = (
        Ticket.objects.select_for_update(of=("self",))
        .select_related("registration__place_kind")
        .prefetch_related("registration__members")
        .filter(code__in=codes, registration__place_kind__subject=gate.subject)
        .order_by("pk")
    )
    by_code = {ticket.code: ticket for ticket in found}
    staff = passes.by_code(gate.subject, codes - set(by_code), lock=True)
    _check_signatures(reads, by_code=by_code, subject=gate.subject)
    begins, _ends = check_in_queries.day_bounds(min(read.at for read in reads))
    passed = check_in_queries.passages(
        gate=gate,
        ticket_ids=[ticket.pk for ticket in by_code.values()],
        pass_numbers=[one.number for one in staff.values()],
        since=begins,
    )
    has_own_places = gate_sessions.has_own_places(gate)
    rules = check_in_queries.rules_of(gate, has_own_places=has_own_places)
    holders = {ticket.registration_id for ticket in by_code.values()}
    allowed = gate_sessions.with_a_place(gate, holders) if has_own_places else None
    outcomes: list[Outcome] = []
    for read in reads:
        is_good = read.reading in (Reading.TYPED, Reading.GENUINE)
        ticket, one = (by_code.get(read.code), staff.get(read.code)) if is_good else (None, None)
        bearer = check_in_queries.bearer_of(ticket, one, allowed)
        row = _judge(device=device, rules=rules, read=read, bearer=bearer, passed=passed, now=now)
        if bearer is not None and row.result == ScanResult.ADMITTED:
            passed[bearer.key].append(row)
            passed[bearer.key].sort(key=lambda other: other.at)
        outcomes.append(Outcome(row, ticket, one))
    _keep([outcome.scan for outcome in outcomes])
    return outcomes


def _keep(rows: Sequence[Scan]) -> None:
    """Add the rows; those that name an earlier one of the same batch get its key in a second statement."""
    same_batch = [(row, row.earlier) for row in rows if row.earlier is not None and row.earlier.pk is None]
    for row, _before in same_batch:
        row.earlier = None
    Scan.objects.bulk_create(rows)
    for row, before in same_batch:
        row.earlier = before
    if same_batch:
        Scan.objects.bulk_update([row for row, _before in same_batch], ["earlier"])


def _check_signatures(reads: Iterable[_Read], *, by_code: dict[str, Ticket], subject: uuid.UUID) -> None:
    """Tell signed texts that are not ours; one that is kept letter by letter with its ticket needs no arithmetic."""
    key: TicketKey | None = None
    for read in reads:
        if read.reading != Reading.GENUINE:
            continue
        ticket = by_code.get(read.code)
        if ticket is not None and ticket.token == read.item.text.strip().upper():
            continue
        key = key or TicketKey.objects.filter(subject=subject).first()
        signed = signing.read(read.item.text)
        if key is None or signed is None or not signing.is_genuine(signed, subject=subject, public_key=key.public_key):
            read.reading = Reading.FORGED


def _judge(
    *,
    device: Device,
    rules: Rules,
    read: _Read,
    bearer: Bearer | None,
    passed: dict[int | str, list[Scan]],
    now: datetime,
) -> Scan:
    day = check_in_queries.day_of(read.at)
    others = [] if bearer is None else [row for row in passed[bearer.key] if check_in_queries.day_of(row.at) == day]
    before = [row for row in others if row.at <= read.at]
    after = [row for row in others if row.at > read.at]
    says = gate_rules.verdict(
        rules=rules,
        reading=read.reading,
        holder=None if bearer is None else check_in_queries.holder_of(bearer, before),
        direction=read.item.direction,
        at=read.at.timestamp(),
        online=True,
    )
    clash = _clash(rules, read, before, after)
    if says == ScanResult.ADMITTED and clash is not None:
        says = ScanResult.ALREADY_INSIDE
    result = says if read.item.result is None else read.item.result
    conflict = says if result == ScanResult.ADMITTED != says else ""
    has_claim = bearer is not None and result == says == ScanResult.ADMITTED and read.item.direction == Direction.ENTRY
    return Scan(
        ticket=None if bearer is None else bearer.ticket,
        pass_number="" if bearer is None or bearer.staff is None else bearer.staff.number,
        session=device.gate.session,
        gate=device.gate,
        device=device,
        nonce=read.item.nonce,
        code=read.code,
        direction=read.item.direction,
        at=read.at,
        received_at=now,
        result=result,
        conflict=conflict,
        earlier=clash if says == ScanResult.ALREADY_INSIDE else None,
        merged_offline=read.item.result is not None,
        clock_off=read.clock_off,
        claim=_claim(bearer, device, day) if bearer is not None and has_claim and not rules.reentry else None,
    )


def _claim(bearer: Bearer, device: Device, day: int) -> str:
    """Return what only one entry of a day can have: the bearer, the area, and the session whose door it is."""
    session = f":{device.gate.session.hex}" if device.gate.session is not None else ""
    return f"{bearer.key}:{device.gate.area}:{day}{session}"


def _clash(rules: Rules, read: _Read, before: Sequence[Scan], after: Sequence[Scan]) -> Scan | None:
    """Return the entry beside which this one cannot stand: next to it in time without a way out between, or any of the day."""
    if read.item.direction != Direction.ENTRY:
        return None
    near = [*before, *after] if not rules.reentry else [*before[-1:], *after[:1]]
    return next((row for row in near if row.direction == Direction.ENTRY), None)


@transaction.atomic
def undo(*, scan: Scan, now: datetime, device: Device | None = None, by: User | None = None) -> Scan:
    """Mark a reading as a mistake; the party is confirmed again if nobody else of it came in. Twice changes nothing.

    A phone undoes its own readings for twelve hours, an organiser every one. Raises NotAllowedError, and DomainError when it is too late.
    """
    if by is not None and not permissions.may_run_gates(by):
        raise NotAllowedError
    if by is None and (device is None or scan.device_id != device.pk):
        raise NotAllowedError
    if by is None and now - scan.received_at > UNDO_WITHIN:
        raise DomainError(_("This was read too long ago. The organiser can still undo it."))
    if scan.ticket_id is not None:
        Ticket.objects.select_for_update().get(pk=scan.ticket_id)
    if Scan.objects.filter(pk=scan.pk, undone_at=None).update(undone_at=now, undone_by=by, claim=None):
        _take_back(scan=scan, by=by or (device.added_by if device is not None else None), now=now)
    return Scan.objects.get(pk=scan.pk)


def _take_back(*, scan: Scan, by: User | None, now: datetime) -> None:
    if scan.ticket is None or scan.result != ScanResult.ADMITTED or scan.direction != Direction.ENTRY:
        return
    registration: Registration = scan.ticket.registration
    door_attendance.take_back(scan=scan, registration=registration, by=by, now=now)
    came = Scan.objects.filter(
        ticket__registration=registration, result=ScanResult.ADMITTED, direction=Direction.ENTRY, undone_at=None
    )
    if not came.exists():
        attendance.take_back_entry(registration=registration, by=by, now=now, remark=scan.gate.name_vi)
