"""Gates that are the doors of one session."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.accounts.models import User
from portal.kernel import clock
from portal.kernel.errors import DomainError
from registration import check_in_queries, gate_answers
from registration.domain import changing, gate_copies, places, set_up, tickets
from registration.enums import Direction, ScanResult
from registration.models import Device, Gate, PlaceKind, Scan, Ticket
from registration.subjects import SessionInfo, SubjectInfo
from tests.factories.check_in import connect, make_gate, make_tickets
from tests.factories.registration import make_kind, make_registration
from tests.registration.check_in.reading import merge, queued, read
from tests.registration.sessions import make_session

pytestmark = pytest.mark.django_db

Programme = dict[uuid.UUID, list[SessionInfo]]


@pytest.fixture
def talk(programme: Programme, fair: SubjectInfo) -> PlaceKind:
    return make_session(programme, fair.key, title="Phiên kết nối", capacity=40)


@pytest.fixture
def door(talk: PlaceKind, fair: SubjectInfo, organiser: User) -> Device:
    gate = make_gate(subject=fair.key, by=organiser, session=talk.session)
    return connect(gate, by=organiser, now=clock.now() - timedelta(hours=3))[0]


def listener(kind: PlaceKind, talk: PlaceKind, **fields: Any) -> Ticket:
    row = make_registration(kind, **{"email_verified": True, **fields}, sessions=[talk])
    return tickets.ensure(registration=row, now=clock.now())[0]


def test_only_people_with_a_place_in_the_session_come_in(
    phone: Device, door: Device, kind: PlaceKind, talk: PlaceKind
) -> None:
    holder, [visitor] = listener(kind, talk), make_tickets(kind)
    assert read(door, holder.token).scan.result == ScanResult.ADMITTED
    assert read(door, visitor.token).scan.result == ScanResult.NO_SESSION_PLACE
    assert read(phone, visitor.token).scan.result == ScanResult.ADMITTED
    leaver = listener(kind, talk)
    changing.choose_sessions(registration=leaver.registration, kinds=[], now=clock.now())
    assert read(door, leaver.token).scan.result == ScanResult.NO_SESSION_PLACE
    assert read(door, leaver.token, Direction.EXIT).scan.result == ScanResult.ADMITTED


def test_the_list_on_the_phone_says_who_has_a_place_and_no_more(
    phone: Device, door: Device, kind: PlaceKind, talk: PlaceKind
) -> None:
    holder, [visitor] = listener(kind, talk, full_name="Nguyễn Thị An"), make_tickets(kind)
    told = gate_answers.everything(device=door, now=clock.now())
    assert told["session"].startswith("Phiên kết nối (")
    assert told["rules"]["unlisted"] is False
    rows = {row[0]: row for row in told["rows"]}
    assert rows[holder.code] == [holder.code, "N. T. An", kind.code, 1, 0, holder.registration.reference, 1]
    assert rows[visitor.code] == [visitor.code, "", kind.code, 1, 0, "", 0]
    general = gate_answers.everything(device=phone, now=clock.now())
    assert (general["session"], general["rules"]["unlisted"]) == ("", True)
    assert {row[6] for row in general["rows"]} == {1}


def test_readings_are_kept_for_the_session(
    phone: Device, door: Device, kind: PlaceKind, talk: PlaceKind, fair: SubjectInfo
) -> None:
    holder = listener(kind, talk)
    assert read(phone, holder.code).scan.session is None
    told = read(door, holder.code).scan
    assert (told.result, told.session) == (ScanResult.ADMITTED, talk.session)
    assert read(door, holder.code).scan.result == ScanResult.ALREADY_INSIDE
    assert read(phone, holder.code).scan.result == ScanResult.ALREADY_INSIDE
    live = check_in_queries.live(fair.key, clock.now())
    assert [(row.name, row.people) for row in live.by_session] == [("Phiên kết nối", 1)]
    assert (live.inside, live.came) == (1, 1)
    read(phone, holder.code, Direction.EXIT)
    assert check_in_queries.live(fair.key, clock.now()).inside == 0


def test_each_session_has_its_one_entry(
    programme: Programme, kind: PlaceKind, talk: PlaceKind, fair: SubjectInfo, organiser: User
) -> None:
    second = make_session(programme, fair.key, title="Phiên 2", starts=clock.now() + timedelta(days=20))
    row = make_registration(kind, email_verified=True, sessions=[talk, second])
    [ticket] = tickets.ensure(registration=row, now=clock.now())
    for session in (talk.session, second.session):
        gate = make_gate(subject=fair.key, by=organiser, session=session, reentry_allowed=False)
        door = connect(gate, by=organiser, now=clock.now() - timedelta(hours=3))[0]
        assert read(door, ticket.code).scan.result == ScanResult.ADMITTED
        assert read(door, ticket.code).scan.result == ScanResult.ALREADY_INSIDE
    assert Scan.objects.exclude(claim=None).count() == 2


def test_a_phone_without_network_that_let_in_somebody_without_a_place_is_told(door: Device, kind: PlaceKind) -> None:
    [visitor] = make_tickets(kind)
    [outcome] = merge(door, queued(visitor.code))
    assert (outcome.scan.result, outcome.scan.conflict) == ("admitted", "no-session-place")


def test_a_session_without_places_of_its_own_is_open_to_every_ticket(
    programme: Programme, kind: PlaceKind, fair: SubjectInfo, organiser: User
) -> None:
    starts = clock.now()
    info = SessionInfo(uuid.uuid4(), "Khai mạc", starts, starts + timedelta(hours=1))
    programme[fair.key] = [info]
    gate = make_gate(subject=fair.key, by=organiser, session=info.key)
    door = connect(gate, by=organiser, now=clock.now() - timedelta(hours=3))[0]
    assert read(door, make_tickets(kind)[0].code).scan.result == ScanResult.ADMITTED


def test_a_gate_is_for_sessions_of_its_own_event(fair: SubjectInfo, organiser: User) -> None:
    with pytest.raises(DomainError) as refusal:
        make_gate(subject=fair.key, by=organiser, session=uuid.uuid4())
    assert refusal.value.field == "session"


def test_a_list_costs_the_same_for_many(door: Device, kind: PlaceKind, talk: PlaceKind) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            gate_answers.everything(device=door, now=clock.now())
        asked = [
            query["sql"] for query in queries if "registration_placekind" in query["sql"] and "session" in query["sql"]
        ]
        assert len([sql for sql in asked if sql.startswith("SELECT 1 ")]) == 1
        return len(queries)

    listener(kind, talk)
    cost()
    one = cost()
    for _number in range(8):
        listener(kind, talk)
    tickets.ensure_all(subject=door.gate.subject, now=clock.now())
    assert cost() == one


def test_doors_are_copied_with_their_sessions(
    programme: Programme, talk: PlaceKind, door: Device, fair: SubjectInfo, organiser: User
) -> None:
    other, new = uuid.uuid4(), uuid.uuid4()
    assert talk.session is not None
    set_up.copy(
        source=fair.key,
        target=other,
        shift=timedelta(days=7),
        sessions={talk.session: new},
        by=organiser,
        now=clock.now(),
    )
    assert [gate.session for gate in Gate.objects.filter(subject=other)] == [new]
    empty = uuid.uuid4()
    places.open_place_kind(subject=empty, code="visitor", name_vi="Khách", pools=[], now=clock.now())
    made = gate_copies.copy(
        source=fair.key, target=empty, shift=timedelta(0), sessions={}, by=organiser, now=clock.now()
    )
    assert (made, Gate.objects.filter(subject=empty).count()) == (0, 0)


def test_another_kind_is_no_place_in_the_session(door: Device, fair: SubjectInfo) -> None:
    [other] = make_tickets(make_kind(subject=fair.key, capacity=None))
    assert read(door, other.code).scan.result == ScanResult.NO_SESSION_PLACE
