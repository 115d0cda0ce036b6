"""Reports of difficulties: the domain, the forms, the officers' work."""

import re
import uuid
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import translation

from home import roles
from home.domain import feedback
from home.enums import FeedbackState
from home.models import FeedbackReport
from portal.accounts.models import User
from portal.kernel import clock, errors, limits
from portal.mail.models import OutgoingMail
from tests.factories import home as make

pytestmark = pytest.mark.django_db
FORM = "/gop-y/gui/"


def filled(**values: Any) -> dict[str, Any]:
    return {
        "form_key": str(uuid.uuid4()),
        "category": "difficulty",
        "reporter_kind": "enterprise",
        "text": "Chúng tôi chưa tìm được đơn vị thẩm định giá công nghệ.",
        "email": "chi.lan@example.org",
        **values,
    }


def test_send_report_keeps_it_and_mails_number_and_link() -> None:
    report, secret = make.report()
    assert re.fullmatch(r"GY-\d\d-[2-9A-HJKMNP-Z]{6}", report.reference)
    mail = OutgoingMail.objects.get()
    assert report.reference in mail.subject
    assert f"http://testserver/gop-y/phieu/{secret}/" in mail.text
    assert [step.state for step in report.steps.all()] == [FeedbackState.RECEIVED]


def test_send_report_twice_with_one_key_keeps_one_and_mails_once() -> None:
    key = uuid.uuid4()
    first, _secret = make.report(form_key=key)
    second, secret = make.report(form_key=key)
    assert first == second
    assert OutgoingMail.objects.count() == 1
    assert feedback.report_of(secret=secret, now=clock.now()) == first


def test_send_report_without_address_mails_nothing() -> None:
    make.report(email="")
    assert not OutgoingMail.objects.exists()


def test_send_link_again_only_to_the_reports_own_address() -> None:
    report, _secret = make.report()
    assert feedback.send_link_again(reference=report.reference.lower(), email="CHI.LAN@example.org", now=clock.now())
    assert OutgoingMail.objects.latest("pk").recipient == "chi.lan@example.org"
    assert not feedback.send_link_again(reference=report.reference, email="other@example.org", now=clock.now())
    silent, _secret = make.report(email="")
    assert not feedback.send_link_again(reference=silent.reference, email="", now=clock.now())
    assert OutgoingMail.objects.count() == 2


def officer() -> User:
    """Return the one who deals with reports."""
    return User.objects.filter(email="officer@example.org").first() or make.person(
        "officer@example.org", roles.OFFICERS_GROUP
    )


@pytest.mark.parametrize("groups", [(), ("Biên tập viên cổng",)])
def test_only_officers_handle_reports(groups: tuple[str, ...]) -> None:
    report, _secret = make.report()
    for person in (None, make.person("editor@example.org", *groups)):
        with pytest.raises(errors.NotAllowedError):
            feedback.handle_report(report=report, by=person, state=FeedbackState.IN_PROGRESS, now=clock.now())
    gone = officer()
    gone.is_active = False
    with pytest.raises(errors.NotAllowedError):
        feedback.handle_report(report=report, by=gone, state=FeedbackState.IN_PROGRESS, now=clock.now())
    report.refresh_from_db()
    assert report.state == FeedbackState.RECEIVED


def test_handle_report_answers_publishes_and_mails_the_answer() -> None:
    report, _secret = make.report()
    someone = officer()
    feedback.handle_report(
        report=report,
        by=someone,
        state=FeedbackState.ANSWERED,
        answer="Trung tâm nhận hồ sơ từ thứ Hai.",
        public_question="Ở đâu thẩm định giá?",
        publish=True,
        now=clock.now(),
    )
    report.refresh_from_db()
    assert report.published_at is not None
    assert report.handled_by == someone
    assert "Trung tâm nhận hồ sơ" in OutgoingMail.objects.latest("pk").text


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"state": FeedbackState.ANSWERED, "answer": " "}, "answer"),
        ({"state": FeedbackState.ANSWERED, "answer": "x", "publish": True}, "public_question"),
        ({"state": FeedbackState.IN_PROGRESS, "publish": True, "public_question": "x"}, "publish"),
    ],
)
def test_handle_report_refuses_half_an_answer(values: dict[str, Any], field: str) -> None:
    report, _secret = make.report()
    with pytest.raises(errors.DomainError) as caught:
        feedback.handle_report(report=report, by=officer(), now=clock.now(), **values)
    assert caught.value.field == field
    report.refresh_from_db()
    assert report.state == FeedbackState.RECEIVED


