"""Reminders by rules: who, when, never twice, never at night."""

import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail as outbox
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from portal.accounts.models import User
from portal.kernel import clock, erasure
from portal.kernel.errors import DomainError, NotAllowedError
from registration import reminder_emails, tasks
from registration.domain import mail_settings, registrations, reminders
from registration.enums import LeadTime, RegistrationState, ReminderAudience, SubjectStatus, WordedMail
from registration.models import PlaceKind, Registration, ReminderRule, ReminderSent
from registration.subjects import SubjectInfo
from tests import databases
from tests.factories.registration import make_kind, make_organiser
from tests.registration import races
from tests.registration.conftest import Known
from tests.registration.reminders.scene import START, WEEK_BEFORE, here, register, rule, words

DUMMY = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend", "QUEUES": ["default", "mail"]}}


@pytest.mark.parametrize(
    ("starts", "lead", "expected"),
    [
        (here(9, days=10), LeadTime.WEEK, here(9, days=3)),
        (here(9, days=10), LeadTime.TWO_HOURS, here(7, days=10)),
        (here(8, 59, days=10), LeadTime.TWO_HOURS, here(21, days=9)),
        (here(0, days=10), LeadTime.TWO_HOURS, here(21, days=9)),
        (here(23, 59, days=10), LeadTime.TWO_HOURS, here(21, 59, days=10)),
        (here(0, days=10), LeadTime.DAY, here(21, days=8)),
        (here(22, days=10), LeadTime.DAY, here(21, days=9)),
        (here(7, days=10), LeadTime.DAY, here(7, days=9)),
        (here(6, 59, days=10), LeadTime.DAY, here(21, days=8)),
    ],
)
def test_a_moment_at_night_moves_to_the_evening_before(starts: datetime, lead: LeadTime, expected: datetime) -> None:
    assert reminders.moment_of(starts=starts, minutes_before=lead) == expected


def test_a_rule_that_is_dropped_lets_the_general_one_remind_nobody_again(
    kind: PlaceKind, organiser: User, event: SubjectInfo
) -> None:
    rule(organiser)
    rule(organiser, lead=LeadTime.DAY)
    own = rule(organiser, event.key)
    first = register(kind)
    assert reminders.send_due(now=WEEK_BEFORE) == 1
    late = register(kind, now=WEEK_BEFORE - timedelta(minutes=5))
    mail_settings.drop_rule(rule=own, by=organiser, now=clock.now())
    outbox.outbox.clear()
    assert reminders.send_due(now=WEEK_BEFORE + timedelta(minutes=5)) == 1
    assert outbox.outbox[0].to == [late.email]
    assert reminders.send_due(now=START - timedelta(days=1)) == 2
    assert {row.registration for row in ReminderSent.objects.filter(rule__minutes_before=LeadTime.DAY)} == {first, late}


@pytest.mark.parametrize(
    ("now", "quiet"), [(here(21, 59), False), (here(22), True), (here(0), True), (here(6, 59), True), (here(7), False)]
)
def test_night_is_half_open(now: datetime, quiet: bool) -> None:
    assert reminders.is_quiet(now) is quiet


def test_who_is_confirmed_is_reminded_once_at_the_moment(kind: PlaceKind, organiser: User, event: SubjectInfo) -> None:
    rule(organiser)
    vietnamese, english = register(kind), register(kind, language="en")
    outbox.outbox.clear()
    assert reminders.send_due(now=WEEK_BEFORE - timedelta(seconds=1)) == 0
    assert reminders.send_due(now=WEEK_BEFORE) == 2
    assert reminders.send_due(now=WEEK_BEFORE) == 0
    assert reminders.send_due(now=WEEK_BEFORE + timedelta(days=2)) == 0
    told = {message.to[0]: message for message in outbox.outbox}
    assert set(told) == {vietnamese.email, english.email}
    assert "Chợ công nghệ" in told[vietnamese.email].subject
    assert "/dang-ky/quan-ly/" in told[vietnamese.email].body
    assert "/en/register/manage/" in told[english.email].body
    assert len(outbox.outbox) == 2


def test_who_registers_at_the_moment_or_later_is_not_reminded(kind: PlaceKind, organiser: User) -> None:
    rule(organiser)
    register(kind, now=WEEK_BEFORE)
    early = register(kind, now=WEEK_BEFORE - timedelta(seconds=1))
    assert reminders.send_due(now=WEEK_BEFORE + timedelta(hours=1)) == 1
    assert ReminderSent.objects.get().registration == early


def test_a_rule_sends_nothing_for_a_moment_before_it_was_made(kind: PlaceKind, organiser: User) -> None:
    register(kind)
    rule(organiser, now=WEEK_BEFORE + timedelta(seconds=1))
    assert reminders.send_due(now=WEEK_BEFORE + timedelta(hours=1)) == 0


