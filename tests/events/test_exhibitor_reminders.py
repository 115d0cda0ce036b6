"""Reminders to exhibitors: once before each end, by the set-up of the fair, not at night, not about what is finished."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from events.booth_enums import DraftLead, OfferLead, ReminderCause
from events.domain import applications, booths, copying, exhibitor_reminders, setups
from events.enums import ApplicationState
from events.models import ExhibitorReminder, FairPage, FairSetup
from portal.accounts.models import User
from portal.kernel import clock
from tests import worlds
from tests.factories import booths as stock
from tests.factories import events as make
from tests.factories import exhibitors as people

pytestmark = pytest.mark.django_db
NOW = clock.at(clock.today() + timedelta(days=1), 9)
CLOSES = NOW + timedelta(days=10)
MOMENT = CLOSES - timedelta(days=3)
"""When a draft is reminded of: three days before, at nine in the morning."""


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Let the portal's clock stand at a moment, and send what is due then."""

    def stand(moment: datetime) -> int:
        monkeypatch.setattr(clock, "now", lambda: moment)
        mail.outbox.clear()
        return exhibitor_reminders.send_due(now=moment)

    return stand


@worlds.standing
def fair(site: Site) -> FairPage:
    return make.make_fair(
        make.make_index(site),
        starts_at=CLOSES + timedelta(days=20),
        ends_at=CLOSES + timedelta(days=22),
        applications_open_at=NOW - timedelta(days=20),
        applications_close_at=CLOSES,
    )


@pytest.fixture
def operator() -> User:
    return make.make_operator()


def set_up(fair: FairPage, operator: User, **values: Any) -> FairSetup:
    return setups.save(setup=FairSetup(fair_key=fair.translation_key, **values), by=operator, now=NOW)


def draft(fair: FairPage, at_moment: datetime = NOW) -> Any:
    owner = people.make_person()
    return stock.make_applicant(
        fair.translation_key, owner, state=ApplicationState.DRAFT, submitted_at=at_moment, decided_at=None
    )


def test_a_draft_is_reminded_of_once_before_applications_close(at: Any, fair: FairPage, operator: User) -> None:
    set_up(fair, operator, draft_lead=DraftLead.THREE_DAYS)
    begun = draft(fair)
    assert at(MOMENT - timedelta(seconds=1)) == 0
    assert at(MOMENT) == 1
    [sent] = mail.outbox
    assert sent.to == [begun.contact_user.email]
    assert begun.reference in sent.subject
    assert at(MOMENT + timedelta(minutes=5)) == 0
    assert at(CLOSES) == 0
    assert ExhibitorReminder.objects.get().ends_at == CLOSES


def test_nobody_is_reminded_without_the_organisers_switch(at: Any, fair: FairPage, operator: User) -> None:
    draft(fair)
    assert at(MOMENT) == 0
    setup = set_up(fair, operator, draft_lead=DraftLead.THREE_DAYS)
    setup.draft_lead = None
    setups.save(setup=setup, by=operator, now=NOW)
    assert (setup.draft_lead_since, at(MOMENT)) == (None, 0)


def test_a_rule_that_is_new_sends_nothing_that_is_past(at: Any, fair: FairPage, operator: User) -> None:
    draft(fair)
    setup = FairSetup(fair_key=fair.translation_key, draft_lead=DraftLead.THREE_DAYS)
    setups.save(setup=setup, by=operator, now=MOMENT + timedelta(hours=1))
    assert at(MOMENT + timedelta(hours=2)) == 0


def test_what_was_begun_after_the_moment_is_not_reminded_of(at: Any, fair: FairPage, operator: User) -> None:
    set_up(fair, operator, draft_lead=DraftLead.THREE_DAYS)
    draft(fair, MOMENT)
    assert at(MOMENT + timedelta(hours=1)) == 0


def test_nothing_goes_out_at_night(at: Any, fair: FairPage, operator: User) -> None:
    set_up(fair, operator, draft_lead=DraftLead.THREE_DAYS)
    draft(fair)
    assert at(MOMENT + timedelta(hours=13)) == 0
    assert at(MOMENT + timedelta(hours=22)) == 1


def test_an_end_that_moves_to_another_day_is_reminded_of_anew(at: Any, fair: FairPage, operator: User) -> None:
    set_up(fair, operator, draft_lead=DraftLead.THREE_DAYS)
    draft(fair)
    assert at(MOMENT) == 1
    FairPage.objects.filter(pk=fair.pk).update(applications_close_at=CLOSES + timedelta(hours=3))
    assert at(MOMENT + timedelta(hours=4)) == 0
    FairPage.objects.filter(pk=fair.pk).update(applications_close_at=CLOSES + timedelta(days=2))
    assert at(MOMENT + timedelta(days=2)) == 1


