"""Random histories of enquiries and outcomes, compared with plain models after every step: legal moves happen, others do not."""

import uuid
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from portal.kernel import clock, errors
from showcase import deal_emails, deal_queries, enquiry_emails, letters
from showcase.deal_enums import DealStage
from showcase.domain import conversation, enquiry_clock
from showcase.domain import deal as deals
from showcase.domain import enquiry as enquiries
from showcase.domain.deal import Party
from showcase.domain.sides import Actor
from showcase.enquiry_enums import DeclineReason, Side
from showcase.models import ContactShare, Deal, DealVersion, Enquiry, EnquiryLog
from tests.factories import exhibitors
from tests.factories import showcase as factory

START = clock.at(date(2026, 11, 23), 9)
LIFE = timedelta(days=30)
SETTINGS = settings(
    max_examples=60,
    stateful_step_count=25,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
    database=None,
)
WORLD = SimpleNamespace()


class Rollback(RuleBasedStateMachine):
    """One history in a transaction that is thrown away."""

    def begin_transaction(self) -> None:
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.now = START

    def teardown(self) -> None:
        if hasattr(self, "outer"):
            transaction.set_rollback(True)
            self.outer.__exit__(None, None, None)

    def attempt(self, act: Any, *, legal: bool) -> None:
        """Do something that is legal, or see it refused without a trace."""
        self.now += timedelta(minutes=1)
        if legal:
            act()
            return
        logs = EnquiryLog.objects.count()
        with pytest.raises(errors.DomainError), transaction.atomic():
            act()
        assert EnquiryLog.objects.count() == logs


class EnquiryMachine(Rollback):
    """Confirms, answers, declines, closes, withdraws, shares and lets time pass."""

    @initialize()
    def begin(self) -> None:
        self.begin_transaction()
        self.row = factory.ask(WORLD.page, confirmed=False, now=self.now)
        self.state = "unconfirmed"
        self.asked = self.now
        self.delivered: Any = None
        self.ready: set[Side] = set()
        self.disclosed = False
        self.actors = {Side.OWNER: Actor(Side.OWNER, WORLD.owner), Side.SENDER: Actor(Side.SENDER)}

    @rule()
    def confirm(self) -> None:
        was_new = self.delivered is None
        legal = self.state == "unconfirmed" or not was_new
        self.attempt(lambda: enquiries.confirm(enquiry=self.row, now=self.now), legal=legal)
        if legal and was_new:
            self.state, self.delivered = "new", self.now

    @rule()
    def answer(self) -> None:
        legal = self.state == "new"
        self.attempt(lambda: enquiries.answer(enquiry=self.row, by=WORLD.owner, text="Có", now=self.now), legal=legal)
        self.state = "answered" if legal else self.state

    @rule(reason=st.sampled_from(list(DeclineReason)))
    def decline(self, reason: DeclineReason) -> None:
        legal = self.state == "new"
        self.attempt(
            lambda: enquiries.decline(enquiry=self.row, by=WORLD.owner, reason=reason, now=self.now), legal=legal
        )
        self.state = "declined" if legal else self.state

    @rule()
    def close(self) -> None:
        legal = self.state == "answered"
        self.attempt(lambda: enquiries.close(enquiry=self.row, by=WORLD.owner, now=self.now), legal=legal)
        self.state = "closed" if legal else self.state

    @rule()
    def withdraw(self) -> None:
        legal = self.state in {"unconfirmed", "new", "answered"}
        self.attempt(
            lambda: enquiries.withdraw(enquiry=self.row, actor=self.actors[Side.SENDER], now=self.now), legal=legal
        )
        self.state = "withdrawn" if legal else self.state

    @rule(side=st.sampled_from(list(Side)))
    def write(self, side: Side) -> None:
        self.attempt(
            lambda: conversation.send_message(
                enquiry=self.row, actor=self.actors[side], text="A", submission_key=uuid.uuid4(), now=self.now
            ),
            legal=self.state == "answered",
        )

    @rule(side=st.sampled_from(list(Side)))
    def share(self, side: Side) -> None:
        legal = self.state == "answered"
        self.attempt(
            lambda: conversation.offer_contact(enquiry=self.row, actor=self.actors[side], phone="", now=self.now),
            legal=legal,
        )
        if legal:
            self.ready.add(side)
            self.disclosed = self.disclosed or len(self.ready) == 2

    @rule(side=st.sampled_from(list(Side)))
    def take_back(self, side: Side) -> None:
        legal = side not in self.ready or not self.disclosed
        self.attempt(
            lambda: conversation.take_contact_back(enquiry=self.row, actor=self.actors[side], now=self.now),
            legal=legal,
        )
        if legal:
            self.ready.discard(side)

    @rule(days=st.sampled_from([1, 3, 8, 31]))
    def let_time_pass(self, days: int) -> None:
        self.now += timedelta(days=days)
        for _twice in range(2):
            enquiry_clock.run(now=self.now)
        if self.state == "unconfirmed" and self.now >= self.asked + timedelta(days=3):
            self.state = "expired"
        today = clock.local(self.now).date()
        if self.state == "new" and today >= clock.local(self.delivered).date() + LIFE:
            self.state = "expired"

    @invariant()
    def rows_say_what_the_model_says(self) -> None:
        if not hasattr(self, "state"):
            return
        assert Enquiry.objects.get(pk=self.row.pk).state == self.state
        shares = ContactShare.objects.filter(enquiry=self.row)
        assert {Side(share.side) for share in shares} == self.ready
        assert all((share.disclosed_at is not None) == self.disclosed for share in shares)


