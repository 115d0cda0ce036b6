"""The audit of a course: who noted whose attendance, in what capacity, and marks without their value."""

from decimal import Decimal

import pytest

from portal.accounts.models import User
from registration import attendance_audit, audit_sources
from registration.audit_sources import AuditFilter
from registration.courses import CourseFacts
from registration.domain import marks, trainer_links
from registration.models import AuditRow, Registration
from registration.organiser_enums import AuditAction, Capacity
from tests.factories.registration import NOON
from tests.registration.course_attendance.noting import note

pytestmark = pytest.mark.django_db


def test_the_audit_tells_who_noted_whom_and_what_stood_before(
    course: CourseFacts, trainee: Registration, organiser: User
) -> None:
    link, _secret = trainer_links.give(subject=course.key, session=None, name="Cô Hoa", by=organiser, now=NOON)
    note(trainee, course, "absent", organiser)
    note(trainee, course, "present", link)
    marks.enter(registration=trainee, mark=Decimal("8.5"), by=organiser, now=NOON)
    marks.enter(registration=trainee, mark=None, by=organiser, now=NOON)
    found = audit_sources.lines_of(list(audit_sources.find(AuditFilter(subject=course.key))))
    told = {(line.by, str(line.capacity), line.record) for line in found if line.action == str(attendance_audit.ACTION)}
    assert told == {
        (str(organiser), str(Capacity.ORGANISER.label), trainee.reference),
        ("Cô Hoa", str(attendance_audit.TRAINER), trainee.reference),
    }
    assert not any(trainee.full_name in f"{line.record} {line.remark}" for line in found)
    rows = AuditRow.objects.filter(action=AuditAction.MARK_CHANGED).order_by("pk")
    assert [row.changes for row in rows] == [[["mark", None, "8…"]], [["mark", "8…", None]]]
