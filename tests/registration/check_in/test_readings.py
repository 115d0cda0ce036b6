"""One rule for every reading, and what becomes of each."""

import json
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.accounts.models import User
from portal.kernel import clock
from portal.kernel.errors import DomainError, LimitReachedError, NotAllowedError
from registration import check_in_queries
from registration.domain import check_in, gate_rules, registrations, tickets, walk_ins
from registration.enums import Audience, Direction, GateDirection, Reading, RegistrationState, ScanResult
from registration.models import Device, PlaceKind, Registration, Scan
from registration.subjects import SubjectInfo
from tests.factories.check_in import make_gate, make_tickets
from tests.factories.news import make_user
from tests.factories.registration import make_kind
from tests.registration.check_in.reading import merge, other_phone, queued, read, state_of

pytestmark = pytest.mark.django_db


CASES: list[dict[str, Any]] = json.loads((Path(__file__).parent.parent / "gate_cases.json").read_text())


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_rule_by_its_table(case: dict[str, Any]) -> None:
    rules, holder = case["rules"], case["holder"]
    says = gate_rules.verdict(
        rules=gate_rules.Rules(
            direction=GateDirection(rules["direction"]),
            kinds=None if rules["kinds"] is None else frozenset(rules["kinds"]),
            windows=tuple((opens, closes) for opens, closes in rules["windows"]),
            reentry=rules["reentry"],
            unlisted=rules["unlisted"],
        ),
        reading=Reading(case["reading"]),
        holder=None
        if holder is None
        else gate_rules.Holder(
            holder["kind"], holder["valid"], holder["inside"], holder["entered"], holder.get("in_session", True)
        ),
        direction=Direction(case["direction"]),
        at=case["at"],
        online=case["online"],
    )
    assert says == case["expect"]


def test_every_result_is_in_the_table() -> None:
    assert {case["expect"] for case in CASES} == set(ScanResult.values)


def test_a_good_ticket_comes_in_once_and_the_party_attended(phone: Device, kind: PlaceKind) -> None:
    first, second = make_tickets(kind, party_size=2)
    assert read(phone, first.token).scan.result == ScanResult.ADMITTED
    assert state_of(first) == RegistrationState.ATTENDED
    step = first.registration.log.order_by("pk").last()
    assert step is not None
    assert (step.to_state, step.remark) == ("attended", phone.gate.name_vi)
    again = read(phone, first.code.lower())
    assert again.scan.result == ScanResult.ALREADY_INSIDE
    assert again.scan.earlier is not None
    assert read(phone, tickets.spoken(second.code)).scan.result == ScanResult.ADMITTED
    assert first.registration.log.filter(to_state="attended").count() == 1


def test_out_and_in_again(phone: Device, kind: PlaceKind, organiser: User) -> None:
    [ticket] = make_tickets(kind)
    ways = [Direction.ENTRY, Direction.EXIT, Direction.ENTRY, Direction.ENTRY]
    assert [read(phone, ticket.code, way).scan.result for way in ways] == ["admitted"] * 3 + ["already-inside"]
    once = other_phone(phone, organiser, reentry_allowed=False, area="hall")
    [guest] = make_tickets(kind)
    assert [read(once, guest.code, way).scan.result for way in ways[:3]] == ["admitted", "admitted", "already-inside"]


def test_bad_tickets_are_told_apart(phone: Device, kind: PlaceKind, known: Any, organiser: User) -> None:
    revoked, cancelled, good = make_tickets(kind, 3)
    tickets.replace(ticket=revoked, by=organiser, now=clock.now())
    registrations.cancel(registration=cancelled.registration, now=clock.now())
    elsewhere = make_kind(capacity=None)
    [foreign] = make_tickets(elsewhere)
    spoiled = good.token[:-4] + ("AAAA" if good.token[-4:] != "AAAA" else "BBBB")
    expected = {
        revoked.token: "not-valid",
        cancelled.code: "not-valid",
        foreign.token: "foreign-event",
        foreign.code: "unknown",
        spoiled: "forged",
        "https://example.org/?x=1": "unknown",
        "": "unknown",
        "T1:" + "A" * 5000: "unknown",
        good.token.lower(): "admitted",
    }
    assert {text: str(read(phone, text).scan.result) for text in expected} == expected
    assert not Scan.objects.filter(ticket=None, result=ScanResult.ADMITTED).exists()


