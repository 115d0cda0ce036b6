"""Booths under random steps beside a plain model: never two live holders, only legal states, the same who-has-what."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from events.booth_enums import TAKEN, BoothState
from events.domain import applications, booths
from events.enums import WITHOUT_BOOTH, ApplicationState
from events.models import Booth, FairApplication
from portal.kernel.errors import DomainError
from tests.factories import booths as stock
from tests.factories import events as make
from tests.factories import exhibitors as people

BOOTHS, PEOPLE = 3, 4
WHO = st.integers(0, PEOPLE - 1)
WHICH = st.integers(0, BOOTHS - 1)
HOLD = timedelta(hours=72)


class BoothMachine(RuleBasedStateMachine):
    """``holds`` is the model: booth -> (who, end of the hold or None when confirmed)."""

    def __init__(self) -> None:
        super().__init__()
        self.point = transaction.atomic()
        self.point.__enter__()
        key = uuid.uuid4()
        self.owner, self.operator = World.owner, World.operator
        hall = stock.make_hall(key)
        self.booths = [stock.make_booth(hall) for _number in range(BOOTHS)]
        self.people = [
            FairApplication.objects.create(
                reference=f"GH-{uuid.uuid4().hex[:8]}",
                fair_key=key,
                organisation=World.organisations[number],
                contact_user=None,
                state=ApplicationState.ACCEPTED,
                submitted_at=make.NOW,
                decided_at=make.NOW,
            )
            for number in range(PEOPLE)
        ]
        self.now = make.NOW
        self.holds: dict[int, tuple[int, Any]] = {}
        self.blocked: set[int] = set()
        self.gone: set[int] = set()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.point.__exit__(None, None, None)

    @initialize()
    def begin(self) -> None:
        assert Booth.objects.filter(pk__in=[row.pk for row in self.booths], state=BoothState.FREE).count() == BOOTHS

    def live(self, booth: int) -> bool:
        _who, end = self.holds.get(booth, (None, self.now))
        return booth in self.holds and (end is None or end > self.now)

    def of(self, who: int) -> int | None:
        return next((booth for booth, (holder, _end) in self.holds.items() if holder == who), None)

    def does(self, allowed: bool, step: Any, **arguments: Any) -> None:
        try:
            with transaction.atomic():
                step(now=self.now, **arguments)
        except DomainError:
            assert not allowed, f"{step.__name__} was refused"
        else:
            assert allowed, f"{step.__name__} was allowed"

    @rule(who=WHO, booth=WHICH)
    def offer(self, who: int, booth: int) -> None:
        own = self.of(who)
        is_confirmed = own is not None and self.holds[own][1] is None
        is_same = own == booth and self.live(booth)
        allowed = (
            who not in self.gone
            and not is_confirmed
            and (is_same or (not self.live(booth) and booth not in self.blocked))
        )
        self.does(allowed, booths.offer, application=self.people[who], booth=self.booths[booth], by=self.operator)
        if allowed and not is_same:
            if own is not None:
                del self.holds[own]
            self.holds[booth] = (who, self.now + HOLD)

    @rule(who=WHO)
    def confirm(self, who: int) -> None:
        own = self.of(who)
        is_confirmed = own is not None and self.holds[own][1] is None
        # Confirming twice changes nothing and is no fault.
        allowed = own is not None and (is_confirmed or self.live(own))
        self.does(allowed, booths.confirm, application=self.people[who], by=self.owner)
        if allowed and own is not None:
            self.holds[own] = (who, None)

    @rule(who=WHO)
    def turn_down(self, who: int) -> None:
        own = self.of(who)
        allowed = own is not None and self.holds[own][1] is not None
        self.does(allowed, booths.turn_down, application=self.people[who], by=self.owner)
        if allowed and own is not None:
            del self.holds[own]

    @rule(who=WHO)
    def release(self, who: int) -> None:
        own = self.of(who)
        self.does(own is not None, booths.release, application=self.people[who], by=self.operator, words="Vì vậy.")
        if own is not None:
            del self.holds[own]

    @rule(who=WHO)
    def withdraw(self, who: int) -> None:
        allowed = who not in self.gone
        self.does(allowed, applications.withdraw, application=self.people[who], by=self.owner)
        own = self.of(who)
        if own is not None:
            del self.holds[own]
        self.gone.add(who)

    @rule(booth=WHICH, is_blocked=st.booleans())
    def block(self, booth: int, is_blocked: bool) -> None:
        changes = is_blocked != (booth in self.blocked)
        allowed = not changes or not self.live(booth)
        self.does(
            allowed, booths.set_blocked, booth_ids=[self.booths[booth].pk], is_blocked=is_blocked, by=self.operator
        )
        if changes and allowed:
            self.holds.pop(booth, None)
            (self.blocked.add if is_blocked else self.blocked.discard)(booth)

    @rule(hours=st.integers(1, 100))
    def wait(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule()
    def sweep(self) -> None:
        booths.expire_offers(now=self.now)
        self.holds = {booth: held for booth, held in self.holds.items() if self.live(booth)}

    @invariant()
    def same_as_the_model(self) -> None:
        rows = list(Booth.objects.filter(pk__in=[row.pk for row in self.booths]).order_by("pk"))
        numbers = {row.pk: number for number, row in enumerate(self.people)}
        seen = {place: numbers[row.holder_id] for place, row in enumerate(rows) if row.state in TAKEN}
        assert seen == {booth: who for booth, (who, _end) in self.holds.items()}
        assert len(set(seen.values())) == len(seen)
        states = dict(FairApplication.objects.filter(pk__in=list(numbers)).values_list("pk", "state"))
        for pk, who in numbers.items():
            own = self.of(who)
            if own is None:
                assert states[pk] in (WITHOUT_BOOTH | {ApplicationState.WITHDRAWN})
            else:
                expected = ApplicationState.CONFIRMED if self.holds[own][1] is None else ApplicationState.BOOTH_OFFERED
                assert states[pk] == expected


class World:
    """What every run shares: people and their organisations."""

    owner: Any
    operator: Any
    organisations: list[Any]


@pytest.mark.django_db
def test_booths_follow_the_model() -> None:
    World.owner, World.operator = people.make_person(), make.make_operator()
    World.organisations = [people.make_organisation(World.owner) for _number in range(PEOPLE)]
    run_state_machine_as_test(
        BoothMachine,
        settings=settings(
            max_examples=200,
            stateful_step_count=30,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
