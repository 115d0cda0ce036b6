"""The public page, the file and the organisers' pages."""

import re
import uuid
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.models import Site

from portal.accounts.models import User
from portal.kernel import clock, erasure, personal_data
from portal.pages import inspecting
from registration import certificate_pdf, progress
from registration.course_enums import CertificateState
from registration.courses import CourseFacts
from registration.domain import certificates, links
from registration.models import (
    Certificate,
    ExamMark,
    PlaceKind,
    Registration,
    SessionAttendance,
)
from tests.factories import courses as make
from tests.registration.certificates.issuing import attend, issued

pytestmark = pytest.mark.django_db


class TestPublicPage:
    """What anybody learns of a certificate."""

    def test_shows_what_is_printed_and_nothing_else(
        self, client: Client, course: CourseFacts, trainee: Registration, organiser: User
    ) -> None:
        certificate = issued(trainee, course, organiser)
        for language, title in (("vi", "Môi giới công nghệ"), ("en", "Brokering technology")):
            with translation.override(language):
                url = reverse("registration:certificate", args=[certificate.code])
            page = client.get(url)
            html = page.content.decode()
            assert page["X-Robots-Tag"] == "noindex"
            assert "no-store" in page["Cache-Control"]
            assert all(word in html for word in (certificate.number, "Đỗ Thị Hoà", title, course.issuer))
            assert all(word not in html for word in (trainee.email, trainee.reference, organiser.full_name))
            assert client.get(url.lower()).status_code == 200

    def test_says_revoked_and_replaced(
        self, client: Client, course: CourseFacts, kind: PlaceKind, trainee: Registration, organiser: User
    ) -> None:
        old = issued(trainee, course, organiser)
        now = make.after(course)
        new = certificates.reissue(certificate=old, holder_name="Tên Mới", by=organiser, now=now, why="Sai tên")
        gone = issued(make.trainee(kind), course, organiser)
        certificates.revoke(certificate=gone, by=organiser, now=now, why="Lý do kín")
        page = client.get(reverse("registration:certificate", args=[old.code]))
        assert not page.context["is_valid"]
        assert new.number in page.content.decode()
        page = client.get(reverse("registration:certificate", args=[gone.code]))
        assert not page.context["is_valid"]
        assert "Lý do kín" not in page.content.decode()

    def test_changed_record_is_not_called_valid(
        self, client: Client, course: CourseFacts, trainee: Registration, organiser: User
    ) -> None:
        certificate = issued(trainee, course, organiser)
        Certificate.objects.filter(pk=certificate.pk).update(holder_name="Kẻ Khác")
        page = client.get(reverse("registration:certificate", args=[certificate.code]))
        assert not page.context["is_intact"]
        assert 'role="status"' not in page.content.decode().partition("<main")[2].partition("</main>")[0]

    def test_unknown_code_is_a_clear_404(self, client: Client, course: CourseFacts) -> None:
        page = client.get(reverse("registration:certificate", args=["AAAA-BBBB-CCCC-DDDD"]))
        assert page.status_code == 404
        assert page.context["form"] is not None

    def test_form_wants_number_and_code_that_belong_together(
        self, client: Client, course: CourseFacts, trainee: Registration, organiser: User
    ) -> None:
        certificate = issued(trainee, course, organiser)
        url = reverse("registration:certificates")
        typed = {"number": f" {certificate.number.lower()} ", "code": certificate.code.lower().replace("-", " ")}
        assert client.post(url, typed)["Location"] == reverse("registration:certificate", args=[certificate.code])
        wrong = client.post(url, {**typed, "number": "CN-2026-999999"})
        assert wrong.context["form"].non_field_errors()
        assert "CN-2026-999999" in wrong.content.decode()

    def test_guessing_is_limited(self, client: Client, course: CourseFacts) -> None:
        url = reverse("registration:certificates")
        answers = [client.post(url, {"number": "CN-1", "code": "A"}).status_code for _number in range(21)]
        assert answers[-2:] == [200, 429]