def test_kinds_audiences_and_hours_of_a_gate(phone: Device, kind: PlaceKind, organiser: User) -> None:
    press = make_kind(subject=kind.subject, capacity=None, audience=Audience.PRESS)
    now = clock.now()
    only_press = other_phone(phone, organiser, audiences=[Audience.PRESS], area="a")
    only_kind = other_phone(phone, organiser, place_kinds=[kind], area="b")
    tomorrow = other_phone(phone, organiser, windows=[(now + timedelta(days=1), now + timedelta(days=2))], area="c")
    out_only = other_phone(phone, organiser, direction=GateDirection.EXIT, area="d")
    [visitor], [reporter] = make_tickets(kind), make_tickets(press)
    assert read(only_press, visitor.code).scan.result == ScanResult.WRONG_GATE
    assert read(only_press, reporter.code).scan.result == ScanResult.ADMITTED
    assert read(only_kind, visitor.code).scan.result == ScanResult.ADMITTED
    assert read(only_kind, reporter.code).scan.result == ScanResult.WRONG_GATE
    assert read(tomorrow, visitor.code).scan.result == ScanResult.WRONG_DAY
    assert read(out_only, visitor.code).scan.result == ScanResult.WRONG_GATE
    with pytest.raises(DomainError):
        make_gate(subject=kind.subject, by=organiser, place_kinds=[make_kind()])
    with pytest.raises(DomainError):
        make_gate(subject=kind.subject, by=organiser, windows=[(now, now)])
    with pytest.raises(NotAllowedError):
        make_gate(subject=kind.subject, by=make_user("khach@example.org"))


def test_the_same_nonce_is_the_same_reading(phone: Device, kind: PlaceKind, organiser: User) -> None:
    [ticket] = make_tickets(kind)
    nonce = uuid.uuid4()
    told = [
        check_in.scan(device=phone, text=ticket.code, direction=Direction.ENTRY, nonce=nonce, now=clock.now())
        for _time in range(2)
    ]
    assert [outcome.scan.result for outcome in told] == ["admitted", "admitted"]
    assert Scan.objects.count() == 1
    elsewhere = other_phone(phone, organiser)
    check_in.scan(device=elsewhere, text=ticket.code, direction=Direction.ENTRY, nonce=nonce, now=clock.now())
    assert Scan.objects.count() == 2


def test_two_doors_that_let_one_ticket_in_without_network(phone: Device, kind: PlaceKind, organiser: User) -> None:
    [ticket] = make_tickets(kind)
    second = other_phone(phone, organiser)
    assert merge(phone, queued(ticket.token, minutes_ago=30))[0].scan.conflict == ""
    [outcome] = merge(second, queued(ticket.token, minutes_ago=20))
    row = outcome.scan
    assert (row.result, row.conflict, row.merged_offline) == ("admitted", "already-inside", True)
    assert row.earlier is not None
    assert row.earlier.device == phone
    assert [found.pk for found in check_in_queries.conflicts(kind.subject)] == [row.pk]
    assert Scan.objects.filter(result=ScanResult.ADMITTED).count() == 2


def test_a_late_merge_of_an_earlier_entry_is_told_too(phone: Device, kind: PlaceKind, organiser: User) -> None:
    [ticket] = make_tickets(kind)
    second = other_phone(phone, organiser)
    assert read(second, ticket.code).scan.result == ScanResult.ADMITTED
    [outcome] = merge(phone, queued(ticket.token, minutes_ago=30))
    assert outcome.scan.conflict == ScanResult.ALREADY_INSIDE


