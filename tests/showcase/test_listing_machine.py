"""Random histories of one listing, legal and illegal moves, compared with a plain model after every step."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from wagtail.models import Site

from portal.kernel import clock, errors
from showcase import queries
from showcase.domain import decisions, lifecycle
from showcase.domain import technology as technologies
from showcase.enums import Compliance, ListingState, Outcome, ReviewState
from showcase.models import ListingReminder, ReviewRound, TechnologyPage
from tests.factories import exhibitors
from tests.factories import showcase as factory
from tests.showcase.test_review import filled_draft

NOON = clock.at(clock.today(), 12)
MOVES = {
    ListingState.OFFERED: {ListingState.WITHDRAWN, ListingState.TRANSFERRED, ListingState.REPLACED},
    ListingState.ARCHIVED: {ListingState.WITHDRAWN, ListingState.TRANSFERRED, ListingState.REPLACED},
    ListingState.WITHDRAWN: {ListingState.TRANSFERRED, ListingState.REPLACED},
    ListingState.TRANSFERRED: set(),
    ListingState.REPLACED: set(),
}


@dataclass
class Model:
    """What a person with pencil and paper would know of the listing."""

    live: bool = False
    in_review: bool = False
    refused: bool = False
    returned: bool = False
    edited: bool = True
    life: ListingState = ListingState.OFFERED
    confirmed: Any = None
    promised: Any = None


class ListingMachine(RuleBasedStateMachine):
    """Writes, sends, decides, renews, ends and lets days pass, in any order."""

    market: Any = None

    @initialize(published=st.sampled_from([True, True, False]))
    def begin(self, published: bool) -> None:
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.owner = exhibitors.owner_of(self.market.organisation)
        self.reviewer = factory.make_reviewer()
        self.page = filled_draft(self.market)
        technologies.record_compliance(
            page=self.page, by=self.reviewer, compliance=Compliance.NOT_LISTED, list_version="Mẫu", now=NOON
        )
        self.model = Model()
        self.now = NOON
        self.rounds = 0
        if published:
            self.send()
            self.approve()

    def teardown(self) -> None:
        if hasattr(self, "outer"):
            transaction.set_rollback(True)
            self.outer.__exit__(None, None, None)

    def fresh(self) -> TechnologyPage:
        return TechnologyPage.objects.get(pk=self.page.pk)

    def attempt(self, allowed: bool, move: Any) -> bool:
        if allowed:
            move()
            return True
        with pytest.raises(errors.DomainError), transaction.atomic():
            move()
        return False

    @rule(words=st.text(alphabet="abc ", min_size=1, max_size=5))
    def edit(self, words: str) -> None:
        draft = self.fresh().get_latest_revision_as_object()
        draft.advantages = f"Tốt {words}"
        may = not self.model.in_review and not self.model.refused
        if self.attempt(may, lambda: technologies.save_technology(page=draft, by=self.owner)):
            self.model.edited = True

    @rule()
    def send(self) -> None:
        may = not self.model.in_review and not self.model.refused
        move = lambda: technologies.submit_technology(page=self.fresh(), by=self.owner, now=self.now)  # noqa: E731 -- read once
        if self.attempt(may, move):
            self.model.in_review, self.model.returned, self.model.edited = True, False, True
            self.model.promised = clock.local(self.now).date()
            self.rounds += 1

    @rule()
    def approve(self) -> None:
        if self.attempt(self.model.in_review, lambda: decisions.approve(page=self.page, by=self.reviewer)):
            self.model.live, self.model.in_review, self.model.edited = True, False, False
            # A renewal or an ending while the review ran is newer than what was promised at submission.
            if self.model.promised is not None:
                self.model.life, self.model.confirmed = ListingState.OFFERED, self.model.promised

    @rule(reason=st.sampled_from(["", "  ", "Ghi rõ hơn."]))
    def give_back(self, reason: str) -> None:
        may = self.model.in_review and bool(reason.strip())
        move = lambda: decisions.return_to_author(page=self.page, by=self.reviewer, reason=reason)  # noqa: E731 -- read once
        if self.attempt(may, move):
            self.model.in_review, self.model.returned = False, True

    @rule(reason=st.sampled_from(["", "Không nhận."]))
    def refuse(self, reason: str) -> None:
        may = self.model.in_review and bool(reason)
        move = lambda: decisions.refuse(page=self.page, by=self.reviewer, reason=reason, now=self.now)  # noqa: E731 -- read once
        if self.attempt(may, move):
            self.model.in_review = self.model.returned = False
            self.model.refused = not self.model.live
            self.model.edited = not self.model.live

    @rule()
    def renew(self) -> None:
        if self.attempt(self.model.live, lambda: lifecycle.renew(page=self.fresh(), by=self.owner, now=self.now)):
            self.model.life, self.model.confirmed = ListingState.OFFERED, clock.local(self.now).date()
            if self.model.in_review:
                self.model.promised = self.model.confirmed

    @rule(outcome=st.sampled_from(list(Outcome)))
    def end(self, outcome: Outcome) -> None:
        wanted = None if outcome is Outcome.NONE else ListingState(outcome)
        may = self.model.live and wanted in MOVES[self.model.life]
        if self.attempt(may, lambda: lifecycle.end(page=self.fresh(), outcome=outcome, by=self.owner, now=self.now)):
            assert wanted is not None
            self.model.life = wanted
            if self.model.in_review:
                self.model.promised = None

    @rule(days=st.sampled_from([1, 29, 60, 181]))
    def let_days_pass(self, days: int) -> None:
        self.now += timedelta(days=days)
        today = clock.local(self.now).date()
        lifecycle.tend(now=self.now)
        again = lifecycle.tend(now=self.now)
        assert again == lifecycle.Tended(), "a second run the same day does nothing"
        ends = self.model.confirmed + lifecycle.LISTING_LIFE if self.model.confirmed else None
        if self.model.live and self.model.life is ListingState.OFFERED and ends is not None and ends < today:
            self.model.life = ListingState.ARCHIVED
            if self.model.in_review:
                self.model.promised = None

    @invariant()
    def agree(self) -> None:
        if not hasattr(self, "model"):
            return
        page, model = self.fresh(), self.model
        assert page.live is model.live
        state = queries.review_states([page])[page.pk]
        assert (state is ReviewState.IN_REVIEW) is model.in_review
        assert (state is ReviewState.REFUSED) is model.refused
        assert (state is ReviewState.RETURNED) is model.returned
        if model.live:
            assert page.listing_state is model.life
            assert page.confirmed_on == model.confirmed
        assert ReviewRound.objects.count() == self.rounds
        assert ReviewRound.objects.filter(decided_at=None).count() == int(model.in_review)
        sent = list(ListingReminder.objects.values_list("expires_on", "days"))
        assert len(sent) == len(set(sent))


@pytest.mark.django_db
def test_random_histories_agree_with_the_model(site: Site) -> None:
    machine: Any = type("Machine", (ListingMachine,), {"market": factory.make_market(site)})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=16,
            stateful_step_count=22,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
            database=None,
            phases=[Phase.explicit, Phase.generate],
        ),
    )
