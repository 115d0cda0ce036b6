"""Names with letters that the documents' fonts lack, and documents that cannot be drawn: mails and pages serve all the same."""

import logging
import uuid
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from wagtail.models import Site

from portal.accounts.models import User
from portal.kernel import clock
from portal.pdf import typesetting
from registration import certificate_pdf
from registration.domain import badges, links
from registration.group_filters import GroupFilter
from registration.organiser_enums import BadgeLayout, BadgeState
from registration.subjects import SubjectInfo
from tests.factories import courses as make
from tests.factories.registration import NOON, make_kind, make_registration
from tests.registration.certificates.issuing import issued

pytestmark = pytest.mark.django_db
NAMES = ("An 🎉", "田中", "김민수", "สมชาย", "Bình 👍")


@pytest.fixture(autouse=True)
def _empty() -> None:
    cache.clear()


@pytest.fixture
def _broken(monkeypatch: pytest.MonkeyPatch) -> None:
    def compiled(*_args: Any, **_values: Any) -> bytes:
        raise typesetting.NotCompiledError("the text `Nguyễn Ánh` is refused")

    monkeypatch.setattr(typesetting, "compiled", compiled)


@pytest.mark.parametrize("name", NAMES)
def test_the_ticket_is_drawn_and_the_confirmation_brings_it(client: Client, fair: SubjectInfo, name: str) -> None:
    row = make_registration(make_kind(subject=fair.key, capacity=9), full_name=name, email="ai@example.org")
    [message] = mail.outbox
    assert [attachment[0] for attachment in message.attachments] == [f"{row.reference}.ics", f"{row.reference}.pdf"]
    secret = links.issue_manage(registration=row, now=clock.now())
    assert client.get(reverse("registration:ticket-file", args=[secret])).content.startswith(b"%PDF-")


@pytest.mark.usefixtures("private_shelf")
@pytest.mark.parametrize("layout", BadgeLayout)
def test_one_such_name_spoils_no_sheet_of_badges(organiser: User, fair: SubjectInfo, layout: BadgeLayout) -> None:
    kind = make_kind(subject=fair.key, capacity=9)
    for name in NAMES:
        make_registration(kind, full_name=name, organisation=name)
    sheets = badges.ask(key=uuid.uuid4(), subject=fair.key, group=GroupFilter(), layout=layout, by=organiser, now=NOON)
    sheets.refresh_from_db()
    assert (sheets.state, sheets.badge_count) == (BadgeState.READY, len(NAMES))


def test_certificates_are_drawn(site: Site, organiser: User) -> None:
    course = make.facts()
    with make.known(course):
        kind = make.place_kind(course)
        for name in NAMES:
            certificate = issued(make.trainee(kind, full_name=name), course, organiser)
            assert certificate_pdf.render(certificate).startswith(b"%PDF-")


@pytest.mark.usefixtures("_broken")
def test_a_ticket_that_cannot_be_drawn_holds_up_no_mail(
    client: Client, fair: SubjectInfo, site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        row = make_registration(
            make_kind(subject=fair.key, capacity=9), full_name="Nguyễn Ánh", email="anh@example.org"
        )
    [message] = mail.outbox
    assert [attachment[0] for attachment in message.attachments] == [f"{row.reference}.ics"]
    assert "/ve/" in message.body
    assert "gửi kèm" not in message.body
    assert f"registration {row.pk}" in caplog.text
    assert "Ánh" not in caplog.text
    secret = links.issue_manage(registration=row, now=clock.now())
    assert client.get(reverse("registration:ticket", args=[secret])).status_code == 200
    answer = client.get(reverse("registration:ticket-file", args=[secret]))
    assert answer.status_code == 503
    assert "<h1" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert "Ánh" not in caplog.text


@pytest.mark.usefixtures("_broken")
def test_a_certificate_that_cannot_be_drawn_holds_up_no_mail(client: Client, site: Site, organiser: User) -> None:
    course = make.facts()
    with make.known(course):
        trainee = make.trainee(make.place_kind(course), email="hoa@example.org")
        mail.outbox.clear()
        certificate = issued(trainee, course, organiser)
        [message] = [sent for sent in mail.outbox if certificate.number in sent.body]
        assert not message.attachments
        assert "gửi kèm" not in message.body
        secret = links.issue_manage(registration=trainee, now=clock.now())
        address = reverse("registration:course-certificate", args=[secret])
        assert client.get(address).status_code == 503
