"""Attendance that the gates of a course note."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.accounts.models import User
from registration.course_enums import AttendanceSource
from registration.courses import CourseFacts
from registration.domain import certificates, check_in, course_attendance, tickets
from registration.domain.check_in import Item
from registration.enums import Direction, ScanResult
from registration.models import Device, PlaceKind, Registration, Scan, SessionAttendance, SessionAttendanceLog, Ticket
from tests.factories import courses as make
from tests.factories.check_in import connect, make_gate
from tests.registration.course_attendance.noting import note, state

pytestmark = pytest.mark.django_db


def phone_at(course: CourseFacts, organiser: User, **rules: Any) -> Device:
    gate = make_gate(subject=course.key, by=organiser, **rules)
    return connect(gate, by=organiser, now=course.starts - timedelta(hours=2))[0]


@pytest.fixture
def phone(course: CourseFacts, organiser: User) -> Device:
    return phone_at(course, organiser)


def ticket_of(trainee: Registration, now: datetime) -> Ticket:
    return tickets.ensure(registration=trainee, now=now)[0]


def read(phone: Device, trainee: Registration, at: datetime, way: Direction = Direction.ENTRY) -> Scan:
    code = ticket_of(trainee, at).code
    return check_in.scan(device=phone, text=code, direction=way, nonce=uuid.uuid4(), now=at).scan


def queued(trainee: Registration, at: datetime) -> Item:
    code = ticket_of(trainee, at).code
    return Item(nonce=uuid.uuid4(), text=code, direction=Direction.ENTRY, at=at, result=ScanResult.ADMITTED)


@pytest.mark.parametrize(("minutes", "noted"), [(-30, "present"), (5, "present"), (15, "late"), (179, "late")])
def test_who_comes_in_is_noted_by_the_clock(
    phone: Device, course: CourseFacts, trainee: Registration, minutes: int, noted: str
) -> None:
    at = make.during(course, 0, minutes)
    assert read(phone, trainee, at).result == ScanResult.ADMITTED
    row = SessionAttendance.objects.get(registration=trainee)
    assert (row.state, row.source, row.at, row.session) == (noted, AttendanceSource.DOOR, at, course.sessions[0].key)


@pytest.mark.parametrize("minutes", [-61, 180])
def test_nothing_is_noted_while_no_session_runs(
    phone: Device, course: CourseFacts, trainee: Registration, minutes: int
) -> None:
    assert read(phone, trainee, make.during(course, 0, minutes)).result == ScanResult.ADMITTED
    assert not SessionAttendance.objects.exists()


def test_the_way_out_and_a_refusal_note_nothing(phone: Device, course: CourseFacts, trainee: Registration) -> None:
    read(phone, trainee, make.during(course), Direction.EXIT)
    assert not SessionAttendance.objects.exists()


def test_a_door_of_one_session_notes_that_one(course: CourseFacts, organiser: User, trainee: Registration) -> None:
    door = phone_at(course, organiser, session=course.sessions[1].key)
    read(door, trainee, make.during(course, 0))
    assert not SessionAttendance.objects.exists()
    read(door, trainee, make.during(course, 1))
    assert (state(trainee, course, 0), state(trainee, course, 1)) == ("not-noted", "present")


def test_of_two_sessions_at_once_a_general_gate_notes_neither(organiser: User) -> None:
    facts = make.facts(sessions=2)
    first = facts.sessions[0]
    beside = type(first)(uuid.uuid4(), "Song song", first.starts, first.ends)
    facts = type(facts)(**{**{name: getattr(facts, name) for name in facts.__slots__}, "sessions": (first, beside)})
    with make.known(facts):
        trainee = make.trainee(make.place_kind(facts))
        read(phone_at(facts, organiser), trainee, make.during(facts))
        assert not SessionAttendance.objects.exists()
        read(phone_at(facts, organiser, session=beside.key), trainee, make.during(facts, 0, 6))
        assert SessionAttendance.objects.get().session == beside.key


@pytest.mark.parametrize("mark", ["absent", "excused", "late"])
def test_what_the_trainer_noted_stands(
    phone: Device, course: CourseFacts, trainee: Registration, organiser: User, mark: str
) -> None:
    note(trainee, course, mark, organiser)
    read(phone, trainee, make.during(course, 0, 6))
    assert state(trainee, course) == mark
    assert SessionAttendance.objects.get().source == AttendanceSource.LIST


def test_a_later_mark_of_the_trainer_takes_its_place(
    phone: Device, course: CourseFacts, trainee: Registration, organiser: User
) -> None:
    scan = read(phone, trainee, make.during(course, 0, 2))
    note(trainee, course, "absent", organiser)
    assert state(trainee, course) == "absent"
    check_in.undo(scan=scan, device=phone, now=make.during(course, 0, 10))
    assert state(trainee, course) == "absent"


def test_undo_takes_it_back(phone: Device, course: CourseFacts, trainee: Registration) -> None:
    scan = read(phone, trainee, make.during(course))
    check_in.undo(scan=scan, device=phone, now=make.during(course, 0, 6))
    assert state(trainee, course) == "not-noted"
    steps = SessionAttendanceLog.objects.order_by("pk").values_list("to_state", "source")
    assert list(steps) == [("present", "door"), ("not-noted", "undo")]
    read(phone, trainee, make.during(course, 0, 20))
    assert state(trainee, course) == "late"


def test_undo_keeps_what_another_reading_says(
    phone: Device, course: CourseFacts, organiser: User, trainee: Registration
) -> None:
    hall = phone_at(course, organiser, area="hall")
    first = read(phone, trainee, make.during(course, 0, 2))
    read(hall, trainee, make.during(course, 0, 20))
    assert state(trainee, course) == "present"
    check_in.undo(scan=first, device=phone, now=make.during(course, 0, 25))
    assert state(trainee, course) == "late"


def test_an_earlier_reading_that_is_sent_late_puts_the_moment_right(
    phone: Device, course: CourseFacts, organiser: User, trainee: Registration
) -> None:
    hall = phone_at(course, organiser, area="hall")
    early = queued(trainee, make.during(course, 0, 2))
    read(hall, trainee, make.during(course, 0, 20))
    assert state(trainee, course) == "late"
    now = make.during(course, 0, 40)
    check_in.merge(device=phone, items=[early], sent_at=now, now=now)
    assert state(trainee, course) == "present"


def test_a_certificate_freezes_it(
    course: CourseFacts, kind: PlaceKind, trainee: Registration, organiser: User, phone: Device
) -> None:
    for number in range(4):
        note(trainee, course, "present", organiser, number)
    certificates.issue(registration=trainee, by=organiser, now=make.after(course))
    assert read(phone, trainee, make.during(course, 4)).result == ScanResult.ADMITTED
    assert state(trainee, course, 4) == "not-noted"


def test_the_answer_that_got_lost_counts_too(course: CourseFacts, organiser: User, trainee: Registration) -> None:
    shut = phone_at(course, organiser, audiences=["press"])
    at, nonce = make.during(course), uuid.uuid4()
    code = ticket_of(trainee, at).code
    told = check_in.scan(device=shut, text=code, direction=Direction.ENTRY, nonce=nonce, now=at)
    assert told.scan.result == ScanResult.WRONG_GATE
    item = Item(nonce=nonce, text=code, direction=Direction.ENTRY, at=at, result=ScanResult.ADMITTED)
    check_in.merge(device=shut, items=[item], sent_at=at, now=at)
    assert state(trainee, course) == "present"


def test_a_batch_costs_the_same_for_many(phone: Device, course: CourseFacts, kind: PlaceKind) -> None:
    now = make.during(course, 0, 30)

    def cost(count: int) -> int:
        people = [make.trainee(kind) for _number in range(count)]
        items = [queued(one, make.during(course)) for one in people]
        with CaptureQueriesContext(connection) as queries:
            check_in.merge(device=phone, items=items, sent_at=now, now=now)
        return len(queries)

    cost(1)
    assert cost(2) == cost(12)
    assert SessionAttendance.objects.filter(state="present").count() == 15


def test_the_code_after_the_door_changes_nothing(
    phone: Device, course: CourseFacts, trainee: Registration, organiser: User
) -> None:
    read(phone, trainee, make.during(course, 0, 2))
    assert (
        course_attendance.note_all_present(
            subject=course.key, session=course.sessions[0].key, by=organiser, now=make.during(course, 0, 20)
        )[1]
        == 0
    )