def test_after_the_beginning_nobody_is_reminded(kind: PlaceKind, organiser: User) -> None:
    rule(organiser)
    register(kind)
    assert reminders.send_due(now=START) == 0
    assert reminders.send_due(now=START - timedelta(minutes=1)) == 1


def test_at_night_nothing_is_sent_and_in_the_morning_what_was_due(kind: PlaceKind, organiser: User) -> None:
    rule(organiser)
    register(kind)
    assert reminders.send_due(now=here(22, days=3)) == 0
    assert reminders.send_due(now=here(6, 59, days=4)) == 0
    assert reminders.send_due(now=here(7, days=4)) == 1


@pytest.mark.parametrize("status", [SubjectStatus.CANCELLED, SubjectStatus.POSTPONED])
def test_an_event_that_does_not_take_place_then_reminds_nobody(
    kind: PlaceKind, organiser: User, event: SubjectInfo, known: Known, status: SubjectStatus
) -> None:
    rule(organiser)
    register(kind)
    known[event.key] = replace(event, status=status)
    assert reminders.send_due(now=WEEK_BEFORE) == 0
    known[event.key] = replace(event, status=SubjectStatus.MOVED_ONLINE)
    assert reminders.send_due(now=WEEK_BEFORE) == 1


def test_a_moved_event_reminds_of_its_new_day_and_not_twice_of_the_same(
    kind: PlaceKind, organiser: User, event: SubjectInfo, known: Known
) -> None:
    rule(organiser)
    register(kind)
    assert reminders.send_due(now=WEEK_BEFORE) == 1
    known[event.key] = replace(event, starts=START + timedelta(hours=3), ends=None)
    assert reminders.send_due(now=WEEK_BEFORE + timedelta(hours=3)) == 0
    known[event.key] = replace(event, starts=START + timedelta(days=20), ends=None)
    assert reminders.send_due(now=WEEK_BEFORE + timedelta(days=1)) == 0
    assert reminders.send_due(now=WEEK_BEFORE + timedelta(days=20)) == 1


def test_an_own_rule_takes_the_place_of_the_general_one_for_the_same_people(
    kind: PlaceKind, organiser: User, event: SubjectInfo, known: Known
) -> None:
    other = replace(event, key=uuid.uuid4())
    known[other.key] = other
    register(kind)
    register(make_kind(subject=other.key, capacity=9))
    rule(organiser)
    rule(organiser, event.key, lead=LeadTime.DAY)
    assert reminders.send_due(now=WEEK_BEFORE) == 1
    assert ReminderSent.objects.get().subject == other.key
    assert reminders.send_due(now=here(9, days=9)) == 1


def test_unconfirmed_and_offered_people_get_mails_of_their_own(event: SubjectInfo, organiser: User) -> None:
    proving = make_kind(subject=event.key, capacity=9, needs_email_confirmation=True)
    unproven = register(proving)
    kind = make_kind(subject=event.key, capacity=1, offer_hours=999)
    holder, waiting = register(kind), register(kind)
    registrations.cancel(registration=holder, now=here(8))
    waiting.refresh_from_db()
    assert waiting.state == RegistrationState.OFFERED
    for audience in (ReminderAudience.UNCONFIRMED, ReminderAudience.OFFERED):
        rule(organiser, audience=audience)
    outbox.outbox.clear()
    assert reminders.send_due(now=WEEK_BEFORE) == 2
    told = {message.to[0]: message.body for message in outbox.outbox}
    assert set(told) == {unproven.email, waiting.email}
    assert "/dang-ky/xac-nhan/" in told[unproven.email]
    assert "/dang-ky/quan-ly/" in told[waiting.email]


def test_organisers_are_told_of_registrations_that_wait_for_them(event: SubjectInfo, organiser: User) -> None:
    rule(organiser, audience=ReminderAudience.APPROVALS)
    kind = make_kind(subject=event.key, needs_approval=True)
    confirmed = register(make_kind(subject=event.key))
    assert confirmed.state == RegistrationState.CONFIRMED
    assert reminders.send_due(now=WEEK_BEFORE) == 0
    register(kind)
    register(kind)
    User.objects.create_superuser("operator@example.org", "x", full_name="Người vận hành")
    outbox.outbox.clear()
    assert reminders.send_due(now=WEEK_BEFORE) == 1
    assert reminders.send_due(now=WEEK_BEFORE) == 0
    (message,) = outbox.outbox
    assert message.to == [organiser.email]
    assert "2" in message.body
    assert "state=pending-approval" in message.body


