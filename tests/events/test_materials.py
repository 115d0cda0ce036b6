"""Materials of a course: added in the admin, private, open to confirmed trainees from their time on."""

import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.models import Site

from events import courses as course_facts
from events.domain import copying, materials
from events.enums import CertificateRule, MaterialOpening, OrganiserRole
from events.models import CourseMaterial, CoursePage, EventOrganiser
from portal.accounts.models import User
from portal.kernel import clock
from portal.kernel.errors import DomainError, NotAllowedError
from portal.kernel.languages import Language
from portal.media.models import PrivateFile
from registration import courses
from registration.domain import links, registrations
from registration.models import PlaceKind, Registration
from tests.factories import courses as trainees
from tests.factories import events as make

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n"


@pytest.fixture
def editor(site: Site) -> User:
    return make.make_operator()


@pytest.fixture
def course(site: Site, private_shelf: Path) -> CoursePage:
    return make.make_course(
        make.make_course_index(site),
        starts_at=make.day(1),
        ends_at=make.day(2, 17),
        sessions=[make.make_session(make.day(1)), make.make_session(make.day(2))],
        organisers=[EventOrganiser(name="Trung tâm Thử", role=OrganiserRole.ORGANISER)],
        certificate_rule=CertificateRule.ATTENDANCE,
        certificate_attendance=80,
    )


@pytest.fixture
def trainee(course: CoursePage) -> Registration:
    kind = PlaceKind.objects.get(subject=course.translation_key)
    return trainees.trainee(kind, now=make.NOW)


