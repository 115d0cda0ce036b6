"""The audit of published questions, of trainers' links and of what refers to events and sessions by their keys; replaced certificates."""

import uuid
from dataclasses import replace

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from wagtail.models import Site

from portal.accounts.models import User
from registration import invitations
from registration.courses import CourseFacts
from registration.domain import audit, certificates, questions, trainer_links
from registration.enums import Reason
from registration.models import AuditRow, Registration, TrainerLink
from registration.organiser_enums import AuditAction
from registration.subjects import SessionInfo, SubjectInfo
from tests.factories import courses as make
from tests.factories import questions as made
from tests.factories.registration import NOON, make_kind
from tests.registration.certificates.issuing import issued
from tests.registration.conftest import Known, Programme

pytestmark = pytest.mark.django_db


def rows(action: AuditAction) -> list[AuditRow]:
    return list(AuditRow.objects.filter(action=action).order_by("pk"))


def test_a_published_form_is_told_with_what_it_asks_anew(organiser: User) -> None:
    kind = make_kind()
    made.publish(kind.subject, made.lunch(), made.question("short_text", "Món kiêng"), by=organiser)
    made.publish(kind.subject, made.lunch(required=True), made.question("short_text", made.BUS), by=organiser)
    questions.publish(subject=kind.subject, by=organiser, now=NOON)
    first, second = rows(AuditAction.QUESTIONS_PUBLISHED)
    assert (first.by, first.subject) == (organiser, kind.subject)
    assert first.changes == [["version", None, 1], ["questions_added", None, [made.LUNCH, "Món kiêng"]]]
    assert second.changes == [
        ["version", 1, 2],
        ["questions_added", None, [made.BUS]],
        ["questions_changed", None, [made.LUNCH]],
        ["questions_removed", ["Món kiêng"], None],
    ]


@pytest.fixture
def course(site: Site) -> CourseFacts:
    return make.facts()


def test_links_of_trainers_are_told_without_the_name(course: CourseFacts, organiser: User) -> None:
    with make.known(course):
        session = course.sessions[0]
        link, _secret = trainer_links.give(
            subject=course.key, session=session.key, name="Cô Hoa", by=organiser, now=NOON
        )
        trainer_links.renew(link=link, by=organiser, now=NOON)
        trainer_links.withdraw(link=link, by=organiser, now=NOON)
        trainer_links.withdraw(link=link, by=organiser, now=NOON)
    [given], [renewed], [withdrawn] = (
        rows(action)
        for action in (AuditAction.TRAINER_GIVEN, AuditAction.TRAINER_RENEWED, AuditAction.TRAINER_WITHDRAWN)
    )
    assert {row.object_key for row in (given, renewed, withdrawn)} == {str(link.pk)}
    assert given.changes == [["name", None, "C…"], ["session", None, str(session.key)]]
    assert withdrawn.changes == [["name", "C…", None], ["session", str(session.key), None]]
    assert (given.by, given.subject, given.object_label) == (organiser, course.key, f"#{link.pk}")
    assert TrainerLink.objects.get().revoked_at == NOON


def test_a_replaced_certificate_is_a_step_of_its_registration(course: CourseFacts, organiser: User) -> None:
    with make.known(course):
        trainee: Registration = make.trainee(make.place_kind(course), full_name="Đỗ Thị Hoà")
        old = issued(trainee, course, organiser)
        steps = invitations.steps_of(email=trainee.email, subject=course.key)
        new = certificates.reissue(
            certificate=old, holder_name="Đỗ Thị Hòa", by=organiser, now=make.after(course), why="Sai tên"
        )
    assert invitations.steps_of(email=trainee.email, subject=course.key) == steps, "a name moves no calendar entry"
    step = trainee.log.order_by("pk").last()
    assert step is not None
    assert (step.reason, step.by, step.remark) == (
        Reason.CERTIFICATE_REPLACED,
        organiser,
        f"{old.number} → {new.number}",
    )


@pytest.mark.usefixtures("site")
def test_events_and_sessions_are_named_and_not_shown_by_their_keys(
    known: Known, fair: SubjectInfo, programme: Programme, organiser: User, client: Client
) -> None:
    source = replace(fair, key=uuid.uuid4(), title="Hội chợ năm ngoái")
    session = SessionInfo(uuid.uuid4(), "Phiên sáng", NOON, NOON)
    known[source.key], programme[fair.key] = source, [session]
    audit.record(
        action=AuditAction.EVENT_COPIED,
        by=organiser,
        now=NOON,
        subject=fair.key,
        changes=[("copied_from", None, str(source.key)), ("session", None, session.key)],
    )
    organiser.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(organiser)
    page = client.get(reverse("registrations:audit"))
    shown = [after for _name, _before, after in page.context["lines"][0]["changes"]]
    assert shown == ["Hội chợ năm ngoái", "Phiên sáng"]
