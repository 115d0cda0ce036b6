"""Queueing and sending: one transaction, retries, failures, and what the message says of itself."""

import smtplib
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail as django_mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django_tasks_db.models import DBTaskResult
from wagtail.models import Site

from portal.kernel import clock, errors
from portal.kernel.languages import Language
from portal.mail import domain, enums
from portal.mail.models import OutgoingMail

pytestmark = pytest.mark.django_db
KIND = "account/email/login_code"


class Refusing(BaseEmailBackend):
    """A relay that is away."""

    def send_messages(self, email_messages: Any) -> int:
        raise smtplib.SMTPServerDisconnected("away")


class Unwritable(BaseEmailBackend):
    """A message that cannot be put into bytes."""

    def send_messages(self, email_messages: Any) -> int:
        raise UnicodeEncodeError("ascii", "đ", 0, 1, "no")


@pytest.fixture
def queued_only(settings: Any) -> None:
    """Keep tasks as rows, as in service."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "mail"]}}


def queue(**values: Any) -> OutgoingMail:
    return domain.queue_rendered(
        **{
            "recipient": "chi.lan@example.org",
            "subject": "Chào chị",
            "text": "Nội dung",
            "language": Language.VIETNAMESE,
            "kind": KIND,
            **values,
        }
    )


def tasks() -> list[DBTaskResult[Any, Any]]:
    return [task for task in DBTaskResult.objects.all() if task.task_path == "portal.mail.tasks.send_mail"]


def test_mail_goes_out_and_is_marked(db: None) -> None:
    mail = queue(html="<p>Nội dung</p>")
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == (enums.MailState.SENT, 1)
    assert mail.sent_at is not None
    (sent,) = django_mail.outbox
    assert sent.to == ["chi.lan@example.org"]
    assert sent.extra_headers["Message-ID"] == mail.message_id
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"
    assert sent.message()["Content-Language"] == "vi"
    assert sent.alternatives[0][1] == "text/html"  # type: ignore[attr-defined]


def test_sent_mail_is_not_sent_again() -> None:
    mail = queue()
    assert domain.send(mail_id=mail.pk) is False
    assert len(django_mail.outbox) == 1


@transaction.atomic
def _change_that_fails() -> None:
    queue()
    assert OutgoingMail.objects.count() == len(tasks()) == 2
    raise errors.DomainError


@pytest.mark.usefixtures("queued_only")
def test_mail_and_its_task_are_one_with_the_change() -> None:
    queue()
    assert OutgoingMail.objects.count() == len(tasks()) == 1
    assert tasks()[0].queue_name == "mail"
    assert not django_mail.outbox
    with pytest.raises(errors.DomainError):
        _change_that_fails()
    assert OutgoingMail.objects.count() == len(tasks()) == 1


@pytest.mark.usefixtures("queued_only")
def test_failed_mail_is_tried_five_times_with_growing_delays(settings: Any) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    mail = queue()
    delays = []
    for attempt in range(1, domain.MAX_ATTEMPTS + 1):
        DBTaskResult.objects.all().delete()
        before = clock.now()
        assert domain.send(mail_id=mail.pk) is False
        mail.refresh_from_db()
        assert (mail.attempts, mail.last_error) == (attempt, "SMTPServerDisconnected")
        delays += [round((task.run_after - before) / timedelta(minutes=1)) for task in tasks()]
    assert delays == [2, 4, 8, 16]
    assert mail.state == enums.MailState.FAILED
    assert mail.sent_at is None
    assert domain.send(mail_id=mail.pk) is False
    mail.refresh_from_db()
    assert mail.attempts == domain.MAX_ATTEMPTS


@pytest.mark.usefixtures("queued_only")
def test_mail_goes_out_after_a_failure(settings: Any) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    mail = queue()
    domain.send(mail_id=mail.pk)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert domain.send(mail_id=mail.pk) is True
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == (enums.MailState.SENT, 2)


@pytest.mark.usefixtures("queued_only")
def test_message_that_cannot_be_written_is_not_tried_again(settings: Any) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Unwritable"
    mail = queue()
    DBTaskResult.objects.all().delete()
    assert domain.send(mail_id=mail.pk) is False
    mail.refresh_from_db()
    assert mail.state == enums.MailState.FAILED
    assert tasks() == []


def test_states_move_only_as_the_table_says() -> None:
    assert enums.MOVES.final_states() == {enums.MailState.SENT, enums.MailState.SETTLED}
    assert not enums.MOVES.allows(enums.MailState.FAILED, enums.MailState.SENT)


@pytest.mark.parametrize("change", ["state = 'failed'", "sent_at = NULL", "state = 'queued'"])
def test_database_refuses_a_sent_mail_without_its_time(change: str) -> None:
    mail = queue()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE mail_outgoingmail SET {change} WHERE id = %s", [mail.pk])


def test_database_refuses_the_same_message_twice() -> None:
    first, second = queue(), queue()
    assert first.message_id != second.message_id
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE mail_outgoingmail SET message_id = %s WHERE id = %s", [first.message_id, second.pk])


def test_subject_is_one_line_that_no_header_can_follow() -> None:
    mail = queue(subject="  Xin chào\r\nBcc: ai@example.org\n\n  bạn  " + "x" * 300)
    assert mail.subject.startswith("Xin chào Bcc: ai@example.org bạn x")
    assert len(mail.subject) == 250
    assert "Bcc" not in django_mail.outbox[0].message()


@pytest.mark.parametrize(("language", "words"), [("vi", "Kính gửi"), ("en", "Dear")])
def test_queue_renders_three_parts_in_the_language_asked_for(language: str, words: str) -> None:
    mail = domain.queue(
        kind="home/emails/feedback_received",
        recipient="chi.lan@example.org",
        language=language,
        context={"name": "Lan <3", "reference": "PA-26-0001", "status_url": domain.absolute_url("/gop-y/phieu/")},
    )
    assert mail.language == language
    assert "PA-26-0001" in mail.subject
    assert f"{words} Lan <3" in mail.text
    assert "Lan &lt;3" in mail.html
    assert "http://testserver/gop-y/phieu/" in mail.text
    assert f'<html lang="{language}">' in mail.html


def test_attachments_arrive_as_they_were_given() -> None:
    content = bytes(range(256))
    queue(attachments=[domain.Attachment("vé số 1.pdf", content, "application/pdf")])
    ((name, arrived, kind),) = django_mail.outbox[0].attachments
    assert (name, arrived, kind) == ("vé số 1.pdf", content, "application/pdf")


def test_addresses_come_from_the_settings_and_never_from_the_host(site: Site, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    settings.BASE_URL = "https://san.example.vn"
    Client().post(
        "/tai-khoan/signup/",
        {"email": "moi@example.org", "full_name": "Nguyễn Thị Lan"},
        headers={"Host": "evil.example"},
    )
    mail = OutgoingMail.objects.get()
    assert "evil" not in mail.text + mail.html + mail.subject + mail.message_id
    assert "https://san.example.vn" in mail.text
    assert mail.message_id.endswith("@san.example.vn>")


def test_a_sent_mail_keeps_no_code_and_no_link(settings: Any) -> None:
    settings.MAIL_KEEP_BODIES = False
    mail = queue(
        text="Mã: 482913",
        html="<p>482913</p>",
        attachments=[domain.Attachment("ve.ics", b"BEGIN", "text/calendar")],
    )
    mail.refresh_from_db()
    assert mail.state == enums.MailState.SENT
    assert (mail.text, mail.html, mail.attachments) == ("", "", [])
    assert (mail.subject, mail.kind, mail.recipient) == ("Chào chị", KIND, "chi.lan@example.org")
    (sent,) = django_mail.outbox
    assert "482913" in str(sent.body)


@pytest.mark.usefixtures("queued_only")
def test_a_mail_that_waits_keeps_what_it_has_to_say(settings: Any) -> None:
    settings.MAIL_KEEP_BODIES = False
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    mail = queue(text="Mã: 482913")
    assert not domain.send(mail_id=mail.pk)
    mail.refresh_from_db()
    assert "482913" in mail.text