def pdf(content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile("Bài giảng 1.pdf", content, "application/pdf")


def add(course: CoursePage, by: User, **values: Any) -> CourseMaterial:
    return materials.add(
        **{
            "course": course,
            "file": pdf(),
            "title_vi": "Bài giảng 1",
            "title_en": "Lecture 1",
            "opening": MaterialOpening.AT_ONCE,
            "session": None,
            "by": by,
            "now": make.NOW,
            **values,
        }
    )


def url_of(registration: Registration, material: CourseMaterial) -> str:
    secret = links.issue_manage(registration=registration, now=clock.now())
    return reverse("registration:course-material", args=[secret, material.key])


def at(monkeypatch: pytest.MonkeyPatch, moment: Any) -> None:
    monkeypatch.setattr(clock, "now", lambda: moment)


def test_the_seat_engine_learns_the_course(course: CoursePage, django_assert_num_queries: Any) -> None:
    make.english(course, title="English course")
    found = courses.info(course.translation_key)
    assert found is not None
    keys = [row.translation_key for row in course.sessions.order_by("starts_at")]
    assert [session.key for session in found.sessions] == keys
    assert (found.issuer, found.hours, found.terms) == (
        "Trung tâm Thử",
        3,
        courses.CertificateTerms(share=80),
    )
    english = courses.info(course.translation_key, Language.ENGLISH)
    assert english is not None
    assert (english.title, english.sessions[0].key) == ("English course", keys[0])
    with django_assert_num_queries(4):
        course_facts.resolve([course.translation_key, uuid.uuid4()], Language.VIETNAMESE)


@pytest.mark.parametrize(
    ("rule", "terms"),
    [
        (CertificateRule.NONE, None),
        (CertificateRule.HOURS, courses.CertificateTerms(hours=2)),  # type: ignore[arg-type]  # equal numbers
        (CertificateRule.EXAM, courses.CertificateTerms(share=80, mark=5)),  # type: ignore[arg-type]  # equal numbers
    ],
)
def test_the_page_sets_the_rule(course: CoursePage, rule: str, terms: Any) -> None:
    CoursePage.objects.filter(pk=course.pk).update(certificate_rule=rule, certificate_hours=2)
    found = courses.info(course.translation_key)
    assert found is not None
    assert found.terms == terms


def test_the_form_asks_how_much_is_needed(course: CoursePage) -> None:
    for rule, field in (
        (CertificateRule.HOURS, "certificate_hours"),
        (CertificateRule.ATTENDANCE, "certificate_attendance"),
    ):
        course.certificate_rule, course.certificate_hours, course.certificate_attendance = rule, None, None
        with pytest.raises(ValidationError) as refusal:
            course.clean()
        assert list(refusal.value.message_dict) == [field]


def test_course_without_programme_is_one_session(course: CoursePage) -> None:
    course.sessions.all().delete()
    found = courses.info(course.translation_key)
    assert found is not None
    assert [(row.key, row.starts) for row in found.sessions] == [(course.translation_key, course.starts_at)]


def test_trainee_downloads_privately_and_others_find_nothing(
    client: Client, course: CoursePage, trainee: Registration, editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, make.NOW)
    material = add(course, editor)
    answer: Any = client.get(url_of(trainee, material))
    assert b"".join(answer.streaming_content) == PDF
    assert "no-store" in answer["Cache-Control"]
    assert "private" in answer["Cache-Control"]
    assert answer["Content-Disposition"].startswith("attachment")
    waiting = trainees.trainee(trainee.place_kind, now=make.NOW)
    registrations.cancel(registration=waiting, by=editor, now=make.NOW)
    assert client.get(url_of(waiting, material)).status_code == 404
    other = make.make_course(course.get_parent().specific, starts_at=make.day(1), ends_at=make.day(2))
    foreign = trainees.trainee(PlaceKind.objects.get(subject=other.translation_key), now=make.NOW)
    assert client.get(url_of(foreign, material)).status_code == 404
    own = reverse("registration:own-course-material", args=[trainee.reference, material.key])
    assert client.get(own).status_code == 404


def test_file_opens_when_its_session_is_over(
    client: Client, course: CoursePage, trainee: Registration, editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = course.sessions.order_by("starts_at").first()
    assert session is not None
    material = add(course, editor, opening=MaterialOpening.AFTER_SESSION, session=session.translation_key)
    last = add(course, editor, opening=MaterialOpening.AFTER_COURSE)
    at(monkeypatch, session.ends_at - timedelta(seconds=1))
    url = reverse("registration:course", args=[links.issue_manage(registration=trainee, now=clock.now())])
    shown = client.get(url)
    assert [row["url"] for row in shown.context["materials"]] == ["", ""]
    assert "Bài giảng 1" in shown.content.decode()
    assert client.get(url_of(trainee, material)).status_code == 404
    at(monkeypatch, session.ends_at)
    assert client.get(url_of(trainee, material)).status_code == 200
    assert client.get(url_of(trainee, last)).status_code == 404
    session.delete()
    assert client.get(url_of(trainee, material)).status_code == 404
    at(monkeypatch, make.day(3))
    assert client.get(url_of(trainee, material)).status_code == 200


def test_rules_of_adding(course: CoursePage, editor: User) -> None:
    with pytest.raises(NotAllowedError):
        add(course, User.objects.create_user("nguoi-la@example.org"))
    for field, values in {
        "title_vi": {"title_vi": " "},
        "session": {"opening": MaterialOpening.AFTER_SESSION, "session": uuid.uuid4()},
        "file": {"file": pdf(b"<script>")},
    }.items():
        with pytest.raises(DomainError) as refusal:
            add(course, editor, **values)
        assert refusal.value.field == field
    assert not CourseMaterial.objects.exists()
    assert not PrivateFile.objects.exists()


def test_removing_takes_the_file_with_it(
    course: CoursePage, editor: User, private_shelf: Path, django_capture_on_commit_callbacks: Any
) -> None:
    material = add(course, editor)
    assert [path for path in private_shelf.rglob("*") if path.is_file()]
    with django_capture_on_commit_callbacks(execute=True):
        materials.remove(course=course, material=material, by=editor)
    assert not PrivateFile.objects.exists()
    assert not [path for path in private_shelf.rglob("*") if path.is_file()]


def test_titles_follow_the_language(course: CoursePage, editor: User) -> None:
    material = add(course, editor)
    with translation.override("en"):
        assert material.title == "Lecture 1"
    assert material.title == "Bài giảng 1"


def test_admin_adds_shows_and_removes(client: Client, course: CoursePage, editor: User) -> None:
    client.force_login(editor)
    url = reverse("course_materials", args=[course.pk])
    assert client.get(url).status_code == 200
    wrong = client.post(url, {"title_vi": "Bài 1", "opening": "after-session", "file": pdf()})
    assert "session" in wrong.context["form"].errors
    assert client.post(url, {"title_vi": "Bài 1", "opening": "at-once", "file": pdf()}).status_code == 302
    material = CourseMaterial.objects.get()
    assert "Bài 1" in client.get(url).content.decode()
    assert client.get(reverse("course_material", args=[course.pk, material.key])).status_code == 200
    remove = reverse("course_material_remove", args=[course.pk, material.key])
    assert client.get(remove).status_code == 405
    client.post(remove)
    assert not CourseMaterial.objects.exists()


def test_admin_is_closed_to_those_who_may_not_publish(client: Client, course: CoursePage, editor: User) -> None:
    material = add(course, editor)
    client.force_login(User.objects.create_user("nguoi-la@example.org"))
    urls = [
        reverse("course_materials", args=[course.pk]),
        reverse("course_material", args=[course.pk, material.key]),
    ]
    assert {client.get(url).status_code for url in urls} <= {302, 404}
    assert client.post(reverse("course_material_remove", args=[course.pk, material.key])).status_code in {302, 404}
    assert CourseMaterial.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE events_coursematerial SET opening = 'after-session'",
        "UPDATE events_coursematerial SET opening = 'never'",
        "UPDATE events_coursepage SET certificate_rule = 'hours', certificate_hours = NULL",
        "UPDATE events_coursepage SET certificate_attendance = NULL",
        "UPDATE events_coursepage SET certificate_mark = 11",
    ],
)
def test_the_database_refuses_what_makes_no_sense(course: CoursePage, editor: User, change: str) -> None:
    add(course, editor)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_a_copied_course_has_files_of_its_own(course: CoursePage, editor: User) -> None:
    session = course.sessions.order_by("sort_order").first()
    assert session is not None
    after = add(course, editor, opening=MaterialOpening.AFTER_SESSION, session=session.translation_key)
    add(course, editor, title_vi="Bài giảng 2")
    made = copying.copy(
        event=course,
        key=uuid.uuid4(),
        starts_at=course.starts_at + timedelta(days=364),
        titles={},
        by=editor,
        now=make.NOW,
    )
    copied = list(CourseMaterial.objects.filter(course_key=made.translation_key))
    assert [row.title_vi for row in copied] == ["Bài giảng 1", "Bài giảng 2"]
    assert copied[0].session == copying.row_key(made.translation_key, session.translation_key)
    assert {row.file.subject for row in copied} == {str(made.translation_key)}
    materials.remove(course=course, material=after, by=editor)
    with copied[0].file.file.open("rb") as content:
        assert content.read() == PDF


def test_a_file_whose_bytes_are_lost_does_not_stop_the_copy(course: CoursePage, editor: User) -> None:
    lost = add(course, editor)
    lost.file.file.storage.delete(str(lost.file.file.name))
    made = copying.copy(
        event=course,
        key=uuid.uuid4(),
        starts_at=course.starts_at + timedelta(days=364),
        titles={},
        by=editor,
        now=make.NOW,
    )
    assert not CourseMaterial.objects.filter(course_key=made.translation_key).exists()