def test_what_was_sent_meanwhile_is_not_reminded_of(at: Any, fair: FairPage, operator: User) -> None:
    set_up(fair, operator, draft_lead=DraftLead.THREE_DAYS)
    begun = draft(fair)
    applications.withdraw(application=begun, by=begun.contact_user, now=NOW)
    assert at(MOMENT) == 0


def test_a_booth_is_reminded_of_before_it_is_free_again(at: Any, fair: FairPage, operator: User) -> None:
    set_up(fair, operator, offer_lead=OfferLead.DAY, offer_hours=72)
    hall, owner = stock.make_hall(fair.translation_key), people.make_person()
    application = stock.make_applicant(fair.translation_key, owner)
    booth = stock.make_booth(hall)
    booths.offer(application=application, booth=booth, by=operator, now=NOW)
    due = NOW + timedelta(hours=48)
    assert at(due - timedelta(seconds=1)) == 0
    assert at(due) == 1
    [sent] = mail.outbox
    assert booth.number in sent.body
    assert at(due + timedelta(minutes=5)) == 0


def test_many_held_booths_are_read_with_as_many_queries_as_one(at: Any, fair: FairPage, operator: User) -> None:
    set_up(fair, operator, offer_lead=OfferLead.DAY, offer_hours=72)
    hall = stock.make_hall(fair.translation_key)
    due = NOW + timedelta(hours=48)

    def offered(number: int) -> int:
        for _each in range(number):
            application = stock.make_applicant(fair.translation_key, people.make_person())
            booths.offer(application=application, booth=stock.make_booth(hall), by=operator, now=NOW)
        at(due)
        with CaptureQueriesContext(connection) as seen:
            assert at(due + timedelta(minutes=5)) == 0
        return len(seen)

    assert offered(1) == offered(5)


def test_a_confirmed_booth_is_not_reminded_of(at: Any, fair: FairPage, operator: User) -> None:
    set_up(fair, operator, offer_lead=OfferLead.DAY, offer_hours=72)
    hall, owner = stock.make_hall(fair.translation_key), people.make_person()
    application = stock.make_applicant(fair.translation_key, owner)
    booths.offer(application=application, booth=stock.make_booth(hall), by=operator, now=NOW)
    booths.confirm(application=application, by=owner, now=NOW)
    assert at(NOW + timedelta(hours=49)) == 0


def test_a_hold_that_is_shorter_than_the_lead_is_not_reminded_of(at: Any, fair: FairPage, operator: User) -> None:
    set_up(fair, operator, offer_lead=OfferLead.TWO_DAYS, offer_hours=24)
    hall, owner = stock.make_hall(fair.translation_key), people.make_person()
    application = stock.make_applicant(fair.translation_key, owner)
    booths.offer(application=application, booth=stock.make_booth(hall), by=operator, now=NOW)
    assert at(NOW + timedelta(hours=2)) == 0


def test_the_database_keeps_one_reminder_for_each_end(fair: FairPage) -> None:
    values = {
        "application": draft(fair),
        "cause": ReminderCause.DRAFT,
        "ends_at": CLOSES,
        "end_day": CLOSES.date(),
        "at": NOW,
    }
    ExhibitorReminder.objects.create(**values)
    for wrong in ({}, {"cause": "other"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ExhibitorReminder.objects.create(**{**values, **wrong})
    with pytest.raises(IntegrityError), transaction.atomic():
        FairSetup.objects.create(fair_key=fair.translation_key, draft_lead=DraftLead.DAY)


def test_many_are_reminded_in_batches_and_the_command_tells_how_many(
    at: Any, fair: FairPage, operator: User, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exhibitor_reminders, "BATCH", 2)
    set_up(fair, operator, draft_lead=DraftLead.THREE_DAYS)
    for _number in range(5):
        draft(fair)
    monkeypatch.setattr(clock, "now", lambda: MOMENT)
    call_command("remind_exhibitors")
    assert capsys.readouterr().out.startswith("5 ")
    assert len(mail.outbox) == 5


def test_a_copied_fair_reminds_from_the_copy_on(fair: FairPage, operator: User) -> None:
    set_up(fair, operator, draft_lead=DraftLead.WEEK)
    made = copying.copy(
        event=fair,
        key=uuid.uuid4(),
        starts_at=fair.starts_at + timedelta(days=364),
        titles={},
        by=operator,
        now=NOW + timedelta(days=1),
    )
    copied = FairSetup.objects.get(fair_key=made.translation_key)
    assert (copied.draft_lead, copied.draft_lead_since) == (DraftLead.WEEK, NOW + timedelta(days=1))