def test_what_no_longer_applies_when_it_is_written_is_not_sent(
    kind: PlaceKind, organiser: User, event: SubjectInfo, known: Known, settings: Any
) -> None:
    settings.TASKS = DUMMY
    rule(organiser)
    for _number in range(3):
        register(kind)
    reminders.send_due(now=WEEK_BEFORE)
    first, second, third = ReminderSent.objects.order_by("pk")
    assert first.registration is not None
    registrations.cancel(registration=first.registration, now=WEEK_BEFORE)
    assert not reminder_emails.send(reminder_id=first.pk)
    Registration.objects.filter(pk=second.registration_id).update(email=f"erased-1{erasure.ERASED_DOMAIN}")
    assert not reminder_emails.send(reminder_id=second.pk)
    known[event.key] = replace(event, starts=START + timedelta(days=1), ends=None)
    assert not reminder_emails.send(reminder_id=third.pk)
    assert not reminder_emails.send(reminder_id=0)
    known[event.key] = event
    assert tasks.send_reminder.call(third.pk)


def test_many_are_reminded_in_batches_and_the_cost_of_each_is_the_same(
    kind: PlaceKind, organiser: User, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.TASKS = DUMMY
    rule(organiser)
    for _number in range(7):
        register(kind)
    monkeypatch.setattr(reminders, "BATCH", 3)
    assert reminders.send_due(now=WEEK_BEFORE) == 7
    assert ReminderSent.objects.count() == 7
    costs = []
    for number in (1, 30):
        for _number in range(number):
            register(make_kind(subject=kind.subject), now=here(8))
        with CaptureQueriesContext(connection) as queries:
            reminders.send_due(now=WEEK_BEFORE - timedelta(days=1))
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_the_command_says_how_many(kind: PlaceKind, organiser: User, monkeypatch: pytest.MonkeyPatch) -> None:
    rule(organiser)
    register(kind)
    monkeypatch.setattr(clock, "now", lambda: WEEK_BEFORE)
    call_command("send_reminders")
    assert ReminderSent.objects.count() == 1


def test_rules_are_the_organisers_and_stand_once(organiser: User, event: SubjectInfo) -> None:
    made = rule(organiser, event.key)
    with pytest.raises(DomainError) as refusal:
        rule(organiser, event.key)
    assert refusal.value.field == "lead"
    rule(organiser)
    with pytest.raises(DomainError):
        rule(organiser)
    stranger = User.objects.create_user("ai@example.org", full_name="Ai đó")
    for act in (
        lambda: rule(stranger),
        lambda: mail_settings.drop_rule(rule=made, by=stranger, now=clock.now()),
        lambda: mail_settings.set_words(
            subject=event.key, notice=WordedMail.CONFIRMED, words={}, by=stranger, now=here(8)
        ),
    ):
        with pytest.raises(NotAllowedError):
            act()
    mail_settings.drop_rule(rule=made, by=organiser, now=clock.now())
    assert ReminderRule.objects.count() == 1


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("reminderrule", "minutes_before = 61"),
        ("reminderrule", "audience = 'everybody'"),
        ("remindersent", "registration_id = NULL"),
        ("mailwords", "words_vi = '', words_en = ''"),
        ("mailwords", "notice = 'cancelled'"),
    ],
)
def test_database_refuses_what_cannot_be(kind: PlaceKind, organiser: User, table: str, change: str) -> None:
    rule(organiser)
    register(kind)
    reminders.send_due(now=WEEK_BEFORE)
    words(organiser, kind.subject)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE registration_{table} SET {change}")


def test_database_refuses_a_second_reminder(kind: PlaceKind, organiser: User) -> None:
    rule(organiser)
    register(kind)
    reminders.send_due(now=WEEK_BEFORE)
    row = ReminderSent.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        ReminderSent.objects.create(
            rule=row.rule, subject=row.subject, start_day=row.start_day, registration=row.registration, at=row.at
        )


@pytest.fixture
def database(settings: Any, django_db_setup: None, django_db_blocker: Any) -> Iterator[races.Settings]:
    settings.TASKS = DUMMY
    with django_db_blocker.unblock(), databases.cloned("reminders") as made:
        yield made


def test_two_commands_at_once_remind_nobody_twice(database: races.Settings, known: Known) -> None:
    info = SubjectInfo(key=uuid.uuid4(), title="Chợ", url="/", starts=START)
    known[info.key] = info
    with races.connected(database):
        organiser = make_organiser()
        rule(organiser)
        kind = make_kind(subject=info.key, capacity=100)
        for _number in range(60):
            register(kind)
    results = races.race(database, [lambda: reminders.send_due(now=WEEK_BEFORE)] * 6, threads=6)
    with races.connected(database):
        assert sum(number for number in results if isinstance(number, int)) == 60
        assert ReminderSent.objects.count() == 60
        assert not [result for result in results if isinstance(result, Exception)]