def test_pdf_is_tagged_and_holds_what_is_printed(course: CourseFacts, trainee: Registration, organiser: User) -> None:
    certificate = issued(trainee, course, organiser)
    pdf = certificate_pdf.render(certificate)
    assert pdf.startswith(b"%PDF-")
    assert b"pdfuaid" in pdf
    assert pdf == certificate_pdf.render(Certificate.objects.get(pk=certificate.pk))
    data = certificate_pdf.data_of(certificate)
    assert certificate.code in data["address"]
    assert data["vi"]["title"] != data["en"]["title"]


def test_certificate_of_a_long_course_title_still_fits_one_page(
    table: dict[uuid.UUID, CourseFacts], organiser: User
) -> None:
    course = make.facts(
        title="Môi giới chuyển giao công nghệ và định giá tài sản trí tuệ " * 3, issuer="Trung tâm " * 18
    )
    table[course.key] = course
    certificate = issued(make.trainee(make.place_kind(course), full_name="Nguyễn " * 20), course, organiser)
    pages = re.findall(rb"/Type\s*/Page[^s]", certificate_pdf.render(certificate))
    assert len(pages) == 1


def test_page_of_the_course_asks_for_nothing_more_once_the_certificate_is_there(
    client: Client, site: Site, course: CourseFacts, trainee: Registration, organiser: User
) -> None:
    url = reverse("registration:course", args=[links.issue_manage(registration=trainee, now=clock.now())])
    rule = progress.rule_in_words(course)
    html = client.get(url).content.decode()
    assert rule in html
    assert ">Buổi</th>" in html.replace("\n", "")
    issued(trainee, course, organiser)
    html = client.get(url).content.decode()
    assert rule not in html
    assert "Giấy chứng nhận của bạn" in html or "Chứng nhận của bạn" in html


def test_holder_downloads_the_valid_one(
    client: Client, course: CourseFacts, trainee: Registration, organiser: User
) -> None:
    secret = links.issue_manage(registration=trainee, now=clock.now())
    url = reverse("registration:course-certificate", args=[secret])
    assert client.get(url).status_code == 404
    certificate = issued(trainee, course, organiser)
    answer = client.get(url)
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    certificates.revoke(certificate=certificate, by=organiser, now=make.after(course), why="Nhầm")
    assert client.get(url).status_code == 404


def test_after_ten_years_the_name_goes_and_leaves_no_certificate_behind(
    client: Client, course: CourseFacts, trainee: Registration, organiser: User
) -> None:
    certificate = issued(trainee, course, organiser)
    later = make.after(course) + timedelta(days=11 * 365)
    for rule in personal_data.rules():
        erasure.erase_expired_of(rule, now=later)
    certificate.refresh_from_db()
    assert certificate.holder_name == "-"
    assert client.get(reverse("registration:certificate", args=[certificate.code])).status_code == 404


def test_attendance_goes_with_the_person_who_asks(trainee: Registration, course: CourseFacts, organiser: User) -> None:
    attend(trainee, course, 1, organiser)
    person = User.objects.create_user(trainee.email)
    erasure.erase_person(user=person, addresses=[trainee.email])
    assert not SessionAttendance.objects.exists()


