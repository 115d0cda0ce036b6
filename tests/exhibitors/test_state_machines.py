"""Random legal and illegal moves of an organisation and of its people, compared with a plain model after every step."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from exhibitors import emails
from exhibitors.domain import closing, verification
from exhibitors.domain import invitation as invitations
from exhibitors.domain import join_request as joining
from exhibitors.domain import membership as memberships
from exhibitors.enums import MemberRole
from exhibitors.models import Invitation, JoinRequest, Membership, Organisation
from portal.kernel import errors
from portal.pages import findables
from tests.factories import exhibitors as factories
from tests.factories.exhibitors import NOON

ACTORS: Final = ("owner", "editor", "viewer", "stranger", "officer")
# The rules in plain words, written a second time: what an officer or an owner may do from which state.
OFFICER_MOVES: Final = {
    "verify": ({"unverified", "refused", "suspended"}, "verified"),
    "refuse": ({"unverified"}, "refused"),
    "suspend": ({"unverified", "verified", "closed"}, "suspended"),
    "restore": ({"suspended"}, "unverified"),
}


def happens(action: Callable[[], Any]) -> bool:
    """Try something in a savepoint; return whether the rules allowed it."""
    try:
        with transaction.atomic():
            action()
    except errors.DomainError:
        return False
    return True


class Machine(RuleBasedStateMachine):
    """What both machines share: a transaction around everything, and a clock."""

    def start(self) -> None:
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.now: datetime = NOON
        self.organisation = factories.make_organisation()

    def teardown(self) -> None:
        if hasattr(self, "outer"):
            transaction.set_rollback(True)
            self.outer.__exit__(None, None, None)

    def row(self) -> Organisation:
        return Organisation.objects.get(pk=self.organisation.pk)

    def tick(self) -> dict[str, Any]:
        self.now += timedelta(seconds=1)
        return {"now": self.now}


class OrganisationMachine(Machine):
    """Verification, asking for more, closing and opening, tried by everybody in every state."""

    @initialize()
    def begin(self) -> None:
        self.start()
        self.people = {"owner": factories.owner_of(self.organisation), "officer": factories.make_officer()}
        self.people["stranger"] = factories.make_person()
        for role in (MemberRole.EDITOR, MemberRole.VIEWER):
            self.people[role.value] = factories.make_member(self.organisation, role).user
        self.state, self.before, self.more = "unverified", "", False

    @rule(move=st.sampled_from(sorted(OFFICER_MOVES)), actor=st.sampled_from(ACTORS))
    def decide(self, move: str, actor: str) -> None:
        sources, target = OFFICER_MOVES[move]
        reason = {"reason": "Vì vậy"} if move in {"refuse", "suspend"} else {}
        done = happens(
            lambda: getattr(verification, move)(
                organisation=self.organisation, by=self.people[actor], **reason, **self.tick()
            )
        )
        assert done is (actor == "officer" and self.state in sources)
        if done:
            self.state, self.before, self.more = target, "", False

    @rule(actor=st.sampled_from(ACTORS))
    def ask_for_more(self, actor: str) -> None:
        done = happens(
            lambda: verification.ask_for_more(
                organisation=self.organisation, by=self.people[actor], reason="Thêm", **self.tick()
            )
        )
        assert done is (actor == "officer" and self.state == "unverified" and not self.more)
        self.more = self.more or done

    @rule(actor=st.sampled_from(ACTORS))
    def answer(self, actor: str) -> None:
        done = happens(
            lambda: verification.request_verification(
                organisation=self.organisation, by=self.people[actor], **self.tick()
            )
        )
        own_turn = self.state == "refused" or (self.state == "unverified" and self.more)
        assert done is (actor in {"owner", "editor"} and own_turn)
        if done:
            self.state, self.more = "unverified", False

    @rule(actor=st.sampled_from(ACTORS))
    def close(self, actor: str) -> None:
        done = happens(lambda: closing.close(organisation=self.organisation, by=self.people[actor], **self.tick()))
        assert done is (actor == "owner" and self.state in {"unverified", "verified", "refused"})
        if done:
            self.state, self.before = "closed", self.state

    @rule(actor=st.sampled_from(ACTORS))
    def reopen(self, actor: str) -> None:
        done = happens(lambda: closing.reopen(organisation=self.organisation, by=self.people[actor], **self.tick()))
        assert done is (actor == "owner" and self.state == "closed")
        if done:
            self.state, self.before = self.before, ""

    @invariant()
    def row_says_what_the_model_says(self) -> None:
        if not hasattr(self, "state"):
            return
        row = self.row()
        assert (row.state, row.state_before) == (self.state, self.before)
        assert row.is_public is (self.state in {"unverified", "verified"})
        turn = "nobody" if self.state != "unverified" else "organisation" if self.more else "officer"
        assert row.turn.value == turn
        assert (row.waits_since is not None) is (turn == "officer")
        assert Organisation.objects.waiting_for_officer().filter(pk=row.pk).exists() is (turn == "officer")


class PeopleMachine(Machine):
    """Invitations, requests, roles, leaving and handing over among five people, in an organisation that opens and closes."""

    @initialize()
    def begin(self) -> None:
        self.start()
        self.people = [factories.owner_of(self.organisation), *(factories.make_person() for _number in range(4))]
        self.roles: dict[int, str] = {0: "owner"}
        self.invited: dict[int, tuple[Invitation, str]] = {}
        self.asked: dict[int, JoinRequest] = {}
        self.closed = False

    people_numbers = st.integers(0, 4)
    some_roles = st.sampled_from(list(MemberRole))

    def owners(self) -> set[int]:
        return {number for number, role in self.roles.items() if role == "owner"}

    def membership(self, number: int) -> Membership:
        return Membership.objects.get(organisation=self.organisation, user=self.people[number])

    @rule(by=people_numbers, whom=people_numbers, role=some_roles)
    def invite(self, by: int, whom: int, role: MemberRole) -> None:
        made: list[Invitation] = []
        done = happens(
            lambda: made.append(
                invitations.invite_member(
                    organisation=self.organisation,
                    email=self.people[whom].email,
                    role=role,
                    by=self.people[by],
                    **self.tick(),
                )
            )
        )
        assert done is (by in self.owners() and not self.closed and whom not in self.roles)
        if done:
            self.invited[whom] = (made[0], role.value)

    @rule(by=people_numbers, whom=people_numbers, accept=st.booleans())
    def answer_invitation(self, by: int, whom: int, accept: bool) -> None:
        if whom not in self.invited:
            return
        invitation, role = self.invited[whom]
        answer = invitations.accept_invitation if accept else invitations.decline_invitation
        done = happens(lambda: answer(invitation=invitation, by=self.people[by], **self.tick()))
        assert done is (by == whom)
        if done:
            del self.invited[whom]
            if accept:
                self.roles.setdefault(whom, role)
                self.asked.pop(whom, None)

    @rule(by=people_numbers)
    def ask(self, by: int) -> None:
        made: list[JoinRequest] = []
        done = happens(
            lambda: made.append(
                joining.ask_to_join(organisation=self.organisation, by=self.people[by], by_name=True, **self.tick())
            )
        )
        assert done is (by not in self.roles)
        if done:
            assert made[0].pk == self.asked.setdefault(by, made[0]).pk

    @rule(by=people_numbers, whom=people_numbers, role=some_roles, accept=st.booleans())
    def answer_request(self, by: int, whom: int, role: MemberRole, accept: bool) -> None:
        if whom not in self.asked:
            return
        request, actor = self.asked[whom], self.people[by]
        if accept:
            done = happens(lambda: joining.accept_request(request=request, role=role, by=actor, **self.tick()))
            assert done is (by in self.owners() and not self.closed)
        else:
            done = happens(lambda: joining.decline_request(request=request, by=actor, **self.tick()))
            assert done is (by in self.owners())
        if done:
            del self.asked[whom]
            if accept:
                self.roles.setdefault(whom, role.value)

    @rule(by=people_numbers, whom=people_numbers)
    def withdraw_request(self, by: int, whom: int) -> None:
        if whom in self.asked:
            request = self.asked[whom]
            done = happens(lambda: joining.withdraw_request(request=request, by=self.people[by], **self.tick()))
            assert done is (by == whom)
            if done:
                del self.asked[whom]

    @rule(by=people_numbers, whom=people_numbers, role=some_roles)
    def change_role(self, by: int, whom: int, role: MemberRole) -> None:
        if whom not in self.roles:
            return
        done = happens(
            lambda: memberships.change_role(
                membership=self.membership(whom), role=role, by=self.people[by], **self.tick()
            )
        )
        keeps_one = role == "owner" or self.owners() - {whom}
        assert done is bool(by in self.owners() and keeps_one)
        if done:
            self.roles[whom] = role.value

    @rule(by=people_numbers, whom=people_numbers)
    def hand_over(self, by: int, whom: int) -> None:
        if whom not in self.roles:
            return
        done = happens(
            lambda: memberships.hand_over(membership=self.membership(whom), by=self.people[by], **self.tick())
        )
        assert done is (by in self.owners() and by != whom)
        if done:
            self.roles |= {whom: "owner", by: "editor"}

    @rule(by=people_numbers, whom=people_numbers)
    def remove(self, by: int, whom: int) -> None:
        if whom not in self.roles:
            return
        done = happens(
            lambda: memberships.remove_member(membership=self.membership(whom), by=self.people[by], **self.tick())
        )
        keeps_one = self.owners() - {whom}
        assert done is bool((by == whom or by in self.owners()) and keeps_one)
        if done:
            del self.roles[whom]

    @rule(by=people_numbers)
    def close_or_reopen(self, by: int) -> None:
        move = closing.reopen if self.closed else closing.close
        done = happens(lambda: move(organisation=self.organisation, by=self.people[by], **self.tick()))
        assert done is (by in self.owners())
        if done:
            self.closed = not self.closed
            self.invited = {} if self.closed else self.invited

    @rule()
    def let_two_weeks_pass(self) -> None:
        self.now += invitations.VALID_FOR
        assert joining.expire_requests(now=self.now) == len(self.asked)
        self.invited, self.asked = {}, {}

    @invariant()
    def rows_say_what_the_model_says(self) -> None:
        if not hasattr(self, "roles"):
            return
        held = dict(Membership.objects.filter(organisation=self.organisation).values_list("user_id", "role"))
        assert held == {self.people[number].pk: role for number, role in self.roles.items()}
        assert self.owners(), "nobody owns the organisation"
        requests = JoinRequest.objects.live(self.now).filter(organisation=self.organisation)
        assert set(requests.values_list("user_id", flat=True)) == {self.people[number].pk for number in self.asked}
        live = Invitation.objects.live(self.now).filter(organisation=self.organisation)
        assert set(live.values_list("email", flat=True)) == {self.people[number].email for number in self.invited}


@pytest.mark.django_db
@pytest.mark.parametrize(("machine", "examples"), [(OrganisationMachine, 40), (PeopleMachine, 40)])
def test_any_history_agrees_with_the_plain_model(
    machine: type[Machine], examples: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("verification_changed", "closing_changed", "join_asked", "join_answered", "invitation"):
        monkeypatch.setattr(emails, name, lambda **_given: None)
    monkeypatch.setattr(findables, "changed", lambda _instance: None)
    monkeypatch.setattr(joining, "REST_AFTER_NO", timedelta(0))
    monkeypatch.setattr(joining, "MOST_A_DAY", 10_000)
    monkeypatch.setattr(invitations, "MOST_A_DAY", 10_000)
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=30,
            deadline=None,
            derandomize=True,
            phases=[Phase.explicit, Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )
