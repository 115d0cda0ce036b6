"""Mails about a change: who gets one, once, in which language, in how many pieces."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail as outbox
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from portal.accounts.models import User
from portal.kernel.languages import Language
from portal.mail import once
from portal.mail.models import OutgoingMail
from registration import tasks
from registration.domain import announcements, attendance, places, registrations
from registration.enums import AnnouncementKind, RegistrationState
from registration.models import Announcement, Hold, PlaceKind, Registration, RegistrationLog
from tests.factories.registration import NOON, make_kind, make_registration

CHANGES = {
    Language.VIETNAMESE: [("Bắt đầu", "14:00", "08:00")],
    Language.ENGLISH: [("Start", "14:00", "08:00")],
}
NOTES = {Language.VIETNAMESE: "Vì bão.", Language.ENGLISH: "Because of a storm."}


def announce(kind: PlaceKind, what: AnnouncementKind = AnnouncementKind.RESCHEDULED) -> Announcement:
    return announcements.announce(
        subject=kind.subject, kind=what, changes=CHANGES, notes=NOTES, by=None, now=NOON + timedelta(hours=1)
    )


def test_everybody_who_may_come_is_told_in_their_language(db: None) -> None:
    kind = make_kind(capacity=2)
    vietnamese = make_registration(kind)
    english = make_registration(kind, language="en")
    waiting = make_registration(kind)
    gone = make_registration(kind)
    registrations.cancel(registration=gone, now=NOON)
    unproven = make_registration(make_kind(subject=kind.subject, needs_email_confirmation=True))
    outbox.outbox.clear()
    made = announce(kind)
    told = {message.to[0]: message for message in outbox.outbox}
    assert set(told) == {vietnamese.email, english.email, waiting.email}
    assert unproven.email not in told
    assert "08:00 (trước đây: 14:00)" in told[vietnamese.email].body
    assert "Vì bão." in told[vietnamese.email].body
    assert "08:00 (before: 14:00)" in told[english.email].body
    assert "Because of a storm." in told[english.email].body
    assert "/quan-ly/" in told[vietnamese.email].body or "/manage/" in told[vietnamese.email].body
    made.refresh_from_db()
    assert (made.told, made.finished_at is not None) == (3, True)


def test_a_task_that_runs_again_tells_nobody_twice(db: None) -> None:
    kind = make_kind(capacity=5)
    for _number in range(3):
        make_registration(kind)
    made = announce(kind)
    outbox.outbox.clear()
    assert tasks.tell_announcement.call(made.pk) == 0
    assert outbox.outbox == []


def test_mails_go_out_in_batches_and_each_is_resumed_where_the_last_ended(
    db: None, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(announcements, "BATCH", 2)
    kind = make_kind(capacity=9)
    rows = [make_registration(kind) for _number in range(5)]
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend", "QUEUES": ["default", "mail"]}}
    made = announce(kind)
    later = NOON + timedelta(hours=2)
    sizes = [announcements.tell_batch(announcement_id=made.pk, now=later) for _number in range(4)]
    assert sizes == [2, 2, 1, 0]
    made.refresh_from_db()
    assert (made.told, made.told_through, made.finished_at) == (5, rows[-1].pk, later)


def test_one_task_that_runs_again_tells_of_every_registration_of_an_address(
    db: None, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worker died behind the commit: the same task goes on in the middle, and one address has a registration on each side."""
    monkeypatch.setattr(announcements, "BATCH", 1)
    kind = make_kind(capacity=9)
    rows = [make_registration(each, email="an@example.org") for each in (kind, make_kind(subject=kind.subject))]
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend", "QUEUES": ["default", "mail"]}}
    made = announce(kind)
    OutgoingMail.objects.all().delete()
    for _run in range(3):
        task = SimpleNamespace(id="the same")
        once.begin(task_result=task)
        announcements.tell_batch(announcement_id=made.pk, now=NOON + timedelta(hours=2))
        once.end(task_result=task)
    told = [mail.text for mail in OutgoingMail.objects.order_by("pk")]
    assert [row.reference in text for row, text in zip(rows, told, strict=True)] == [True, True]


def test_an_announcement_whose_mark_was_lost_tells_nobody_twice(db: None, settings: Any) -> None:
    kind = make_kind(capacity=9)
    make_registration(kind)
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend", "QUEUES": ["default", "mail"]}}
    made = announce(kind)
    OutgoingMail.objects.all().delete()
    for _run in range(2):
        announcements.tell_batch(announcement_id=made.pk, now=NOON + timedelta(hours=2))
        Announcement.objects.filter(pk=made.pk).update(told_through=0, finished_at=None)
    assert OutgoingMail.objects.count() == 1


