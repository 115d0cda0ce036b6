"""Random histories of one need, legal and illegal moves, compared with a plain model after every step."""

from dataclasses import dataclass
from datetime import timedelta
from types import SimpleNamespace
from typing import Any, Final

from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from exhibitors.enums import MemberRole
from portal.kernel import clock, errors
from showcase import queries
from showcase.domain import decisions, lifecycle
from showcase.domain import need as needs
from showcase.enums import NeedStatus, ReviewState
from showcase.models import NeedPage, ReviewRound
from tests.factories import exhibitors
from tests.factories import focal_points as focal
from tests.factories import showcase as factory

NOON: Final = clock.at(clock.today(), 12)
ACTORS: Final = ("owner", "editor", "viewer", "twin", "reviewer")
# The rules in plain words, written a second time.
MOVES: Final = {
    "open": {"in-talks", "signed", "partly-met", "closed"},
    "in-talks": {"open", "signed", "partly-met", "closed"},
    "partly-met": {"open", "in-talks", "signed", "closed"},
    "signed": set(),
    "closed": {"open"},
}
ENDED: Final = {"signed", "closed"}


@dataclass
class Model:
    """What a person with pencil and paper would know of the need."""

    live: bool = False
    in_review: bool = False
    refused: bool = False
    returned: bool = False
    status: str = "open"
    promised: Any = None
    confirmed: Any = None


class NeedMachine(RuleBasedStateMachine):
    """Writes, sends, decides, renews and changes the status as everybody, in any order."""

    market: Any = None

    @initialize(published=st.sampled_from([True, True, False]))
    def begin(self, published: bool) -> None:
        self.outer = transaction.atomic()
        self.outer.__enter__()
        organisation = self.market.organisation
        self.people = {
            "owner": exhibitors.owner_of(organisation),
            "editor": exhibitors.make_member(organisation, MemberRole.EDITOR).user,
            "viewer": exhibitors.make_member(organisation, MemberRole.VIEWER).user,
            "twin": exhibitors.owner_of(self.market.buyer),
            "reviewer": factory.make_reviewer(),
        }
        self.page = needs.start_need(organisation=organisation, by=self.people["owner"], page=focal.unsaved_need())
        self.model = Model()
        self.now = NOON
        self.rounds = 0
        if published:
            self.send("owner")
            self.approve("reviewer")

    def teardown(self) -> None:
        if hasattr(self, "outer"):
            transaction.set_rollback(True)
            self.outer.__exit__(None, None, None)

    def fresh(self) -> NeedPage:
        return NeedPage.objects.get(pk=self.page.pk)

    @staticmethod
    def attempt(move: Any, *, legal: bool) -> bool:
        """Do something, and see that the rules allowed it exactly where the model does."""
        try:
            with transaction.atomic():
                move()
        except errors.DomainError:
            done = False
        else:
            done = True
        assert done is legal
        return done

    actors = st.sampled_from(ACTORS)

    @staticmethod
    def writes(actor: str) -> bool:
        return actor in {"owner", "editor"}

    def is_written(self) -> bool:
        return not self.model.in_review and not self.model.refused

    @rule(actor=actors, words=st.text(alphabet="abc ", min_size=1, max_size=5))
    def edit(self, actor: str, words: str) -> None:
        draft = self.fresh().get_latest_revision_as_object()
        draft.situation = f"Phơi {words}"
        legal = self.writes(actor) and self.is_written()
        self.attempt(lambda: needs.save_need(page=draft, by=self.people[actor]), legal=legal)

    @rule(actor=actors)
    def send(self, actor: str) -> None:
        legal = self.writes(actor) and self.is_written()
        move = lambda: needs.submit_need(page=self.fresh(), by=self.people[actor], now=self.now)  # noqa: E731 -- read once
        if self.attempt(move, legal=legal):
            self.model.in_review, self.model.returned = True, False
            self.model.promised = clock.local(self.now).date()
            self.rounds += 1

    @rule(actor=actors)
    def approve(self, actor: str) -> None:
        legal = actor == "reviewer" and self.model.in_review
        if self.attempt(lambda: decisions.approve(page=self.page, by=self.people[actor]), legal=legal):
            self.model.live, self.model.in_review = True, False
            self.model.confirmed = self.model.promised

    @rule(actor=actors, reason=st.sampled_from(["", "  ", "Ghi rõ hơn."]))
    def give_back(self, actor: str, reason: str) -> None:
        legal = actor == "reviewer" and self.model.in_review and bool(reason.strip())
        move = lambda: decisions.return_to_author(page=self.page, by=self.people[actor], reason=reason)  # noqa: E731 -- read once
        if self.attempt(move, legal=legal):
            self.model.in_review, self.model.returned = False, True

    @rule(actor=actors, reason=st.sampled_from(["", "Không nhận."]))
    def refuse(self, actor: str, reason: str) -> None:
        legal = actor == "reviewer" and self.model.in_review and bool(reason)
        move = lambda: decisions.refuse(page=self.page, by=self.people[actor], reason=reason, now=self.now)  # noqa: E731 -- read once
        if self.attempt(move, legal=legal):
            self.model.in_review = self.model.returned = False
            self.model.refused = not self.model.live

    @rule(actor=actors)
    def renew(self, actor: str) -> None:
        legal = self.writes(actor) and self.model.live and self.model.status not in ENDED
        move = lambda: lifecycle.renew(page=self.fresh(), by=self.people[actor], now=self.now)  # noqa: E731 -- read once
        if self.attempt(move, legal=legal):
            self.model.confirmed = self.model.promised = clock.local(self.now).date()

    @rule(actor=actors, status=st.sampled_from(list(NeedStatus)), reason=st.sampled_from(["", "Đã xong."]))
    def change_status(self, actor: str, status: NeedStatus, reason: str) -> None:
        legal = (
            self.writes(actor)
            and self.model.live
            and status.value in MOVES[self.model.status]
            and (status.value != "closed" or bool(reason))
        )
        move = lambda: needs.change_status(page=self.fresh(), status=status, by=self.people[actor], reason=reason)  # noqa: E731 -- read once
        if self.attempt(move, legal=legal):
            self.model.status = status.value

    @rule(days=st.sampled_from([1, 29, 181]))
    def let_days_pass(self, days: int) -> None:
        self.now += timedelta(days=days)

    @invariant()
    def agree(self) -> None:
        if not hasattr(self, "model"):
            return
        page, model = self.fresh(), self.model
        assert page.live is model.live
        assert page.status == model.status
        state = queries.review_states([page])[page.pk]
        assert (state is ReviewState.IN_REVIEW) is model.in_review
        assert (state is ReviewState.REFUSED) is model.refused
        assert (state is ReviewState.RETURNED) is model.returned
        if model.live:
            assert page.confirmed_on == model.confirmed
            assert page.expires_on == model.confirmed + lifecycle.LISTING_LIFE
        assert ReviewRound.objects.count() == self.rounds
        assert ReviewRound.objects.filter(decided_at=None).count() == int(model.in_review)


def test_random_histories_agree_with_the_model(market: SimpleNamespace) -> None:
    machine: Any = type("Machine", (NeedMachine,), {"market": market})
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