class DealMachine(Rollback):
    """Reports, confirms, contests, corrects, takes back, settles and voids one outcome."""

    @initialize(side=st.sampled_from(list(Side)))
    def begin(self, side: Side) -> None:
        self.begin_transaction()
        self.parties = {Side.OWNER: Party(Side.OWNER, WORLD.owner), Side.SENDER: Party(Side.SENDER)}
        actors = {Side.OWNER: Actor(Side.OWNER, WORLD.owner), Side.SENDER: Actor(Side.SENDER)}
        day = clock.local(START).date()
        self.row = factory.report_deal(WORLD.answered, actors[side], now=self.now, happened_on=day)
        self.state, self.reporter, self.version = "reported", side, 1
        self.counted: int | None = None

    @rule(side=st.sampled_from(list(Side)))
    def confirm(self, side: Side) -> None:
        legal = self.state == "reported" and side is not self.reporter
        self.attempt(
            lambda: deals.confirm(deal=self.row, party=self.parties[side], version=self.version, now=self.now),
            legal=legal,
        )
        if legal:
            self.state, self.counted = "confirmed", self.version

    @rule(side=st.sampled_from(list(Side)))
    def contest(self, side: Side) -> None:
        legal = self.state == "reported" and side is not self.reporter
        self.attempt(
            lambda: deals.contest(
                deal=self.row, party=self.parties[side], version=self.version, reason="Sai", now=self.now
            ),
            legal=legal,
        )
        self.state = "contested" if legal else self.state

    @rule(side=st.sampled_from(list(Side)), stage=st.sampled_from(list(DealStage)))
    def correct(self, side: Side, stage: DealStage) -> None:
        legal = self.state != "voided"
        details = factory.deal_details(stage=stage, happened_on=clock.local(START).date())
        self.attempt(
            lambda: deals.correct(
                deal=self.row,
                party=self.parties[side],
                version=self.version,
                details=details,
                reason="Sửa",
                submission_key=uuid.uuid4(),
                now=self.now,
            ),
            legal=legal,
        )
        if legal:
            self.state, self.reporter, self.version = "reported", side, self.version + 1

    @rule(side=st.sampled_from(list(Side)))
    def take_back(self, side: Side) -> None:
        legal = side is self.reporter and self.counted is None and self.state != "voided"
        self.attempt(lambda: deals.take_back(deal=self.row, party=self.parties[side], now=self.now), legal=legal)
        self.state = "voided" if legal else self.state

    @rule()
    def settle(self) -> None:
        legal = self.state in {"reported", "contested"}
        self.attempt(
            lambda: deals.settle(deal=self.row, by=WORLD.officer, version=self.version, remark="Đã xem", now=self.now),
            legal=legal,
        )
        if legal:
            self.state, self.counted = "settled", self.version

    @rule()
    def void(self) -> None:
        legal = self.state != "voided"
        self.attempt(
            lambda: deals.void(deal=self.row, by=WORLD.officer, version=self.version, remark="Hủy", now=self.now),
            legal=legal,
        )
        if legal:
            self.state, self.counted = "voided", None

    @invariant()
    def rows_say_what_the_model_says(self) -> None:
        if not hasattr(self, "state"):
            return
        row = Deal.objects.get(pk=self.row.pk)
        assert (row.state, row.reported_side, row.version, row.counted_version) == (
            self.state,
            self.reporter,
            self.version,
            self.counted,
        )
        assert DealVersion.objects.filter(deal=row).count() == self.version
        counted = deal_queries.confirmed_outcomes(before=self.now + timedelta(days=1))
        assert len(counted) == (self.counted is not None)


@pytest.fixture
def _world(market: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (letters, enquiry_emails, deal_emails):
        monkeypatch.setattr(module.letters if module is not letters else letters, "send", lambda **_words: None)
    WORLD.owner = exhibitors.owner_of(market.organisation)
    WORLD.officer = factory.make_intermediary()
    WORLD.page = factory.publish_technology(market)
    WORLD.answered = factory.answered(factory.publish_technology(market), WORLD.owner, now=START)


@pytest.mark.usefixtures("_world")
@pytest.mark.parametrize("machine", [EnquiryMachine, DealMachine])
def test_any_history_agrees_with_the_plain_model(machine: type[Rollback]) -> None:
    run_state_machine_as_test(machine, settings=SETTINGS)