def test_an_address_that_nobody_confirmed_is_not_told_that_all_is_cancelled(db: None, organiser: User) -> None:
    kind = make_kind(capacity=9)
    unproven = make_registration(make_kind(subject=kind.subject, needs_email_confirmation=True))
    known = make_registration(kind)
    proven = make_registration(unproven.place_kind)
    registrations.confirm_email(registration=proven, now=NOON)
    outbox.outbox.clear()
    made = registrations.cancel_all(subject=kind.subject, by=organiser, now=NOON + timedelta(hours=1), why="Bão")
    assert {message.to[0] for message in outbox.outbox} == {known.email, proven.email}
    unproven.refresh_from_db()
    made.refresh_from_db()
    assert (unproven.state, made.told) == (RegistrationState.CANCELLED, 2)


def test_an_address_that_nobody_confirmed_is_not_told_that_an_organiser_cancelled(db: None, organiser: User) -> None:
    kind = make_kind(capacity=9, needs_email_confirmation=True)
    first, second = make_registration(kind), make_registration(kind)
    outbox.outbox.clear()
    registrations.cancel(registration=first, by=organiser, now=NOON, why="Nhầm")
    assert outbox.outbox == []
    registrations.cancel(registration=second, now=NOON)
    assert [message.to for message in outbox.outbox] == [[second.email]]


def test_who_registers_after_the_change_is_not_told_of_it(
    db: None, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = make_kind(capacity=9)
    make_registration(kind)
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend", "QUEUES": ["default", "mail"]}}
    made = announce(kind)
    make_registration(kind, now=NOON + timedelta(hours=2))
    assert announcements.audience(made).count() == 1


def test_cancelling_costs_the_same_for_one_and_for_thirty(db: None, organiser: User, settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend", "QUEUES": ["default", "mail"]}}
    organiser.get_all_permissions()
    costs = []
    for number in (1, 30):
        kind = make_kind(capacity=20)
        for _number in range(number):
            make_registration(kind)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            registrations.cancel_all(subject=kind.subject, by=organiser, now=NOON, why="Bão")
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_cancelling_logs_each_and_gives_back_every_place(db: None, organiser: User) -> None:
    kind = make_kind(capacity=1)
    first, waiting = make_registration(kind), make_registration(kind)
    places.set_capacity(pool=kind.pools.get(), capacity=2, now=NOON)
    waiting.refresh_from_db()
    assert waiting.state == RegistrationState.OFFERED
    outbox.outbox.clear()
    registrations.cancel_all(subject=kind.subject, by=organiser, now=NOON + timedelta(hours=1), why="Bão số 9")
    assert kind.pools.get().taken == 0
    assert not Hold.objects.exists()
    steps = {
        row.registration_id: (row.from_state, row.remark)
        for row in RegistrationLog.objects.filter(to_state=RegistrationState.CANCELLED)
    }
    assert steps == {first.pk: ("confirmed", "Bão số 9"), waiting.pk: ("offered", "Bão số 9")}
    assert all("Bão số 9" in message.body for message in outbox.outbox)
    assert all("/quan-ly/" not in message.body for message in outbox.outbox)
    assert Registration.objects.filter(state=RegistrationState.CANCELLED).count() == 2


@pytest.mark.parametrize("is_cancelled", [False, True])
def test_who_was_let_in_already_is_told_once_of_what_becomes_of_the_rest(
    db: None, organiser: User, is_cancelled: bool
) -> None:
    kind = make_kind(capacity=3)
    came, comes, stayed_away = (make_registration(kind) for _number in range(3))
    for registration, mark in ((came, attendance.mark_attended), (stayed_away, attendance.mark_absent)):
        mark(registration=registration, by=organiser, now=NOON)
    attendance.undo(registration=came, by=organiser, now=NOON)
    attendance.mark_attended(registration=came, by=organiser, now=NOON)
    outbox.outbox.clear()
    if is_cancelled:
        made = registrations.cancel_all(subject=kind.subject, by=organiser, now=NOON + timedelta(hours=1), why="Bão")
    else:
        made = announce(kind)
    assert sorted(message.to[0] for message in outbox.outbox) == sorted([came.email, comes.email])
    came.refresh_from_db()
    made.refresh_from_db()
    assert (came.state, made.told, kind.pools.get().taken) == (RegistrationState.ATTENDED, 2, 2 if is_cancelled else 3)
    told = next(message.body for message in outbox.outbox if message.to == [came.email])
    assert "đã kết thúc theo" not in told
    assert "hủy bằng liên kết" not in told


@pytest.mark.parametrize("column", ["kind = 'vanished'", "finished_at = '2001-01-01'"])
def test_database_refuses_an_impossible_announcement(db: None, column: str) -> None:
    announce(make_kind())
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE registration_announcement SET {column}")
