"""Noting attendance and reading it, for the tests."""

import uuid
from typing import Any

import pytest

from portal.kernel import clock
from registration.course_enums import AttendanceState
from registration.courses import CourseFacts
from registration.domain import (
    course_attendance,
)
from registration.models import (
    Registration,
)
from tests.factories import courses as make


def at(monkeypatch: pytest.MonkeyPatch, moment: Any) -> None:
    monkeypatch.setattr(clock, "now", lambda: moment)


def state(registration: Registration, course: CourseFacts, number: int = 0) -> str:
    return course_attendance.state_of(registration=registration, session=course.sessions[number].key)


def note(registration: Registration, course: CourseFacts, value: str, by: Any, number: int = 0) -> uuid.UUID | None:
    return course_attendance.note(
        registration=registration,
        session=course.sessions[number].key,
        state=AttendanceState(value),
        by=by,
        now=make.during(course, number),
    )