def test_two_entries_of_one_batch_name_each_other(phone: Device, kind: PlaceKind) -> None:
    [ticket] = make_tickets(kind)
    first, second = merge(phone, queued(ticket.token, minutes_ago=9), queued(ticket.token, minutes_ago=8))
    second.scan.refresh_from_db()
    assert second.scan.earlier_id == first.scan.pk
    assert second.scan.conflict == ScanResult.ALREADY_INSIDE


def test_merging_again_changes_nothing(phone: Device, kind: PlaceKind) -> None:
    items = [queued(ticket.token) for ticket in make_tickets(kind, 5)]
    first = merge(phone, *items)
    again = merge(phone, *items)
    assert [outcome.scan.pk for outcome in first] == [outcome.scan.pk for outcome in again]
    assert Scan.objects.count() == 5
    assert Registration.objects.filter(state=RegistrationState.ATTENDED).count() == 5


def test_cancelled_after_the_last_list_is_a_conflict(phone: Device, kind: PlaceKind) -> None:
    [ticket] = make_tickets(kind)
    registrations.cancel(registration=ticket.registration, now=clock.now())
    [outcome] = merge(phone, queued(ticket.token))
    assert (outcome.scan.result, outcome.scan.conflict) == ("admitted", "not-valid")
    assert state_of(ticket) == RegistrationState.CANCELLED


def test_an_answer_that_got_lost_is_set_right(phone: Device, kind: PlaceKind) -> None:
    [ticket] = make_tickets(kind)
    nonce = uuid.uuid4()
    read(phone, ticket.code)
    told = check_in.scan(device=phone, text=ticket.code, direction=Direction.ENTRY, nonce=nonce, now=clock.now())
    assert told.scan.result == ScanResult.ALREADY_INSIDE
    [outcome] = merge(phone, queued(ticket.code, nonce=nonce, minutes_ago=0))
    assert (outcome.scan.result, outcome.scan.conflict) == ("admitted", "already-inside")


def test_who_was_let_in_after_a_lost_refusal_has_attended(phone: Device, kind: PlaceKind, organiser: User) -> None:
    [ticket] = make_tickets(kind)
    shut = other_phone(phone, organiser, audiences=[Audience.PRESS])
    nonce = uuid.uuid4()
    refused = check_in.scan(device=shut, text=ticket.code, direction=Direction.ENTRY, nonce=nonce, now=clock.now())
    assert (refused.scan.result, state_of(ticket)) == ("wrong-gate", "confirmed")
    item = queued(ticket.code, nonce=nonce, minutes_ago=0)
    merge(shut, item)
    assert state_of(ticket) == RegistrationState.ATTENDED
    merge(shut, item)
    assert ticket.registration.log.filter(to_state="attended").count() == 1


def test_a_lost_refusal_that_was_taken_back_stays_so(phone: Device, kind: PlaceKind, organiser: User) -> None:
    [ticket] = make_tickets(kind)
    shut = other_phone(phone, organiser, audiences=[Audience.PRESS])
    nonce = uuid.uuid4()
    refused = check_in.scan(device=shut, text=ticket.code, direction=Direction.ENTRY, nonce=nonce, now=clock.now())
    check_in.undo(scan=refused.scan, device=shut, now=clock.now())
    merge(shut, queued(ticket.code, nonce=nonce, minutes_ago=0))
    assert state_of(ticket) == RegistrationState.CONFIRMED


