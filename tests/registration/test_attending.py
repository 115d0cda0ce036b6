"""Who is told where one takes part online."""

from dataclasses import replace

from portal.accounts.models import User
from registration import attending
from registration.domain import attendance
from registration.enums import WayOfAttending
from registration.subjects import SubjectInfo
from tests.factories.registration import NOON, make_kind, make_registration


def test_who_was_let_in_still_finds_the_address(fair: SubjectInfo, organiser: User) -> None:
    info = replace(fair, online_url="https://meet.example.org/phong-1")
    registration = make_registration(make_kind(subject=fair.key, way=WayOfAttending.EITHER))
    came = attendance.mark_attended(registration=registration, by=organiser, now=NOON)
    assert attending.online_address(came, info) == info.online_url
    away = attendance.mark_absent(registration=came, by=organiser, now=NOON)
    assert attending.online_address(away, info) == ""