def test_handle_report_never_publishes_unasked() -> None:
    report, _secret = make.report(wants_public_answer=False)
    with pytest.raises(errors.DomainError):
        feedback.handle_report(
            report=report,
            by=officer(),
            state=FeedbackState.ANSWERED,
            answer="x",
            public_question="x",
            publish=True,
            now=clock.now(),
        )


def test_handle_report_refuses_to_close_an_answered_one() -> None:
    report, _secret = make.report()
    feedback.handle_report(report=report, by=officer(), state=FeedbackState.ANSWERED, answer="x", now=clock.now())
    with pytest.raises(errors.IllegalMoveError):
        feedback.handle_report(report=report, by=officer(), state=FeedbackState.CLOSED, answer="x", now=clock.now())


def test_database_refuses_publication_that_was_not_asked_for() -> None:
    report, _secret = make.report(wants_public_answer=False)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE home_feedbackreport SET state = 'answered', answer = 'x', answered_at = received_at,"
            " public_question = 'x', published_at = received_at WHERE id = %s",
            [report.pk],
        )


def test_database_refuses_an_answered_report_without_answer() -> None:
    report, _secret = make.report()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE home_feedbackreport SET state = 'answered' WHERE id = %s", [report.pk])


def test_form_leads_to_the_page_of_the_report(site: Any, client: Client) -> None:
    make.feedback_page(site)
    response = client.post(FORM, filled(), follow=True)
    assert response.status_code == 200
    report = FeedbackReport.objects.get()
    assert report.reference in response.content.decode()
    assert response["Cache-Control"].startswith("max-age=0")
    assert "noindex" in response.content.decode()


def test_form_in_english_keeps_the_language(site: Any, client: Client) -> None:
    response = client.post("/en/feedback/send/", filled())
    assert response["Location"].startswith("/en/feedback/report/")
    assert FeedbackReport.objects.get().language == "en"


@pytest.mark.parametrize(
    "wrong", [{"text": "ngắn"}, {"email": "không phải"}, {"category": "bịa"}, {"text": "x" * 4001}]
)
def test_form_with_bad_input_keeps_what_was_typed(site: Any, client: Client, wrong: dict[str, str]) -> None:
    response = client.post(FORM, filled(organisation="Hợp tác xã Đồng Kỵ", **wrong))
    assert response.status_code == 200
    assert "Hợp tác xã Đồng Kỵ" in response.content.decode()
    assert next(iter(wrong)) in response.context["form"].errors
    assert not FeedbackReport.objects.exists()


def test_form_from_a_machine_is_dropped_in_silence(site: Any, client: Client) -> None:
    assert client.post(FORM, filled(website="https://spam.example")).status_code == 302
    assert not FeedbackReport.objects.exists()


def test_form_with_a_broken_key_gets_a_new_one(site: Any, client: Client) -> None:
    client.post(FORM, filled(form_key=""))
    assert FeedbackReport.objects.count() == 1


def test_wrong_secret_is_not_found(site: Any, client: Client) -> None:
    assert client.get("/gop-y/phieu/unknown/").status_code == 404


def test_find_answers_alike_whether_it_exists_or_not(site: Any, client: Client) -> None:
    report, _secret = make.report()
    right = client.post("/gop-y/tra-cuu/", {"reference": report.reference, "email": "chi.lan@example.org"})
    wrong = client.post("/gop-y/tra-cuu/", {"reference": "GY-26-XXXXXX", "email": "chi.lan@example.org"})
    assert right.content == wrong.content
    assert OutgoingMail.objects.count() == 2


def _answered(number: int) -> None:
    for index in range(number):
        report, _secret = make.report(email="")
        feedback.handle_report(
            report=report,
            by=officer(),
            state=FeedbackState.ANSWERED,
            answer=f"Câu trả lời {index}",
            public_question=f"Câu hỏi {index}",
            publish=True,
            now=clock.now(),
        )


def test_page_shows_published_answers_only(site: Any, client: Client) -> None:
    make.feedback_page(site)
    _answered(1)
    report, _secret = make.report()
    feedback.handle_report(
        report=report, by=officer(), state=FeedbackState.ANSWERED, answer="Riêng tư", now=clock.now()
    )
    content = client.get("/gop-y/").content.decode()
    assert "Câu hỏi 0" in content
    assert "Riêng tư" not in content
    assert "chi.lan" not in content


