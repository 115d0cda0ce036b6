"""The pages of attendance: the scanned code, the trainer's list, the trainee's course."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test import Client
from django.urls import reverse
from wagtail.models import Site

from portal.accounts.models import User
from portal.kernel import clock
from registration.course_enums import AttendanceState
from registration.courses import CourseFacts
from registration.domain import (
    links,
    registrations,
    rotating,
    trainer_links,
)
from registration.models import (
    PlaceKind,
    Registration,
    SessionAttendance,
    SessionAttendanceLog,
)
from tests.factories import courses as make
from tests.registration.course_attendance.noting import at, state

pytestmark = pytest.mark.django_db


class TestScanPage:
    """The page behind the code."""

    @pytest.fixture(autouse=True)
    def _open(self, site: Site, course: CourseFacts, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = make.during(course)
        at(monkeypatch, self.now)

    def url(self, course: CourseFacts) -> str:
        code = rotating.code(subject=course.key, session=course.sessions[0].key, now=self.now)
        return reverse("registration:scan", args=[course.key, course.sessions[0].key, code])

    def test_get_changes_nothing_and_the_button_notes(
        self, client: Client, course: CourseFacts, trainee: Registration
    ) -> None:
        page = client.get(self.url(course))
        assert page.status_code == 200
        assert "no-store" in page["Cache-Control"]
        assert not SessionAttendance.objects.exists()
        ticket = page.context["form"]["ticket"].value()
        given = {"ticket": ticket, "reference": trainee.reference.lower(), "email": "HOA@example.org"}
        wrong = client.post(self.url(course), {**given, "email": "khac@example.org"})
        assert wrong.context["form"].non_field_errors()
        assert trainee.full_name not in wrong.content.decode()
        done = client.post(self.url(course), given)
        assert trainee.full_name in done.content.decode()
        assert state(trainee, course) == AttendanceState.PRESENT

    def test_replayed_address_is_refused(
        self, client: Client, course: CourseFacts, trainee: Registration, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        old = self.url(course)
        at(monkeypatch, self.now + timedelta(minutes=2))
        page = client.get(old)
        assert page.context["form"] is None
        assert page.context["refusal"]
        sent = client.post(old, {"ticket": "", "reference": trainee.reference, "email": trainee.email})
        assert sent.status_code == 200
        assert not SessionAttendance.objects.exists()

    def test_person_who_is_signed_in_types_nothing(
        self, client: Client, course: CourseFacts, trainee: Registration
    ) -> None:
        person = User.objects.create_user(trainee.email)
        client.force_login(person)
        assert client.get(self.url(course)).context["own"] is None
        EmailAddress.objects.create(user=person, email=trainee.email, verified=True, primary=True)
        page = client.get(self.url(course))
        assert page.context["own"] == trainee
        client.post(self.url(course), {"ticket": page.context["form"]["ticket"].value()})
        assert state(trainee, course) == AttendanceState.PRESENT

    def test_unknown_course_and_session_answer_404(self, client: Client, course: CourseFacts) -> None:
        session = course.sessions[0].key
        assert client.get(reverse("registration:scan", args=[uuid.uuid4(), session, "ABCD"])).status_code == 404
        assert client.get(reverse("registration:scan", args=[course.key, uuid.uuid4(), "ABCD"])).status_code == 404


class TestClassroom:
    """The trainer's pages."""

    @pytest.fixture(autouse=True)
    def _open(self, site: Site, course: CourseFacts, monkeypatch: pytest.MonkeyPatch) -> None:
        at(monkeypatch, make.during(course))

    def test_trainer_without_account_keeps_one_session(
        self, client: Client, course: CourseFacts, trainee: Registration, organiser: User
    ) -> None:
        session = course.sessions[0].key
        link, secret = trainer_links.give(
            subject=course.key, session=session, name="Cô Hà", by=organiser, now=clock.now()
        )
        url = reverse("registration:class-session", args=[secret, session])
        assert client.get(reverse("registration:class", args=[secret])).status_code == 200
        assert (
            client.get(reverse("registration:class-session", args=[secret, course.sessions[1].key])).status_code == 404
        )
        page = client.get(url, {"q": "do thi hoa"})
        assert [row["name"] for row in page.context["rows"]] == ["Đỗ Thị Hoà"]
        assert client.get(url, {"q": "khong co"}).context["rows"] == []
        client.post(url, {"registration": trainee.pk, "state": "present"})
        assert SessionAttendanceLog.objects.get().trainer == link
        trainer_links.withdraw(link=link, by=organiser, now=clock.now())
        assert client.get(url).status_code == 404
        assert client.post(url, {"everybody": "1"}).status_code == 404

    def test_link_ends_three_days_after_the_session(
        self, client: Client, course: CourseFacts, organiser: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        _link, secret = trainer_links.give(
            subject=course.key, session=None, name="Cô Hà", by=organiser, now=clock.now()
        )
        url = reverse("registration:class", args=[secret])
        at(monkeypatch, course.ends + trainer_links.MARGIN - timedelta(seconds=1))
        assert client.get(url).status_code == 200
        at(monkeypatch, course.ends + trainer_links.MARGIN)
        assert client.get(url).status_code == 404

    def test_undo_button_takes_back_the_last_step(
        self, client: Client, course: CourseFacts, trainee: Registration, organiser: User
    ) -> None:
        client.force_login(organiser)
        url = reverse("registration:organiser-class-session", args=[course.key, course.sessions[0].key])
        page = client.post(url, {"everybody": "1"}, follow=True)
        assert state(trainee, course) == AttendanceState.PRESENT
        client.post(url, {"undo": str(page.context["undo"])})
        assert state(trainee, course) == AttendanceState.NOT_NOTED
        assert client.post(url, {"undo": "x"}).status_code == 404
        assert client.post(url, {"registration": "x", "state": "present"}).status_code == 404
        assert client.post(url, {"registration": trainee.pk, "state": "not-noted"}).status_code == 404

    def test_others_find_nothing(self, client: Client, course: CourseFacts) -> None:
        urls = [
            reverse("registration:organiser-class", args=[course.key]),
            reverse("registration:organiser-class-session", args=[course.key, course.sessions[0].key]),
            reverse("registration:organiser-class-code", args=[course.key, course.sessions[0].key]),
            reverse("registration:class", args=["x" * 43]),
        ]
        client.force_login(User.objects.create_user("nguoi-la@example.org"))
        assert {client.get(url).status_code for url in urls} == {404}

    def test_screen_shows_a_code_that_opens_the_page(
        self, client: Client, course: CourseFacts, organiser: User
    ) -> None:
        client.force_login(organiser)
        url = reverse("registration:organiser-class-code", args=[course.key, course.sessions[0].key])
        html = client.get(url).content.decode()
        code = rotating.code(subject=course.key, session=course.sessions[0].key, now=clock.now())
        assert f"{code[:4]}-{code[4:]}" in html
        assert '<noscript><meta http-equiv="refresh"' in html
        assert "<svg" in html

    def test_there_is_no_code_before_and_after_the_session(
        self, client: Client, course: CourseFacts, organiser: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        client.force_login(organiser)
        first = course.sessions[0]
        url = reverse("registration:organiser-class-code", args=[course.key, first.key])
        listed = reverse("registration:organiser-class-session", args=[course.key, first.key])
        for moment, has_code in (
            (first.starts - timedelta(minutes=61), False),
            (first.starts - timedelta(minutes=60), True),
            (first.ends + timedelta(minutes=29), True),
            (first.ends + timedelta(minutes=30), False),
        ):
            at(monkeypatch, moment)
            page = client.get(url)
            assert ("code" in page.context, "refusal" in page.context) == (has_code, not has_code), moment
            assert ("data-rotating" in page.content.decode()) == has_code
            assert (url in client.get(listed).content.decode()) == has_code, moment

    def test_what_is_said_of_a_mark_stands_in_its_row(
        self, client: Client, course: CourseFacts, kind: PlaceKind, trainee: Registration, organiser: User
    ) -> None:
        client.force_login(organiser)
        make.trainee(kind)
        url = reverse("registration:organiser-class-session", args=[course.key, course.sessions[0].key])
        sent = client.post(url, {"registration": trainee.pk, "state": "present"})
        assert sent["Location"].endswith(f"#trainee-{trainee.pk}")
        body = client.get(sent["Location"]).content.decode()
        assert body.count("attendance-said") == 1
        row = body.split(f'id="trainee-{trainee.pk}"')[1].split("</li>")[0]
        assert "attendance-said" in row
        assert 'name="undo"' in row
        undone = client.post(url, {"registration": trainee.pk, "undo": sent["Location"].split("undo=")[1][:36]})
        assert undone["Location"].endswith(f"#trainee-{trainee.pk}")
        assert state(trainee, course) == AttendanceState.NOT_NOTED
        everybody = client.post(url, {"everybody": "1"}, follow=True).content.decode()
        assert everybody.index("attendance-said") < everybody.index("attendance-counts")

    def test_list_costs_the_same_with_one_and_with_thirty(
        self, client: Client, course: CourseFacts, kind: PlaceKind, organiser: User, django_assert_num_queries: Any
    ) -> None:
        client.force_login(organiser)
        names = ("organiser-class-session", "organiser-class")
        urls = [
            reverse(f"registration:{names[0]}", args=[course.key, course.sessions[0].key]),
            reverse(f"registration:{names[1]}", args=[course.key]),
        ]
        make.trainee(kind)
        counts = []
        for _round in range(2):
            for url in urls:
                client.get(url)
                with connection.execute_wrapper(_counter(counts)):
                    client.get(url)
                counts.append("end")
            for _number in range(29):
                make.trainee(kind)
        halves = len(counts) // 2
        assert counts[:halves] == counts[halves:]


def _counter(counts: list[str]) -> Any:
    def count(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        counts.append("query")
        return execute(sql, params, many, context)

    return count


class TestTraineePage:
    """What trainees see of themselves."""

    def test_shows_sessions_and_takes_the_typed_code(
        self,
        client: Client,
        site: Site,
        course: CourseFacts,
        trainee: Registration,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        now = make.during(course)
        at(monkeypatch, now)
        url = reverse("registration:course", args=[links.issue_manage(registration=trainee, now=now)])
        page = client.get(url)
        assert "no-store" in page["Cache-Control"]
        assert [row[0] for row in page.context["rows"]] == [session.title for session in course.sessions]
        assert '<h2 id="materials">Tài liệu</h2>' in page.content.decode()
        assert client.post(url, {"code": "AAAA"}).context["form"].errors
        code = rotating.code(subject=course.key, session=course.sessions[0].key, now=now)
        assert client.post(url, {"code": code}).status_code == 302
        assert state(trainee, course) == AttendanceState.PRESENT

    def test_foreign_and_unconfirmed_people_find_nothing(
        self, client: Client, site: Site, course: CourseFacts, trainee: Registration, organiser: User
    ) -> None:
        own = reverse("registration:own-course", args=[trainee.reference])
        assert client.get(own).status_code == 404
        client.force_login(User.objects.create_user("nguoi-la@example.org"))
        assert client.get(own).status_code == 404
        holder = User.objects.create_user(trainee.email)
        EmailAddress.objects.create(user=holder, email=trainee.email, verified=True, primary=True)
        client.force_login(holder)
        assert client.get(own).status_code == 200
        registrations.cancel(registration=trainee, by=organiser, now=clock.now())
        assert client.get(own).status_code == 404
