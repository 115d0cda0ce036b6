"""Nothing is sent from a request: forms answer while the mail server is away, and their mails wait as rows."""

import uuid
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives, send_mail
from django.core.mail.backends.base import BaseEmailBackend
from django.test import Client
from django.urls import reverse
from wagtail.models import Site

from portal.mail.backends import KIND
from portal.mail.models import OutgoingMail
from portal.operations import lost_tasks  # noqa: F401 -- the queue's other half
from tests.factories.registration import make_kind
from tests.registration.conftest import fair as fair  # noqa: PLC0414 -- the fixture
from tests.registration.conftest import known as known  # noqa: PLC0414 -- the fixture

pytestmark = pytest.mark.django_db


class Forbidden(BaseEmailBackend):
    """Whoever sends from a request fails the test."""

    def send_messages(self, email_messages: Any) -> int:
        raise AssertionError("sent from a request")


@pytest.fixture(autouse=True)
def _as_in_service(settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "mail"]}}
    settings.EMAIL_BACKEND = "portal.mail.backends.QueueBackend"
    settings.MAIL_RELAY_BACKEND = f"{__name__}.Forbidden"


def test_signing_up_signing_in_and_a_new_password_only_queue(site: Site) -> None:
    client = Client()
    client.post("/tai-khoan/signup/", {"email": "moi@example.org", "full_name": "Nguyễn Thị Lan"})
    client.post("/tai-khoan/login/code/", {"email": "la@example.org"})
    client.post("/tai-khoan/password/reset/", {"email": "la@example.org"})
    kinds = set(OutgoingMail.objects.values_list("kind", flat=True))
    assert "account/email/email_confirmation_signup" in kinds
    assert kinds <= {
        "account/email/email_confirmation_signup",
        "account/email/unknown_account",
    }
    assert set(OutgoingMail.objects.values_list("attempts", flat=True)) == {0}


def test_what_django_or_a_library_sends_is_queued_for_each_recipient() -> None:
    assert (
        send_mail("Chào\nBcc: x@example.org", "Nội dung", "ai@example.org", ["mot@example.org", "hai@example.org"]) == 1
    )
    message = EmailMultiAlternatives("Duyệt bài", "Chữ", to=["ba@example.org"])
    message.attach_alternative("<p>Chữ</p>", "text/html")
    message.send()
    rows = list(OutgoingMail.objects.order_by("pk"))
    assert [(row.recipient, row.kind, row.state) for row in rows] == [
        ("mot@example.org", KIND, "queued"),
        ("hai@example.org", KIND, "queued"),
        ("ba@example.org", KIND, "queued"),
    ]
    assert rows[0].subject == "Chào Bcc: x@example.org"
    assert rows[2].html == "<p>Chữ</p>"


def test_registering_answers_while_the_mail_server_is_away(site: Site, fair: Any) -> None:
    kind = make_kind(subject=fair.key, needs_email_confirmation=True)
    address = reverse("registration:register", args=[kind.subject])
    answer = Client().post(
        address,
        {
            "full_name": "Nguyễn Thị Lan",
            "email": "lan@example.org",
            "phone": "",
            "party_size": "1",
            "consent": "on",
            "form_key": str(uuid.uuid4()),
        },
    )
    assert answer.status_code in {200, 302}
    assert not OutgoingMail.objects.exclude(attempts=0).exists()
