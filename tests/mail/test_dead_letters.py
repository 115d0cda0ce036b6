"""Mails that failed: who sees them, sending again, settling, the watch; and the pages of all this."""

import uuid
from collections.abc import Collection, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.accounts.models import User
from portal.kernel import clock, erasure, personal_data
from portal.kernel.errors import DomainError, IllegalMoveError, NotAllowedError
from portal.kernel.languages import Language
from portal.kernel.watch import Word
from portal.mail import access, dead_letters, domain
from portal.mail.enums import MailState
from portal.mail.models import OutgoingMail
from portal.mailroom.dead_letters import masked
from tests.factories.registration import make_organiser

pytestmark = pytest.mark.django_db
OWN = uuid.uuid4()


@pytest.fixture(autouse=True)
def _queued_only(settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "mail"]}}


@pytest.fixture
def operator() -> User:
    return User.objects.create_superuser("operator@example.org", "x", full_name="Người vận hành")


def grant_admin(user: User) -> None:
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))


@pytest.fixture
def organiser() -> Iterator[User]:
    """Return somebody who organises the event OWN and no other."""
    user = make_organiser()
    grant_admin(user)
    found = User.objects.get(pk=user.pk)

    def may_own(asked: Any) -> bool:
        return bool(asked == found)

    def own(_user: Any, keys: Collection[uuid.UUID]) -> set[uuid.UUID]:
        return {key for key in keys if key == OWN}

    access.register(may_own=may_own, own_subjects=own)
    yield found
    access._SOURCES.remove((may_own, own))


def failed(**values: Any) -> OutgoingMail:
    mail = domain.queue_rendered(
        recipient=values.pop("recipient", "chi.lan@example.org"),
        subject="Vé của chị",
        text="Mã: 482913",
        html="<p>482913</p>",
        language=Language.VIETNAMESE,
        kind="account/email/login_code",
        about=values.pop("about", None),
    )
    values = {
        "state": MailState.FAILED,
        "attempts": 5,
        "failed_at": clock.now(),
        "last_error": "SMTPDataError",
        "smtp_code": 451,
        **values,
    }
    OutgoingMail.objects.filter(pk=mail.pk).update(**values)
    mail.refresh_from_db()
    return mail


def test_sending_again_gives_five_new_tries_and_keeps_number_and_words(operator: User) -> None:
    mail = failed()
    dead_letters.retry(mail=mail, by=operator, now=clock.now())
    mail.refresh_from_db()
    assert (mail.state, mail.attempts, mail.failed_at) == (MailState.QUEUED, 0, None)
    assert "482913" in mail.text
    number = mail.message_id
    assert domain.send(mail_id=mail.pk)
    mail.refresh_from_db()
    assert (mail.state, mail.message_id) == (MailState.SENT, number)
    with pytest.raises(IllegalMoveError):
        dead_letters.retry(mail=mail, by=operator, now=clock.now())


def test_settling_needs_a_note_and_wipes_what_the_mail_said(operator: User) -> None:
    mail = failed()
    with pytest.raises(DomainError) as refusal:
        dead_letters.settle(mail=mail, by=operator, note=" \u200b ", now=clock.now())
    assert refusal.value.field == "note"
    dead_letters.settle(mail=mail, by=operator, note="Đã gọi điện", now=clock.now())
    mail.refresh_from_db()
    assert (mail.state, mail.settled_by, mail.settled_note) == (MailState.SETTLED, operator, "Đã gọi điện")
    assert (mail.text, mail.html, mail.attachments) == ("", "", [])
    for act in (dead_letters.retry, dead_letters.settle):
        extra = {"note": "x"} if act is dead_letters.settle else {}
        with pytest.raises(IllegalMoveError):
            act(mail=mail, by=operator, now=clock.now(), **extra)


def test_organisers_look_after_mails_about_their_own_events_only(organiser: User) -> None:
    mine, foreign, account = failed(about=OWN), failed(about=uuid.uuid4()), failed()
    assert list(dead_letters.visible_to(organiser)) == [mine]
    for mail in (foreign, account):
        with pytest.raises(NotAllowedError):
            dead_letters.retry(mail=mail, by=organiser, now=clock.now())
        with pytest.raises(NotAllowedError):
            dead_letters.settle(mail=mail, by=organiser, note="x", now=clock.now())
    assert dead_letters.retry_all(by=organiser, now=clock.now()) == 1
    assert set(OutgoingMail.objects.filter(state=MailState.FAILED)) == {foreign, account}


def test_others_look_after_none() -> None:
    person = User.objects.create_user("ai@example.org", full_name="Ai đó")
    failed(about=OWN)
    assert not dead_letters.visible_to(person).exists()
    assert not access.may_tend_some(person)


def test_the_watch_hears_of_a_relay_that_was_away_and_not_of_a_mistyped_address() -> None:
    assert dead_letters.watch() is Word.OK
    failed(last_error="SMTPRecipientsRefused", smtp_code=550)
    assert dead_letters.watch() is Word.OK
    mail = failed(last_error="ConnectionRefusedError", smtp_code=None)
    assert dead_letters.watch() is Word.FAILED
    assert Client().get("/readyz").json()["mails"] == "failed"
    OutgoingMail.objects.filter(pk=mail.pk).update(failed_at=clock.now() - dead_letters.ALARM - timedelta(seconds=1))
    assert dead_letters.watch() is Word.OK


@pytest.mark.parametrize(
    "change",
    [
        "state = 'settled'",
        "settled_note = 'x'",
        "state = 'unknown'",
        "smtp_code = 99",
        "smtp_code = 600",
    ],
)
def test_database_refuses_what_cannot_be(change: str) -> None:
    mail = failed()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE mail_outgoingmail SET {change} WHERE id = %s", [mail.pk])


