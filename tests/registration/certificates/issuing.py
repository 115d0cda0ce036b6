"""Attending and issuing, for the tests."""

from portal.accounts.models import User
from registration import progress
from registration.course_enums import AttendanceState
from registration.courses import CourseFacts
from registration.domain import certificates, course_attendance
from registration.models import (
    Certificate,
    Registration,
)
from tests.factories import courses as make


def attend(registration: Registration, course: CourseFacts, count: int, by: User, state: str = "present") -> None:
    for number in range(count):
        course_attendance.note(
            registration=registration,
            session=course.sessions[number].key,
            state=AttendanceState(state),
            by=by,
            now=make.during(course, number),
        )


def issued(registration: Registration, course: CourseFacts, by: User) -> Certificate:
    attend(registration, course, 4, by)
    return certificates.issue(registration=registration, by=by, now=make.after(course))


def missing(registration: Registration, course: CourseFacts) -> tuple[str, ...]:
    (seen,) = progress.of(course, [registration], now=make.after(course))
    return seen.missing
