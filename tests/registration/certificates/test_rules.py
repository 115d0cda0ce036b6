"""Who gets a certificate, and what becomes of it."""

import re
import uuid
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail as outbox
from django.db import IntegrityError, connection, transaction

from portal.accounts.models import User
from portal.kernel.errors import DomainError, IllegalMoveError, NotAllowedError
from registration import audit_sources, errors, tasks
from registration.course_enums import CertificateState
from registration.courses import CertificateTerms, CourseFacts
from registration.domain import certificates, marks
from registration.models import (
    Certificate,
    PlaceKind,
    Registration,
)
from tests.factories import courses as make
from tests.registration.certificates.issuing import attend, issued, missing

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("terms", "reached"),
    [
        (CertificateTerms(share=80), (4, None, True)),
        (CertificateTerms(share=80), (3, None, False)),
        (CertificateTerms(share=81), (4, None, False)),
        (CertificateTerms(hours=Decimal("6.5")), (2, None, False)),
        (CertificateTerms(hours=Decimal(9)), (3, None, True)),
        (CertificateTerms(mark=Decimal(5)), (0, None, False)),
        (CertificateTerms(mark=Decimal(5)), (0, Decimal("4.99"), False)),
        (CertificateTerms(mark=Decimal(5)), (0, Decimal(5), True)),
        (CertificateTerms(share=80, mark=Decimal(5)), (3, Decimal(9), False)),
    ],
)
def test_rule_decides_at_its_borders(
    table: dict[uuid.UUID, CourseFacts],
    organiser: User,
    terms: CertificateTerms,
    reached: tuple[int, Decimal | None, bool],
) -> None:
    attended, mark, qualifies = reached
    course = make.facts(terms=terms)
    table[course.key] = course
    registration = make.trainee(make.place_kind(course))
    attend(registration, course, attended, organiser)
    marks.enter(registration=registration, mark=mark, by=organiser, now=make.after(course))
    assert (missing(registration, course) == ()) is qualifies
    if qualifies:
        certificates.issue(registration=registration, by=organiser, now=make.after(course))
    else:
        with pytest.raises(errors.NotQualifiedError):
            certificates.issue(registration=registration, by=organiser, now=make.after(course))


def test_late_counts_excused_and_absent_do_not(course: CourseFacts, kind: PlaceKind, organiser: User) -> None:
    for state, qualifies in (("late", True), ("excused", False), ("absent", False)):
        registration = make.trainee(kind)
        attend(registration, course, 4, organiser, state)
        assert (missing(registration, course) == ()) is qualifies


def test_nothing_is_issued_before_the_last_session(course: CourseFacts, trainee: Registration, organiser: User) -> None:
    attend(trainee, course, 4, organiser)
    early = course.sessions[-1].starts - timedelta(seconds=1)
    with pytest.raises(errors.NotQualifiedError):
        certificates.issue(registration=trainee, by=organiser, now=early)


def test_issuing_numbers_seals_freezes_and_mails(
    course: CourseFacts, kind: PlaceKind, trainee: Registration, organiser: User
) -> None:
    first = issued(trainee, course, organiser)
    second = issued(make.trainee(kind), course, organiser)
    assert [first.number, second.number] == ["CN-2026-000001", "CN-2026-000002"]
    assert first.code != second.code
    assert re.fullmatch(r"([2-9A-Z]{4}-){3}[2-9A-Z]{4}", first.code)
    assert first.facts["title"] == {"vi": "Môi giới công nghệ", "en": "Brokering technology"}
    assert certificates.is_intact(Certificate.objects.get(pk=first.pk))
    with pytest.raises(IllegalMoveError):
        certificates.issue(registration=trainee, by=organiser, now=make.after(course))
    with pytest.raises(errors.FrozenError):
        attend(trainee, course, 1, organiser, "absent")
    with pytest.raises(errors.FrozenError):
        marks.enter(registration=trainee, mark=Decimal(3), by=organiser, now=make.after(course))
    letter = next(message for message in outbox.outbox if first.number in message.subject)
    assert letter.to == ["hoa@example.org"]
    assert [(name, kind) for name, _content, kind in letter.attachments] == [(f"{first.number}.pdf", "application/pdf")]


def test_numbers_begin_anew_each_year(course: CourseFacts, kind: PlaceKind, organiser: User) -> None:
    numbers = []
    for moment in (make.after(course), make.after(course) + timedelta(days=60)):
        registration = make.trainee(kind)
        attend(registration, course, 4, organiser)
        numbers.append(certificates.issue(registration=registration, by=organiser, now=moment).number)
    assert numbers == ["CN-2026-000001", "CN-2027-000001"]


