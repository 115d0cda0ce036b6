"""Certificates: who qualifies, issuing, revoking, replacing; the public page, the PDF, the mails; evaluations after the end."""

import io
import re
import uuid
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core import mail as outbox
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.models import Site

from portal.accounts.models import User
from portal.kernel import clock, erasure, personal_data
from portal.kernel.errors import DomainError, IllegalMoveError, NotAllowedError
from registration import audit_sources, certificate_pdf, course_emails, errors, evaluation_results, progress, tasks
from registration.course_enums import AttendanceState, CertificateState, EvaluationQuestion
from registration.courses import CertificateTerms, CourseFacts
from registration.domain import certificates, course_attendance, evaluations, links, marks
from registration.models import (
    Certificate,
    Evaluation,
    EvaluationSlip,
    ExamMark,
    PlaceKind,
    Registration,
    SessionAttendance,
)
from tests.factories import courses as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def table(site: Site) -> Iterator[dict[uuid.UUID, CourseFacts]]:
    with make.known(make.facts()) as known:
        yield known


@pytest.fixture
def course(table: dict[uuid.UUID, CourseFacts]) -> CourseFacts:
    return next(iter(table.values()))


@pytest.fixture
def kind(course: CourseFacts) -> PlaceKind:
    return make.place_kind(course)


@pytest.fixture
def trainee(kind: PlaceKind) -> Registration:
    return make.trainee(kind, full_name="Đỗ Thị Hoà", email="hoa@example.org")


def attend(registration: Registration, course: CourseFacts, count: int, by: User, state: str = "present") -> None:
    for number in range(count):
        course_attendance.note(
            registration=registration,
            session=course.sessions[number].key,
            state=AttendanceState(state),
            by=by,
            now=make.during(course, number),
        )


def issued(registration: Registration, course: CourseFacts, by: User) -> Certificate:
    attend(registration, course, 4, by)
    return certificates.issue(registration=registration, by=by, now=make.after(course))


def missing(registration: Registration, course: CourseFacts) -> tuple[str, ...]:
    (seen,) = progress.of(course, [registration], now=make.after(course))
    return seen.missing


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
        assert 'role="status"' not in page.content.decode()

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


RATINGS = dict.fromkeys(EvaluationQuestion, 4)


class TestEvaluation:
    """What trainees think, apart from their names."""

    def test_everybody_who_came_is_asked_once(
        self, course: CourseFacts, kind: PlaceKind, trainee: Registration, organiser: User, monkeypatch: Any
    ) -> None:
        make.trainee(kind)
        attend(trainee, course, 1, organiser)
        asked_at = course.ends + evaluations.ASKED_AFTER
        monkeypatch.setattr(clock, "now", lambda: asked_at)
        assert evaluations.invite(now=asked_at - timedelta(seconds=1)) == 0
        assert evaluations.invite(now=asked_at) == 1
        assert evaluations.invite(now=asked_at) == 0
        assert outbox.outbox[-1].to == [trainee.email]
        out = io.StringIO()
        call_command("ask_for_evaluations", stdout=out)
        assert out.getvalue().startswith("0 ")
        assert not course_emails.send_evaluation(slip_id=0)

    def test_answer_is_kept_once_and_names_nobody(
        self, client: Client, course: CourseFacts, trainee: Registration, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        now = make.after(course)
        monkeypatch.setattr(clock, "now", lambda: now)
        url = reverse("registration:course-evaluation", args=[links.issue_manage(registration=trainee, now=now)])
        given = {**{question.value: "5" for question in EvaluationQuestion}, "comment": "Nên có thêm thực hành."}
        page = client.post(url, {**given, "content": ""})
        assert "content" in page.context["form"].errors
        assert "Nên có thêm thực hành." in page.content.decode()
        assert client.post(url, given).status_code == 302
        client.post(url, given)
        answer = Evaluation.objects.get()
        names = {field.name for field in Evaluation._meta.get_fields()}
        assert names == {
            "id",
            "subject",
            "course_ended_on",
            "content",
            "trainers",
            "organisation",
            "usefulness",
            "comment",
        }
        assert answer.comment == "Nên có thêm thực hành."
        assert EvaluationSlip.objects.get().is_answered
        assert "answered_at" not in {field.name for field in EvaluationSlip._meta.get_fields()}

    def test_form_is_open_from_the_end_for_45_days(self, course: CourseFacts, trainee: Registration) -> None:
        for now in (course.ends - timedelta(seconds=1), course.ends + evaluations.OPEN_FOR):
            with pytest.raises(IllegalMoveError):
                evaluations.answer(registration=trainee, ratings=RATINGS, comment="", now=now)
        with pytest.raises(DomainError):
            evaluations.answer(
                registration=trainee,
                ratings={**RATINGS, EvaluationQuestion.CONTENT: 6},
                comment="",
                now=course.ends,
            )
        evaluations.answer(registration=trainee, ratings=RATINGS, comment="", now=course.ends)

    def test_results_wait_for_five_and_hide_small_cells(self, course: CourseFacts, kind: PlaceKind) -> None:
        def answer(rating: int) -> None:
            evaluations.answer(
                registration=make.trainee(kind),
                ratings=dict.fromkeys(EvaluationQuestion, rating),
                comment="Lời riêng",
                now=make.after(course),
            )

        for _number in range(4):
            answer(5)
        results = evaluation_results.of(course.key)
        assert (results.answered, results.questions, results.comments) == (4, (), ())
        answer(5)
        (first, *_others) = evaluation_results.of(course.key).questions
        assert (first.mean, first.counts) == (Decimal("5.0"), {5: 5, 4: 0, 3: 0, 2: 0, 1: 0})
        answer(1)
        (first, *_others) = evaluation_results.of(course.key).questions
        assert (first.mean, first.counts) == (Decimal("4.3"), None)

    def test_the_database_takes_ratings_from_1_to_5_only(self, course: CourseFacts, trainee: Registration) -> None:
        evaluations.answer(registration=trainee, ratings=RATINGS, comment="", now=make.after(course))
        with pytest.raises(IntegrityError), transaction.atomic():
            Evaluation.objects.update(content=6)
