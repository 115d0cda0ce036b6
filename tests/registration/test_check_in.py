"""Reading tickets: the rule, at once and merged, twice and undone; what the database refuses."""

import json
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from portal.accounts.models import User
from portal.kernel import clock
from portal.kernel.errors import DomainError, LimitReachedError, NotAllowedError
from registration import check_in_queries
from registration.domain import changing, check_in, gate_rules, registrations, tickets, walk_ins
from registration.domain.check_in import Item, Outcome
from registration.enums import Audience, Direction, GateDirection, Reading, RegistrationState, ScanResult
from registration.models import Device, PlaceKind, Registration, Scan, Ticket
from registration.subjects import SubjectInfo
from tests.factories.check_in import connect, make_gate, make_tickets
from tests.factories.news import make_user
from tests.factories.registration import make_kind, make_registration
from tests.registration.conftest import Programme
from tests.registration.sessions import make_session

pytestmark = pytest.mark.django_db

CASES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "gate_cases.json").read_text())


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
        else gate_rules.Holder(holder["kind"], holder["valid"], holder["inside"], holder["entered"]),
        direction=Direction(case["direction"]),
        at=case["at"],
        online=case["online"],
    )
    assert says == case["expect"]


def test_every_result_is_in_the_table() -> None:
    assert {case["expect"] for case in CASES} == set(ScanResult.values)


@pytest.fixture
def kind(fair: SubjectInfo) -> PlaceKind:
    return make_kind(subject=fair.key, capacity=None, party_maximum=5)


@pytest.fixture
def phone(fair: SubjectInfo, organiser: User) -> Device:
    return connect(make_gate(subject=fair.key, by=organiser), by=organiser, now=clock.now() - timedelta(hours=3))[0]


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
    assert cost(2) == cost(60) <= 16


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


@pytest.mark.parametrize("words", ["dang thi hoa", "Đặng Thị Hoà", "HỢP TÁC XÃ lụa", "hoa dang"])
def test_search_needs_no_marks(kind: PlaceKind, words: str) -> None:
    row = make_registration(kind, full_name="Đặng Thị Hòa", organisation="Hợp tác xã Lụa")
    make_registration(kind, full_name="Nguyễn Văn Bình")
    [ticket] = tickets.ensure(registration=row, now=clock.now())
    tickets.ensure_all(subject=kind.subject, now=clock.now())
    for asked in (words, row.reference.lower(), ticket.code, tickets.spoken(ticket.code)):
        assert check_in_queries.search(subject=kind.subject, words=asked) == [ticket]
    assert check_in_queries.search(subject=kind.subject, words="a") == []
    assert check_in_queries.search(subject=uuid.uuid4(), words=words) == []


@pytest.mark.parametrize(
    ("name", "short"),
    [("Nguyễn Thị An", "N. T. An"), ("An", "An"), ("Trần Thị Mơ (mẫu)", "T. T. Mơ"), ("(mẫu)", "mẫu"), ("", "")],
)
def test_names_at_the_gate_are_short(name: str, short: str) -> None:
    assert check_in_queries.short_name(name) == short


def test_the_list_holds_no_more_than_the_gate_needs(phone: Device, kind: PlaceKind) -> None:
    good, bad = make_tickets(kind, 2, full_name="Nguyễn Thị An", organisation="Viện Hạt nhân", phone="0912345678")
    registrations.cancel(registration=bad.registration, now=clock.now())
    read(phone, good.code)
    rows = check_in_queries.rows_for_phone(phone.gate, clock.now())
    assert rows == [
        [good.code, "N. T. An", kind.code, 1, 2, good.registration.reference],
        [bad.code, "", kind.code, 0, 0, ""],
    ]


def test_live_counts_people_once(phone: Device, kind: PlaceKind, organiser: User) -> None:
    second = other_phone(phone, organiser, area="hall")
    first, other, _never = make_tickets(kind, 3)
    read(phone, first.code)
    read(second, first.code)
    read(phone, other.code)
    read(phone, other.code, Direction.EXIT)
    read(phone, "x")
    now = check_in_queries.live(kind.subject, clock.now())
    assert (now.inside, now.came, now.came_at_all, now.expected, now.refused) == (1, 2, 2, 3, 1)
    assert {row.name: row.people for row in now.by_gate} == {phone.gate.name: 2, second.gate.name: 1}
    assert [row.people for row in now.by_kind] == [2]
    assert sum(row.people for row in now.by_hour) == 2


def test_live_costs_the_same_for_many(phone: Device, kind: PlaceKind) -> None:
    def cost(count: int) -> int:
        merge(phone, *[queued(ticket.token) for ticket in make_tickets(kind, count)])
        with CaptureQueriesContext(connection) as seen:
            check_in_queries.live(kind.subject, clock.now())
        return len(seen)

    assert cost(1) == cost(30)


def refuse(sql: str, *values: object) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_what_the_database_refuses(phone: Device, kind: PlaceKind, organiser: User) -> None:
    once = other_phone(phone, organiser, reentry_allowed=False)
    first, second = (read(once, ticket.code).scan for ticket in make_tickets(kind, 2))
    refuse("UPDATE registration_scan SET claim = %s WHERE id = %s", first.claim, second.pk)
    refuse(
        "UPDATE registration_scan SET nonce = (SELECT nonce FROM registration_scan WHERE id = %s) WHERE id = %s",
        first.pk,
        second.pk,
    )
    refuse("UPDATE registration_scan SET result = 'maybe' WHERE id = %s", first.pk)
    refuse("UPDATE registration_scan SET ticket_id = NULL WHERE id = %s", first.pk)
    refuse("UPDATE registration_scan SET undone_at = at WHERE id = %s", first.pk)
    refuse("UPDATE registration_gate SET direction = 'up' WHERE id = %s", phone.gate_id)
    refuse("UPDATE registration_gate SET code = %s WHERE id = %s", once.gate.code, phone.gate_id)
    refuse("UPDATE registration_device SET code_digest = 'x' WHERE id = %s", phone.pk)
    with pytest.raises(TypeError):
        first.save()


def test_neither_sessions_nor_passes_of_exhibitors_are_given_at_the_gate(
    phone: Device, kind: PlaceKind, programme: Programme
) -> None:
    make_session(programme, kind.subject)
    make_kind(subject=kind.subject, audience=Audience.EXHIBITOR)
    assert walk_ins.kinds_at(phone) == [kind]


def test_who_left_a_party_is_not_expected(kind: PlaceKind) -> None:
    make_tickets(kind, party_size=3)
    row = Registration.objects.get()
    details = changing.details_of(row)
    values = {name: getattr(details, name) for name in details.__dataclass_fields__} | {"party_size": 1}
    changing.change(registration=row, now=clock.now(), **values)
    assert check_in_queries.live(kind.subject, clock.now()).expected == 1
