"""Mails to a group: whom they reach, what they say, once to each, and who sent what."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core import mail as outbox
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Site

from portal.accounts.models import User
from portal.kernel import clock
from portal.kernel.errors import DomainError, IllegalMoveError, NotAllowedError
from portal.kernel.languages import Language
from registration import tasks
from registration.domain import announcements, badges, group_mails, registrations
from registration.enums import RegistrationState
from registration.group_filters import GroupFilter
from registration.models import AuditRow, GroupMail, PlaceKind
from registration.organiser_enums import AuditAction, BadgeLayout, GroupMailState, RecipientState
from registration.subjects import SubjectInfo
from tests.factories.registration import NOON, make_kind, make_registration

pytestmark = pytest.mark.django_db
WORDS = {
    "heading_vi": "Đổi cửa vào",
    "text_vi": "Mời bạn vào cửa số 3.",
    "heading_en": "Another entrance",
    "text_en": "Please use gate 3.",
}
DUMMY = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend", "QUEUES": ["default", "mail"]}}


@pytest.fixture
def desk(client: Client, organiser: User, site: Site) -> Client:
    organiser.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(organiser)
    return client


def write(kind: PlaceKind, by: User, group: GroupFilter | None = None, **words: str) -> GroupMail:
    return group_mails.write(
        subject=kind.subject, group=group or GroupFilter(), words={**WORDS, **words}, by=by, now=NOON
    )


def send(mail: GroupMail, by: User) -> GroupMail:
    return group_mails.send(mail=mail, expected=group_mails.audience(mail).count(), by=by, now=NOON)


def recipients() -> list[str]:
    return sorted(message.to[0] for message in outbox.outbox)


def test_it_reaches_those_who_take_part_once_each_in_their_language(organiser: User, fair: SubjectInfo) -> None:
    kind = make_kind(subject=fair.key, capacity=2)
    other = make_kind(subject=fair.key)
    vietnamese, english = make_registration(kind), make_registration(kind, language="en")
    waiting = make_registration(kind)
    make_registration(other, email=vietnamese.email)
    gone = make_registration(other)
    registrations.cancel(registration=gone, now=NOON)
    unproven = make_registration(make_kind(subject=fair.key, needs_email_confirmation=True))
    stranger = make_registration(make_kind())
    mail = write(kind, organiser)
    outbox.outbox.clear()
    send(mail, organiser)
    assert recipients() == sorted([vietnamese.email, english.email, waiting.email])
    assert not {gone.email, unproven.email, stranger.email} & set(recipients())
    bodies = {message.to[0]: message for message in outbox.outbox}
    assert bodies[vietnamese.email].subject == "Đổi cửa vào"
    assert "Mời bạn vào cửa số 3." in bodies[vietnamese.email].body
    assert fair.title in bodies[vietnamese.email].body
    assert bodies[english.email].subject == "Another entrance"
    assert "/quan-ly/" in bodies[vietnamese.email].body
    mail.refresh_from_db()
    assert (mail.state, mail.recipient_count, mail.sent_by) == (GroupMailState.SENT, 3, organiser)


def test_its_organisers_see_where_it_failed(organiser: User) -> None:
    kind = make_kind()
    make_registration(kind)
    send(write(kind, organiser), organiser)
    from portal.mail.models import OutgoingMail

    assert OutgoingMail.objects.get(kind="registration/emails/to_group").about == kind.subject


def test_the_audit_does_not_keep_whom_somebody_searched_for(organiser: User) -> None:
    kind = make_kind()
    somebody = make_registration(kind)
    mail = write(kind, organiser, GroupFilter(text=somebody.email))
    send(
        group_mails.write(
            subject=kind.subject, group=GroupFilter(text=somebody.email), words=WORDS, by=organiser, now=NOON, mail=mail
        ),
        organiser,
    )
    badges.ask(
        key=uuid.uuid4(), subject=kind.subject, group=GroupFilter(text=somebody.email), layout=BadgeLayout.EIGHT,
        by=organiser, now=NOON,
    )  # fmt: skip
    kept = [str(changes) for changes in AuditRow.objects.values_list("changes", flat=True)]
    assert any("filters" in changes for changes in kept)
    assert not any(somebody.email in changes for changes in kept)


def test_without_english_words_everybody_gets_vietnamese(organiser: User) -> None:
    kind = make_kind()
    make_registration(kind, language="en")
    mail = write(kind, organiser, heading_en="", text_en="")
    outbox.outbox.clear()
    send(mail, organiser)
    assert outbox.outbox[0].subject == "Đổi cửa vào"


def test_the_filter_is_kept_and_decides(organiser: User) -> None:
    kind = make_kind(capacity=1)
    make_registration(kind)
    waiting = make_registration(kind)
    group = GroupFilter(states=(RegistrationState.WAIT_LISTED,), day_from=NOON.date(), text="nguyen")
    mail = write(kind, organiser, group)
    mail.refresh_from_db()
    assert GroupFilter.from_json(mail.filters) == group
    outbox.outbox.clear()
    send(mail, organiser)
    assert recipients() == [waiting.email]


def test_batches_resume_and_a_task_run_again_sends_nobody_twice(
    organiser: User, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(announcements, "BATCH", 2)
    settings.TASKS = DUMMY
    kind = make_kind(capacity=9)
    rows = [make_registration(kind) for _number in range(5)]
    mail = send(write(kind, organiser), organiser)
    registrations.cancel(registration=rows[4], now=NOON)
    assert [group_mails.tell_batch(mail_id=mail.pk, now=NOON) for _time in range(4)] == [2, 2, 0, 0]
    assert list(mail.recipients.values_list("state", flat=True)) == [
        *[RecipientState.TOLD] * 4,
        RecipientState.LEFT_OUT,
    ]
    assert tasks.tell_group.call(mail.pk) == 0
    mail.refresh_from_db()
    assert mail.state == GroupMailState.SENT
    assert send(mail, organiser).recipient_count == 5


def test_a_batch_that_dies_leaves_nothing_half_done(
    organiser: User, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.TASKS = DUMMY
    kind = make_kind(capacity=9)
    for _number in range(3):
        make_registration(kind)
    mail = send(write(kind, organiser), organiser)
    original, count = group_mails.emails_to_groups.send, []

    def dies(**values: Any) -> None:
        count.append(1)
        if len(count) == 2:
            raise MemoryError
        original(**values)

    from portal.mail.models import OutgoingMail

    before = OutgoingMail.objects.count()
    monkeypatch.setattr(group_mails.emails_to_groups, "send", dies)
    with pytest.raises(MemoryError):
        group_mails.tell_batch(mail_id=mail.pk, now=NOON)
    assert OutgoingMail.objects.count() == before
    monkeypatch.setattr(group_mails.emails_to_groups, "send", original)
    assert group_mails.tell_batch(mail_id=mail.pk, now=NOON) == 3
    assert OutgoingMail.objects.count() == before + 3


def test_a_group_that_changed_is_looked_at_again(organiser: User) -> None:
    kind = make_kind(capacity=5)
    make_registration(kind)
    mail = write(kind, organiser)
    make_registration(kind)
    outbox.outbox.clear()
    with pytest.raises(DomainError):
        group_mails.send(mail=mail, expected=1, by=organiser, now=NOON)
    assert outbox.outbox == []


@pytest.mark.parametrize("missing", ["heading_vi", "text_vi", "heading_en", "text_en"])
def test_words_that_lack_are_named(organiser: User, missing: str) -> None:
    with pytest.raises(DomainError) as refusal:
        write(make_kind(), organiser, **{missing: "  "})
    assert refusal.value.field == missing


def test_what_is_sent_is_neither_changed_nor_thrown_away(organiser: User) -> None:
    kind = make_kind()
    make_registration(kind)
    mail = send(write(kind, organiser), organiser)
    with pytest.raises(IllegalMoveError):
        group_mails.write(subject=kind.subject, group=GroupFilter(), words=WORDS, by=organiser, now=NOON, mail=mail)
    with pytest.raises(IllegalMoveError):
        group_mails.discard(mail=mail, by=organiser, now=NOON)


def test_strangers_may_nothing(organiser: User) -> None:
    kind = make_kind()
    make_registration(kind)
    mail, stranger = write(kind, organiser), User.objects.create_user("stranger@example.org")
    for act in (
        lambda: write(kind, stranger),
        lambda: send(mail, stranger),
        lambda: group_mails.send_test(mail=mail, by=stranger, now=NOON),
        lambda: group_mails.discard(mail=mail, by=stranger, now=NOON),
    ):
        with pytest.raises(NotAllowedError):
            act()


@pytest.mark.parametrize(
    "column", ["state = 'lost'", "text_en = ''", "sent_at = '2026-01-01'", "finished_at = '2026-01-01'"]
)
def test_database_refuses_an_impossible_mail(organiser: User, column: str) -> None:
    write(make_kind(), organiser)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE registration_groupmail SET {column}")


def test_organiser_writes_looks_tests_and_sends(desk: Client, organiser: User, fair: SubjectInfo) -> None:
    kind = make_kind(subject=fair.key, capacity=5)
    row = make_registration(kind, now=clock.now() - timedelta(hours=1))
    make_registration(kind, full_name="Lê Văn Khác", now=clock.now() - timedelta(hours=1))
    add = reverse("registrations:mail-add", args=[fair.key])
    query = f"{add}?q={row.reference}"
    page = desk.get(query)
    assert page.context["number"] == 1
    refused = desk.post(query, {**WORDS, "key": uuid.uuid4(), "text_vi": ""})
    assert refused.context["form"].errors["text_vi"]
    assert "Another entrance" in refused.content.decode()
    key = uuid.uuid4()
    shown = desk.post(query, {**WORDS, "key": key}, follow=True)
    again = desk.post(query, {**WORDS, "key": key}, follow=True)
    assert shown.redirect_chain == again.redirect_chain
    url = shown.redirect_chain[-1][0]
    text = shown.content.decode()
    assert "Mời bạn vào cửa số 3." in text
    assert "Please use gate 3." in text
    outbox.outbox.clear()
    desk.post(url, {"do": "test"})
    assert {message.to[0] for message in outbox.outbox} == {organiser.email}
    assert len(outbox.outbox) == 2
    assert row.full_name not in outbox.outbox[0].body
    outbox.outbox.clear()
    desk.post(url, {"do": "send", "expected": "1"})
    assert outbox.outbox == []
    desk.post(url, {"do": "send", "expected": "1", "is_service": "on"})
    assert recipients() == [row.email]
    sent = AuditRow.objects.get(action=AuditAction.MAIL_SENT)
    assert (sent.by, sent.subject) == (organiser, fair.key)
    assert desk.get(reverse("registrations:mails", args=[fair.key])).status_code == 200


def test_foreign_mails_are_not_found(desk: Client, organiser: User, fair: SubjectInfo) -> None:
    make_kind(subject=fair.key)
    foreign = write(make_kind(), organiser)
    assert desk.get(reverse("registrations:mail", args=[fair.key, foreign.pk])).status_code == 404
    own = reverse("registrations:mail", args=[foreign.subject, foreign.pk])
    assert desk.post(own, {"do": "vanish"}).status_code == 404


def test_pages_cost_the_same_for_one_and_for_thirty(desk: Client, organiser: User, fair: SubjectInfo) -> None:
    kind = make_kind(subject=fair.key, capacity=99)
    costs = []
    for more in (1, 30):
        for _number in range(more):
            make_registration(kind)
            mail = write(kind, organiser)
        for url in (
            reverse("registrations:mails", args=[fair.key]),
            reverse("registrations:mail", args=[fair.key, mail.pk]),
        ):
            desk.get(url)
            with CaptureQueriesContext(connection) as queries:
                assert desk.get(url).status_code == 200
            costs.append(len(queries))
    assert costs[:2] == costs[2:]


def test_preview_speaks_each_language(organiser: User, fair: SubjectInfo) -> None:
    from registration import emails_to_groups

    mail = write(make_kind(subject=fair.key), organiser)
    seen = {language: emails_to_groups.preview(mail=mail, language=language) for language in Language}
    assert seen[Language.VIETNAMESE]["subject"] == "Đổi cửa vào"
    assert seen[Language.ENGLISH]["subject"] == "Another entrance"
    assert "<h1" in seen[Language.ENGLISH]["html"]
