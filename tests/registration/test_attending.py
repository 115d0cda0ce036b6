"""Who is told where one takes part online, and that the rest of an event is off."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from wagtail.models import Site

from portal.accounts.models import User
from portal.kernel import clock
from registration import announcement_words, attending, gate_answers
from registration.domain import attendance, links
from registration.enums import SubjectStatus, WayOfAttending
from registration.subjects import SubjectInfo
from tests.factories.check_in import connect, make_gate
from tests.factories.registration import NOON, make_kind, make_registration
from tests.registration.conftest import Known


def test_who_was_let_in_still_finds_the_address(fair: SubjectInfo, organiser: User) -> None:
    info = replace(fair, online_url="https://meet.example.org/phong-1")
    registration = make_registration(make_kind(subject=fair.key, way=WayOfAttending.EITHER))
    came = attendance.mark_attended(registration=registration, by=organiser, now=NOON)
    assert attending.online_address(came, info) == info.online_url
    away = attendance.mark_absent(registration=came, by=organiser, now=NOON)
    assert attending.online_address(away, info) == ""


@pytest.mark.parametrize(
    ("status", "words"),
    [(SubjectStatus.SCHEDULED, ""), (SubjectStatus.CANCELLED, "hủy"), (SubjectStatus.POSTPONED, "hoãn")],
)
def test_who_was_let_in_and_the_door_read_that_the_rest_is_off(  # noqa: PLR0917 -- pytest hands them over by name
    fair: SubjectInfo, known: Known, organiser: User, site: Site, client: Client, status: SubjectStatus, words: str
) -> None:
    registration = make_registration(make_kind(subject=fair.key), now=clock.now())
    attendance.mark_attended(registration=registration, by=organiser, now=clock.now())
    device, _credential = connect(
        make_gate(subject=fair.key, by=organiser), by=organiser, now=clock.now() - timedelta(hours=1)
    )
    known[fair.key] = replace(fair, status=status)
    secret = links.issue_manage(registration=registration, now=clock.now())
    page = client.get(reverse("registration:manage", args=[secret])).content.decode()
    warning = announcement_words.warning(known[fair.key])
    shown = gate_answers.everything(device=device, now=clock.now())["event"]
    assert words in warning
    assert escape(warning) in page
    assert (shown != fair.title) is bool(words)
    assert words in shown.lower()
    assert fair.title in shown
