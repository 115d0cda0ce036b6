"""Who was at a session: noted, undone, by the list or by a code, and what the database refuses."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from portal.accounts.models import User
from portal.kernel.errors import DomainError, IllegalMoveError, NotAllowedError
from registration import errors
from registration.course_enums import AttendanceSource, AttendanceState
from registration.courses import CourseFacts
from registration.domain import (
    course_attendance,
    registrations,
    rotating,
)
from registration.models import (
    PlaceKind,
    Registration,
    SessionAttendance,
    SessionAttendanceLog,
)
from tests.factories import courses as make
from tests.factories.registration import NOON
from tests.registration.course_attendance.noting import note, state

pytestmark = pytest.mark.django_db


def test_noting_is_logged_and_the_same_again_is_nothing(
    course: CourseFacts, trainee: Registration, organiser: User
) -> None:
    assert note(trainee, course, "present", organiser) is not None
    assert note(trainee, course, "present", organiser) is None
    note(trainee, course, "late", organiser)
    steps = SessionAttendanceLog.objects.values_list("from_state", "to_state", "source", "by")
    assert list(steps) == [
        ("not-noted", "present", "list", organiser.pk),
        ("present", "late", "list", organiser.pk),
    ]


def test_back_to_nothing_only_by_undoing(course: CourseFacts, trainee: Registration, organiser: User) -> None:
    batch = note(trainee, course, "absent", organiser)
    with pytest.raises(IllegalMoveError):
        note(trainee, course, "not-noted", organiser)
    assert batch is not None
    assert course_attendance.undo(batch=batch, by=organiser, now=NOON) == 1
    assert state(trainee, course) == AttendanceState.NOT_NOTED
    with pytest.raises(DomainError):
        course_attendance.undo(batch=batch, by=organiser, now=NOON)


def test_session_cannot_be_noted_long_before_it_but_excused(
    course: CourseFacts, trainee: Registration, organiser: User
) -> None:
    session = course.sessions[1]
    early = session.starts - course_attendance.OPENS_BEFORE - timedelta(seconds=1)
    arguments: dict[str, Any] = {"registration": trainee, "session": session.key, "by": organiser}
    with pytest.raises(DomainError):
        course_attendance.note(**arguments, state=AttendanceState.PRESENT, now=early)
    with pytest.raises(DomainError):
        course_attendance.note_all_present(subject=course.key, session=session.key, by=organiser, now=early)
    course_attendance.note(**arguments, state=AttendanceState.EXCUSED, now=early)
    course_attendance.note(**arguments, state=AttendanceState.PRESENT, now=early + timedelta(seconds=1))


def test_foreign_sessions_people_and_keepers_are_refused(
    course: CourseFacts, trainee: Registration, organiser: User
) -> None:
    stranger = User.objects.create_user("nguoi-la@example.org")
    with pytest.raises(NotAllowedError):
        note(trainee, course, "present", stranger)
    arguments: dict[str, Any] = {"state": AttendanceState.PRESENT, "by": organiser, "now": NOON}
    with pytest.raises(DomainError):
        course_attendance.note(registration=trainee, session=uuid.uuid4(), **arguments)
    registrations.cancel(registration=trainee, by=organiser, now=NOON)
    with pytest.raises(IllegalMoveError):
        note(trainee, course, "present", organiser)
    assert not SessionAttendance.objects.exists()


def test_everybody_else_is_present_and_undone_together(
    course: CourseFacts, kind: PlaceKind, trainee: Registration, organiser: User
) -> None:
    others = [make.trainee(kind) for _number in range(3)]
    note(trainee, course, "absent", organiser)
    session = course.sessions[0].key
    batch, count = course_attendance.note_all_present(subject=course.key, session=session, by=organiser, now=NOON)
    assert count == 3
    assert [state(row, course) for row in (trainee, *others)] == ["absent", "present", "present", "present"]
    note(others[0], course, "late", organiser)
    assert course_attendance.undo(batch=batch, by=organiser, now=NOON) == 2
    assert [state(row, course) for row in (trainee, *others)] == ["absent", "late", "not-noted", "not-noted"]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE registration_sessionattendance SET state = 'asleep'",
        "UPDATE registration_sessionattendance SET source = 'rumour'",
        "UPDATE registration_sessionattendancelog SET to_state = from_state",
        """INSERT INTO registration_sessionattendance (registration_id, session, state, source, at)
        SELECT registration_id, session, state, source, at FROM registration_sessionattendance""",
    ],
)
def test_the_database_refuses_what_makes_no_sense(
    course: CourseFacts, trainee: Registration, organiser: User, change: str
) -> None:
    note(trainee, course, "present", organiser)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


class TestCode:
    """The code on the trainer's screen."""

    def test_lives_two_slots_and_one_ahead(self, course: CourseFacts) -> None:
        where: dict[str, Any] = {"subject": course.key, "session": course.sessions[0].key}
        begun = NOON.replace(second=0)
        code = rotating.code(**where, now=begun)
        valid = {
            seconds: rotating.is_valid(**where, typed=code, now=begun + timedelta(seconds=seconds))
            for seconds in (-31, -30, 0, 29, 59, 60, 3600)
        }
        assert valid == {-31: False, -30: True, 0: True, 29: True, 59: True, 60: False, 3600: False}
        assert rotating.is_valid(**where, typed=f" {code[:4].lower()}-{code[4:]} ", now=begun)
        assert not rotating.is_valid(subject=course.key, session=course.sessions[1].key, typed=code, now=begun)
        assert not rotating.is_valid(subject=uuid.uuid4(), session=course.sessions[0].key, typed=code, now=begun)
        assert not rotating.is_valid(**where, typed="", now=begun)

    def test_next_code_comes_within_thirty_seconds(self) -> None:
        left = {rotating.seconds_left(NOON + timedelta(seconds=second)) for second in range(60)}
        assert left == set(range(1, 31))

    def test_notes_present_then_late_then_nothing(
        self, course: CourseFacts, kind: PlaceKind, trainee: Registration
    ) -> None:
        session = course.sessions[0]
        moments = [session.starts, session.starts + course_attendance.LATE_AFTER]
        people = [trainee, make.trainee(kind), make.trainee(kind)]
        for person, now in zip(people[:2], moments, strict=True):
            code = rotating.code(subject=course.key, session=session.key, now=now)
            course_attendance.come_by_code(registration=person, session=session.key, typed=code, now=now)
        over = session.ends + course_attendance.CODE_CLOSES_AFTER
        code = rotating.code(subject=course.key, session=session.key, now=over)
        with pytest.raises(DomainError):
            course_attendance.come_by_code(registration=people[2], session=session.key, typed=code, now=over)
        assert [state(person, course) for person in people] == ["present", "late", "not-noted"]
        assert SessionAttendance.objects.filter(source=AttendanceSource.CODE).count() == 2

    def test_never_overrules_the_trainer(self, course: CourseFacts, trainee: Registration, organiser: User) -> None:
        note(trainee, course, "absent", organiser)
        now = make.during(course)
        code = rotating.code(subject=course.key, session=course.sessions[0].key, now=now)
        with pytest.raises(DomainError, match=r"Giảng viên|trainer"):
            course_attendance.come_by_code(registration=trainee, session=course.sessions[0].key, typed=code, now=now)
        assert state(trainee, course) == AttendanceState.ABSENT

    def test_old_code_is_refused_with_a_sentence(self, course: CourseFacts, trainee: Registration) -> None:
        now = make.during(course)
        code = rotating.code(subject=course.key, session=course.sessions[0].key, now=now)
        with pytest.raises(errors.CodeOverError):
            course_attendance.come_by_code(
                registration=trainee,
                session=course.sessions[0].key,
                typed=code,
                now=now + timedelta(seconds=61),
            )

    def test_scanned_page_serves_one_person_for_five_minutes(
        self, course: CourseFacts, kind: PlaceKind, trainee: Registration
    ) -> None:
        now = make.during(course)
        where: dict[str, Any] = {"subject": course.key, "session": course.sessions[0].key}
        signed = rotating.issue_ticket(**where, typed=rotating.code(**where, now=now), now=now)
        late = now + rotating.TICKET_LIFETIME + timedelta(seconds=1)
        with pytest.raises(errors.CodeOverError):
            course_attendance.come_by_ticket(registration=trainee, signed=signed, now=late)
        with pytest.raises(errors.CodeOverError):
            course_attendance.come_by_ticket(registration=trainee, signed="forged", now=now)
        for _time in range(2):
            course_attendance.come_by_ticket(registration=trainee, signed=signed, now=now)
        with pytest.raises(DomainError):
            course_attendance.come_by_ticket(registration=make.trainee(kind), signed=signed, now=now)
        assert SessionAttendance.objects.count() == 1