def test_page_costs_the_same_with_1_and_30_answers(site: Any, client: Client, django_assert_num_queries: Any) -> None:
    from django.test.utils import CaptureQueriesContext

    make.feedback_page(site)
    client.get("/gop-y/")
    _answered(1)
    with CaptureQueriesContext(connection) as one:
        client.get("/gop-y/")
    _answered(29)
    with CaptureQueriesContext(connection) as thirty:
        response = client.get("/gop-y/")
    assert len(one) == len(thirty)
    assert not response.cookies


def test_officer_answers_in_the_admin(site: Any, client: Client) -> None:
    report, _secret = make.report()
    client.force_login(
        make.person("officer@example.org", roles.OFFICERS_GROUP), backend="django.contrib.auth.backends.ModelBackend"
    )
    edit = f"/admin/feedbackreport/edit/{report.pk}/"
    assert client.get(edit).status_code == 200
    wrong = client.post(edit, {"state": "answered", "answer": "", "public_question": ""})
    assert wrong.status_code == 200
    assert "answer" in wrong.context["form"].errors
    right = client.post(
        edit, {"state": "answered", "answer": "Xin trả lời", "public_question": "Hỏi gì?", "publish": "on"}
    )
    assert right.status_code == 302
    report.refresh_from_db()
    assert report.state == FeedbackState.ANSWERED
    assert report.published_at is not None


def test_cases_cannot_be_added_or_deleted_in_the_admin(site: Any, client: Client) -> None:
    report, _secret = make.report()
    boss = make.person("boss@example.org")
    boss.is_superuser = True
    boss.save()
    client.force_login(boss, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/admin/feedbackreport/").status_code == 200
    assert client.get("/admin/feedbackreport/new/").status_code == 302
    assert client.post(f"/admin/feedbackreport/delete/{report.pk}/").status_code == 302
    assert FeedbackReport.objects.filter(pk=report.pk).exists()


def test_editor_of_the_portal_does_not_see_reports(site: Any, client: Client) -> None:
    make.content_page(site)
    report, _secret = make.report()
    client.force_login(
        make.person("editor@example.org", roles.EDITORS_GROUP), backend="django.contrib.auth.backends.ModelBackend"
    )
    assert client.get(f"/admin/feedbackreport/edit/{report.pk}/").status_code == 302


@pytest.mark.parametrize("language", ["vi", "en"])
def test_mail_reads_in_both_languages(language: str) -> None:
    from portal.kernel.languages import Language

    with translation.override(language):
        _report, secret = make.report(language=Language(language), name="Chị Lan")
    mail = OutgoingMail.objects.get()
    prefix = "/en/feedback/report/" if language == "en" else "/gop-y/phieu/"
    assert f"http://testserver{prefix}{secret}/" in mail.text
    assert f"http://testserver{prefix}{secret}/" in mail.html
    assert "Chị Lan" in mail.text
    assert "\n" not in mail.subject
    assert "{{" not in mail.text + mail.html


def test_floods_of_reports_and_of_lost_links_are_stopped(client: Client) -> None:
    codes = [client.post(FORM, filled()).status_code for _number in range(limits.PER_ADDRESS + 1)]
    assert codes == [302] * limits.PER_ADDRESS + [429]
    assert FeedbackReport.objects.count() == limits.PER_ADDRESS
    report = FeedbackReport.objects.first()
    assert report is not None
    lost = {"reference": report.reference, "email": report.email}
    assert client.post("/gop-y/tra-cuu/", lost).status_code == 429
    assert OutgoingMail.objects.count() == limits.PER_ADDRESS


def test_flood_from_one_connection_is_stopped_whatever_the_address(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "PER_CONNECTION", 2)
    codes = [client.post(FORM, filled(email=f"an{number}@example.org")).status_code for number in range(3)]
    assert codes == [302, 302, 429]


def test_domain_keeps_no_invisible_characters() -> None:
    report, _secret = make.report(
        text="Máy\u200b hỏng.\r\nXin\u202e giúp.", name="Chi\u2060 Lan", organisation="Tổ\u200b hợp"
    )
    assert (report.text, report.name, report.organisation) == ("Máy hỏng.\nXin giúp.", "Chi Lan", "Tổ hợp")