class TestAdmin:
    """The organisers' pages."""

    @pytest.fixture
    def desk(self, client: Client, organiser: User, course: CourseFacts, monkeypatch: pytest.MonkeyPatch) -> Client:
        organiser.user_permissions.add(Permission.objects.get(codename="access_admin"))
        client.force_login(organiser)
        monkeypatch.setattr(clock, "now", lambda: make.after(course))
        return client

    def test_every_page_opens_for_organisers_and_for_nobody_else(
        self, desk: Client, course: CourseFacts, trainee: Registration, organiser: User
    ) -> None:
        certificate = issued(trainee, course, organiser)
        names = ("course_desk", "course_marks", "course_issue", "course_evaluation", "course_trainers")
        urls = [
            reverse("course_list"),
            *(reverse(name, args=[course.key]) for name in names),
            reverse("certificates:index"),
            reverse("certificates:inspect", args=[certificate.pk]),
            reverse("certificates:end", args=[certificate.pk, "revoke"]),
            reverse("certificates:end", args=[certificate.pk, "reissue"]),
        ]
        assert [desk.get(url).status_code for url in urls] == [200] * len(urls)
        shown = desk.get(reverse("certificates:inspect", args=[certificate.pk])).content.decode()
        assert inspecting.moment(certificate.issued_at) in shown
        assert not re.search(r">\s*None\s*<", shown)
        assert desk.get(reverse("course_desk", args=[uuid.uuid4()])).status_code == 404
        assert desk.get(reverse("certificates:end", args=[certificate.pk, "burn"])).status_code == 404
        stranger = User.objects.create_user("bien-tap@example.org")
        stranger.user_permissions.add(Permission.objects.get(codename="access_admin"))
        desk.force_login(stranger)
        assert {desk.get(url).status_code for url in urls} <= {302, 404}

    def test_preview_then_issue_then_revoke(
        self, desk: Client, course: CourseFacts, kind: PlaceKind, trainee: Registration, organiser: User
    ) -> None:
        attend(trainee, course, 4, organiser)
        make.trainee(kind)
        url = reverse("course_issue", args=[course.key])
        page = desk.get(url)
        assert [row.registration for row in page.context["qualified"]] == [trainee]
        assert len(page.context["refused"]) == 1
        desk.post(url, {})
        assert not Certificate.objects.exists()
        desk.post(url, {"registration": [trainee.pk]})
        certificate = Certificate.objects.get()
        end = reverse("certificates:end", args=[certificate.pk, "reissue"])
        assert desk.post(end, {"holder_name": certificate.holder_name, "why": "Sai"}).status_code == 200
        desk.post(end, {"holder_name": "Đỗ Hoà", "why": "Sai tên"})
        newer = Certificate.objects.get(state=CertificateState.ISSUED)
        desk.post(reverse("certificates:end", args=[newer.pk, "revoke"]), {"why": "Nhầm"})
        assert not Certificate.objects.filter(state=CertificateState.ISSUED).exists()

    def test_marks_name_what_is_wrong_and_keep_it(
        self, desk: Client, course: CourseFacts, kind: PlaceKind, trainee: Registration
    ) -> None:
        other = make.trainee(kind)
        url = reverse("course_marks", args=[course.key])
        page = desk.post(url, {f"mark-{trainee.pk}": "8,5", f"mark-{other.pk}": "mười"})
        shown = {line["field"]: line for line in page.context["fields"]}
        assert shown[f"mark-{other.pk}"]["error"]
        assert shown[f"mark-{other.pk}"]["value"] == "mười"
        assert trainee.exam_mark.mark == Decimal("8.5")
        assert desk.post(url, {f"mark-{other.pk}": "10.01"}).status_code == 200
        assert desk.post(url, {f"mark-{other.pk}": "NaN"}).status_code == 200
        assert desk.post(url, {f"mark-{other.pk}": "10"}).status_code == 302
        trainee.exam_mark.refresh_from_db()
        assert trainee.exam_mark.mark == Decimal("8.5")
        assert desk.post(url, {f"mark-{trainee.pk}": ""}).status_code == 302
        assert not ExamMark.objects.filter(registration=trainee).exists()

    def test_trainer_link_is_shown_once(
        self, desk: Client, course: CourseFacts, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        url = reverse("course_trainers", args=[course.key])
        assert desk.post(url, {"name": ""}).context["form"].errors
        html = desk.post(url, {"name": "Cô Hà", "session": str(course.sessions[-1].key)}).content.decode()
        found = re.search(r"http://testserver(/lop-hoc/\S+?/)<", html)
        assert found is not None
        assert Client().get(found.group(1)).status_code == 200
        again = desk.get(url)
        assert found.group(1) not in again.content.decode()
        desk.post(url, {"withdraw": again.context["links"][0]["link"].pk})
        assert Client().get(found.group(1)).status_code == 404

    def test_course_costs_the_same_with_one_and_with_thirty(
        self, desk: Client, course: CourseFacts, kind: PlaceKind, django_assert_max_num_queries: Any
    ) -> None:
        url = reverse("course_desk", args=[course.key])
        make.trainee(kind)
        desk.get(url)
        with django_assert_max_num_queries(100) as few:
            desk.get(url)
        for _number in range(29):
            make.trainee(kind)
        with django_assert_max_num_queries(len(few)):
            desk.get(url)