def test_a_wrong_clock_is_set_right_bounded_and_marked(phone: Device, kind: PlaceKind) -> None:
    now = clock.now()
    fast, slow, ancient = (ticket.token for ticket in make_tickets(kind, 3))
    wrong = timedelta(days=400)
    check_in.merge(
        device=phone,
        items=[queued(fast, at=now + wrong - timedelta(minutes=30))],
        sent_at=now + wrong,
        now=now,
    )
    check_in.merge(device=phone, items=[queued(slow, at=now + timedelta(hours=5))], sent_at=now, now=now)
    check_in.merge(device=phone, items=[queued(ancient, at=now - timedelta(days=9))], sent_at=now, now=now)
    rows = {scan.ticket.token: scan for scan in Scan.objects.select_related("ticket") if scan.ticket}
    assert abs(rows[fast].at - (now - timedelta(minutes=30))) < timedelta(seconds=1)
    assert rows[slow].at == now
    assert rows[ancient].at == phone.enrolled_at
    assert all(scan.clock_off for scan in rows.values())


def test_too_many_at_once_are_refused(phone: Device) -> None:
    with pytest.raises(LimitReachedError):
        merge(phone, *[queued("x")] * 5001)


def test_a_batch_costs_the_same_few_queries(phone: Device, kind: PlaceKind) -> None:
    def cost(count: int) -> int:
        items = [queued(ticket.token) for ticket in make_tickets(kind, count)]
        with CaptureQueriesContext(connection) as seen:
            merge(phone, *items)
        return len(seen)

    cost(1)
    assert cost(2) == cost(50) <= 16  # SQLite takes some 55 of these rows at once


def test_undo_takes_back_and_lets_in_again(phone: Device, kind: PlaceKind, organiser: User) -> None:
    once = other_phone(phone, organiser, reentry_allowed=False)
    [ticket] = make_tickets(kind)
    scan = read(once, ticket.code).scan
    with pytest.raises(NotAllowedError):
        check_in.undo(scan=scan, device=phone, now=clock.now())
    with pytest.raises(NotAllowedError):
        check_in.undo(scan=scan, by=make_user("khach@example.org"), now=clock.now())
    with pytest.raises(DomainError):
        check_in.undo(scan=scan, device=once, now=clock.now() + timedelta(hours=13))
    for _time in range(2):
        assert check_in.undo(scan=scan, device=once, now=clock.now()).undone_at is not None
    assert state_of(ticket) == RegistrationState.CONFIRMED
    assert read(once, ticket.code).scan.result == ScanResult.ADMITTED
    assert state_of(ticket) == RegistrationState.ATTENDED


def test_undo_of_one_person_keeps_the_party(phone: Device, kind: PlaceKind) -> None:
    first, second = make_tickets(kind, party_size=2)
    mistake = read(phone, first.code).scan
    read(phone, second.code)
    check_in.undo(scan=mistake, device=phone, now=clock.now())
    assert state_of(first) == RegistrationState.ATTENDED


def test_walk_ins_follow_the_queue(phone: Device, fair: SubjectInfo, organiser: User) -> None:
    past = clock.now() - timedelta(hours=1)
    small = make_kind(subject=fair.key, capacity=1, closes_at=past)

    def come(email: str, nonce: uuid.UUID | None = None) -> walk_ins.WalkIn:
        return walk_ins.register(
            device=phone,
            kind_code=small.code,
            full_name="Lê Văn Đến",
            email=email,
            nonce=nonce or uuid.uuid4(),
            consents=True,
            now=clock.now(),
        )

    nonce = uuid.uuid4()
    first = come("den@example.org", nonce)
    assert [outcome.scan.result for outcome in first.outcomes] == ["admitted"]
    assert come("den@example.org", nonce).registration == first.registration
    assert Scan.objects.count() == 1
    late = come("muon@example.org")
    assert (late.has_place, late.registration.state, late.outcomes) == (False, "wait-listed", [])
    with pytest.raises(DomainError):
        walk_ins.register(
            device=phone, kind_code="none", full_name="A", email="a@example.org", nonce=uuid.uuid4(), now=clock.now()
        )
    closed = other_phone(phone, organiser, audiences=[Audience.PRESS])
    assert walk_ins.kinds_at(closed) == []