def test_revoking_asks_why_and_opens_the_attendance_again(
    course: CourseFacts, trainee: Registration, organiser: User
) -> None:
    certificate = issued(trainee, course, organiser)
    now = make.after(course)
    with pytest.raises(DomainError) as refusal:
        certificates.revoke(certificate=certificate, by=organiser, now=now, why=" ")
    assert refusal.value.field == "why"
    certificates.revoke(certificate=certificate, by=organiser, now=now, why="Ghi nhầm điểm danh")
    with pytest.raises(IllegalMoveError):
        certificates.revoke(certificate=certificate, by=organiser, now=now, why="Lần nữa")
    assert "Ghi nhầm điểm danh" in outbox.outbox[-1].body
    attend(trainee, course, 1, organiser, "absent")
    with pytest.raises(errors.NotQualifiedError):
        certificates.issue(registration=trainee, by=organiser, now=now)
    attend(trainee, course, 1, organiser)
    assert certificates.issue(registration=trainee, by=organiser, now=now).number == "CN-2026-000002"
    steps = list(certificate.log.values_list("from_state", "to_state", "by"))
    assert steps == [("", "issued", organiser.pk), ("issued", "revoked", organiser.pk)]


def test_a_worker_that_is_late_tells_of_a_revoked_certificate_once(
    course: CourseFacts, trainee: Registration, organiser: User, settings: Any
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend", "QUEUES": ["default", "mail"]}}
    certificate = issued(trainee, course, organiser)
    certificates.revoke(certificate=certificate, by=organiser, now=make.after(course), why="Ghi nhầm điểm danh")
    states = [CertificateState.ISSUED.value, CertificateState.REVOKED.value]
    assert [tasks.send_certificate.call(certificate.pk, state) for state in states] == [False, True]


def test_the_audit_tells_of_certificates(course: CourseFacts, trainee: Registration, organiser: User) -> None:
    certificate = issued(trainee, course, organiser)
    certificates.revoke(certificate=certificate, by=organiser, now=make.after(course), why="Ghi nhầm điểm danh")
    found = audit_sources.find(audit_sources.AuditFilter(subject=course.key, action="certificate"))
    lines = audit_sources.lines_of(found)
    assert [(line.record, line.by, line.remark) for line in lines] == [
        (certificate.number, str(organiser), "Ghi nhầm điểm danh"),
        (certificate.number, str(organiser), ""),
    ]


def test_replacing_keeps_the_facts_and_corrects_the_name(
    course: CourseFacts, trainee: Registration, organiser: User
) -> None:
    old = issued(trainee, course, organiser)
    now = make.after(course)
    for name in ("", old.holder_name):
        with pytest.raises(DomainError) as refusal:
            certificates.reissue(certificate=old, holder_name=name, by=organiser, now=now, why="Sai tên")
        assert refusal.value.field == "holder_name"
    new = certificates.reissue(certificate=old, holder_name="Đỗ Thị Hòa An", by=organiser, now=now, why="Sai tên")
    old.refresh_from_db()
    trainee.refresh_from_db()
    assert (old.state, old.replacement) == (CertificateState.REPLACED, new)
    assert (new.holder_name, new.facts, trainee.full_name) == ("Đỗ Thị Hòa An", old.facts, "Đỗ Thị Hòa An")
    assert new.number != old.number
    with pytest.raises(IllegalMoveError):
        certificates.reissue(certificate=old, holder_name="Tên khác", by=organiser, now=now, why="Sai tên")


def test_who_may_not_is_refused(course: CourseFacts, trainee: Registration, organiser: User) -> None:
    certificate = issued(trainee, course, organiser)
    stranger = User.objects.create_user("nguoi-la@example.org")
    now = make.after(course)
    arguments: dict[str, Any] = {"by": stranger, "now": now}
    for refused in (
        lambda: certificates.issue(registration=trainee, **arguments),
        lambda: certificates.issue_all(subject=course.key, registrations=[trainee], **arguments),
        lambda: certificates.revoke(certificate=certificate, why="x", **arguments),
        lambda: certificates.reissue(certificate=certificate, holder_name="A B", why="x", **arguments),
        lambda: marks.enter(registration=trainee, mark=Decimal(1), **arguments),
    ):
        with pytest.raises(NotAllowedError):
            refused()


def test_bulk_issues_to_those_who_qualify_and_names_the_others(
    table: dict[uuid.UUID, CourseFacts], course: CourseFacts, kind: PlaceKind, organiser: User
) -> None:
    good, poor = make.trainee(kind), make.trainee(kind)
    other = make.facts()
    table[other.key] = other
    foreign = make.trainee(make.place_kind(other))
    attend(good, course, 5, organiser)
    outcome = certificates.issue_all(
        subject=course.key, registrations=[good, poor, foreign], by=organiser, now=make.after(course)
    )
    assert [row.registration for row in outcome.certificates] == [good]
    assert [row for row, _why in outcome.refused] == [poor, foreign]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE registration_certificate SET state = 'lost'",
        "UPDATE registration_certificate SET state = 'revoked'",
        "UPDATE registration_certificate SET ended_at = issued_at",
        """INSERT INTO registration_certificate
        (registration_id, subject, number, code, holder_name, facts, digest, state, issued_at)
        SELECT registration_id, subject, 'CN-2026-000009', 'X', holder_name, facts, digest, state, issued_at
        FROM registration_certificate""",
        "UPDATE registration_exammark SET mark = 11",
    ],
)
def test_the_database_refuses_what_makes_no_sense(
    course: CourseFacts, trainee: Registration, organiser: User, change: str
) -> None:
    marks.enter(registration=trainee, mark=Decimal(7), by=organiser, now=make.after(course))
    issued(trainee, course, organiser)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)