def test_failed_mails_are_kept_ninety_days_with_their_words() -> None:
    mail = failed()
    rule = next(rule for rule in personal_data.rules() if rule.model == "mail.OutgoingMail")
    erasure.erase_expired_of(rule, now=mail.queued_at + timedelta(days=89))
    assert OutgoingMail.objects.get(pk=mail.pk).text
    erasure.erase_expired_of(rule, now=mail.queued_at + timedelta(days=91))
    assert not OutgoingMail.objects.filter(pk=mail.pk).exists()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_list_masks_the_recipient_and_says_why(operator: User) -> None:
    failed()
    page = signed_in(operator).get(reverse("mailroom:index")).content.decode()
    assert "ch…@example.org" in page
    assert "chi.lan@example.org" not in page
    assert "451 · SMTPDataError" in page
    assert "482913" not in page
    assert masked("a@b.vn") == "a…@b.vn"


def test_list_costs_the_same_for_one_and_for_thirty(operator: User, organiser: User) -> None:
    for user, about in ((operator, None), (organiser, OWN)):
        client = signed_in(user)
        costs = []
        for number in (1, 29):
            for _number in range(number):
                failed(about=about)
            client.get(reverse("mailroom:index"))
            with CaptureQueriesContext(connection) as queries:
                assert client.get(reverse("mailroom:index")).status_code == 200
            costs.append(len(queries))
        assert costs[0] == costs[1]


def test_sending_again_and_settling_by_the_pages(operator: User) -> None:
    client = signed_in(operator)
    first, second, third = failed(), failed(), failed()
    retry, settle = reverse("mailroom:retry", args=[first.pk]), reverse("mailroom:settle", args=[second.pk])
    assert client.get(retry).status_code == client.get(settle).status_code == 200
    assert OutgoingMail.objects.filter(state=MailState.FAILED).count() == 3
    assert client.post(retry).status_code == 302
    for late in (client.get(retry, follow=True), client.post(retry, follow=True)):
        assert late.redirect_chain == [(reverse("mailroom:index"), 302)]
        assert str(list(late.context["messages"])[-1]) == "Đã có người xử lý thư này trong lúc đó."
    refused = client.post(settle, {"note": ""})
    assert refused.status_code == 200
    assert "error" in refused.content.decode()
    assert client.post(settle, {"note": "Đã gọi điện"}).status_code == 302
    everything = reverse("mailroom:retry-all")
    assert client.get(everything).status_code == 200
    third.refresh_from_db()
    assert third.state == MailState.FAILED
    assert client.post(everything).status_code == 302
    third.refresh_from_db()
    assert third.state == MailState.QUEUED
    assert client.get(everything)["Location"] == reverse("mailroom:index")


def test_who_settles_a_mail_learns_whom_to_reach(operator: User) -> None:
    mail, client = failed(), signed_in(operator)
    page = client.get(reverse("mailroom:settle", args=[mail.pk])).content.decode()
    assert "chi.lan@example.org" in page
    assert "451 · SMTPDataError" in page
    assert "chi.lan@example.org" not in client.get(reverse("mailroom:retry", args=[mail.pk])).content.decode()


def test_foreign_mails_and_foreign_people_find_nothing(organiser: User) -> None:
    foreign = failed(about=uuid.uuid4())
    client = signed_in(organiser)
    for name in ("retry", "settle"):
        assert client.get(reverse(f"mailroom:{name}", args=[foreign.pk])).status_code == 404
        assert client.post(reverse(f"mailroom:{name}", args=[foreign.pk]), {"note": "x"}).status_code == 404
    assert client.get(reverse("mailroom:index")).status_code == 200
    editor = User.objects.create_user("bien.tap@example.org", full_name="Biên tập")
    grant_admin(editor)
    client = signed_in(User.objects.get(pk=editor.pk))
    for name in ("index", "gallery", "retry-all"):
        assert client.get(reverse(f"mailroom:{name}")).status_code == 404


def test_first_page_of_the_admin_tells_the_number(operator: User) -> None:
    client = signed_in(operator)
    home = reverse("wagtailadmin_home")
    assert reverse("mailroom:index") not in client.get(home).content.decode().partition("<main")[2]
    failed()
    assert reverse("mailroom:index") in client.get(home).content.decode().partition("<main")[2]


def test_previews_stand_in_a_frame_that_may_do_nothing(operator: User) -> None:
    client = signed_in(operator)
    gallery = client.get(reverse("mailroom:gallery"))
    assert gallery.status_code == 200
    kind = "registration/emails/confirmed"
    page = client.get(reverse("mailroom:mail", args=[kind])).content.decode()
    assert page.count("<iframe") == 2
    assert page.count(" sandbox ") == 2
    for language in ("vi", "en"):
        body = client.get(reverse("mailroom:body", args=[language, kind]))
        assert body.status_code == 200
        assert "sandbox" in body["Content-Security-Policy"]
        assert "default-src 'none'" in body["Content-Security-Policy"]
        assert "no-store" in body["Cache-Control"]
        assert f'<html lang="{language}">' in body.content.decode()
    assert client.get(reverse("mailroom:body", args=["fr", kind])).status_code == 404
    assert client.get(reverse("mailroom:mail", args=["no/such/mail"])).status_code == 404
    strange = f"{reverse('mailroom:mail', args=[kind])}?subject={uuid.uuid4()}"
    assert client.get(strange).status_code == 404
