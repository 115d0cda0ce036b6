"""Random histories of one kind of place, compared with a plain model after every step."""

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, ClassVar

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from portal.kernel.errors import LimitReachedError
from registration import errors, queries
from registration.domain import places, registrations, steps, waiting_list
from registration.enums import WaitingListPolicy
from registration.models import Registration
from tests.factories.registration import NOON, make_kind, make_pool, make_registration

OFFER = timedelta(hours=1)
CAPACITY = 4
RUNS = 200
STEPS = 30
EXAMPLES = 250
"""Some runs end early: so many are tried that together they take the steps of so many whole runs."""


@dataclass
class Model:
    """Who has a place, who was offered one until when, who waits in which order."""

    capacity: int | None
    fill: bool
    is_open: bool = True
    seated: dict[int, int] = field(default_factory=dict)
    offered: dict[int, Any] = field(default_factory=dict)
    waiting: list[tuple[int, int]] = field(default_factory=list)
    sizes: dict[int, int] = field(default_factory=dict)

    @property
    def taken(self) -> int:
        return sum(self.seated.values()) + sum(self.sizes[pk] for pk in self.offered)

    def has_room(self, size: int) -> bool:
        return self.capacity is None or self.taken + size <= self.capacity

    def sweep(self, now: Any) -> None:
        self.offered = {pk: until for pk, until in self.offered.items() if until > now}

    def serve(self, now: Any, newcomer: int | None = None) -> bool:
        self.sweep(now)
        seated_newcomer = False
        if not self.is_open:
            return False
        for pk, size in list(self.waiting):
            if self.has_room(size):
                self.waiting.remove((pk, size))
                if pk == newcomer:
                    self.seated[pk] = size
                    seated_newcomer = True
                else:
                    self.offered[pk] = now + OFFER
            elif not self.fill:
                break
        return seated_newcomer


class SeatMachine(RuleBasedStateMachine):
    """Registers, cancels, answers offers, changes, lifts and sets the limit, closes and opens, and lets time pass."""

    lengths: ClassVar[list[int]] = []
    """How many steps each run took."""

    @initialize(fill=st.booleans())
    def begin(self, fill: bool) -> None:
        self.outer = transaction.atomic()
        self.outer.__enter__()
        policy = WaitingListPolicy.FILL if fill else WaitingListPolicy.STRICT
        self.pool = make_pool(capacity=CAPACITY)
        self.rules = {"code": "visitor", "subject": self.pool.subject, "party_maximum": 3, "waiting_list": policy}
        self.kind = make_kind(pools=[self.pool], **self.rules)
        self.model = Model(CAPACITY, fill)
        self.now = NOON
        self.rows: dict[int, Registration] = {}
        self.steps = -1

    def teardown(self) -> None:
        if hasattr(self, "outer"):
            mismatches = queries.counters_match_rows()
            transaction.set_rollback(True)
            self.outer.__exit__(None, None, None)
            self.lengths.append(self.steps)
            assert mismatches == []

    def tick(self) -> None:
        self.now += timedelta(seconds=1)

    def pick(self, number: int, group: Any) -> Registration:
        keys = sorted(group)
        return self.rows[keys[number % len(keys)]]

    @rule(size=st.integers(1, 3))
    def register(self, size: int) -> None:
        self.tick()
        if not self.model.is_open:
            with pytest.raises(errors.RegistrationClosedError):
                make_registration(self.kind, party_size=size, now=self.now)
            return
        row = make_registration(self.kind, party_size=size, now=self.now)
        self.rows[row.pk] = row
        self.model.sizes[row.pk] = size
        self.model.waiting.append((row.pk, size))
        assert self.model.serve(self.now, newcomer=row.pk) == (row.state == "confirmed")

    @precondition(lambda self: getattr(self, "model", None) and self.model.sizes)
    @rule(number=st.integers(0, 30))
    def cancel(self, number: int) -> None:
        self.tick()
        live = {*self.model.seated, *self.model.offered, *(pk for pk, _size in self.model.waiting)}
        if not live:
            return
        row = self.pick(number, live)
        self.model.seated.pop(row.pk, None)
        self.model.offered.pop(row.pk, None)
        self.model.waiting = [entry for entry in self.model.waiting if entry[0] != row.pk]
        registrations.cancel(registration=row, now=self.now)
        self.model.serve(self.now)

    @precondition(lambda self: getattr(self, "model", None) and self.model.offered)
    @rule(number=st.integers(0, 30), accept=st.booleans())
    def answer(self, number: int, accept: bool) -> None:
        self.tick()
        row = self.pick(number, self.model.offered)
        in_time = self.model.offered[row.pk] > self.now
        if accept and in_time:
            waiting_list.accept_offer(registration=row, now=self.now)
            self.model.seated[row.pk] = self.model.sizes[row.pk]
            del self.model.offered[row.pk]
        elif accept:
            with pytest.raises(errors.OfferOverError):
                waiting_list.accept_offer(registration=row, now=self.now)
            self.model.serve(self.now)
        else:
            waiting_list.decline_offer(registration=row, now=self.now)
            del self.model.offered[row.pk]
            self.model.serve(self.now)

    def change_kind(self) -> None:
        pools = [] if self.model.capacity is None else [self.pool]
        self.kind = make_kind(pools=pools, is_open=self.model.is_open, now=self.now, **self.rules)

    @rule(is_open=st.booleans())
    def open_or_close(self, is_open: bool) -> None:
        self.tick()
        self.model.is_open = is_open
        self.change_kind()
        self.model.serve(self.now)

    @rule()
    def lift_the_limit(self) -> None:
        self.tick()
        self.model.capacity = None
        self.change_kind()
        self.model.serve(self.now)

    @precondition(lambda self: getattr(self, "model", None) and self.model.capacity is None)
    @rule(capacity=st.integers(1, 8))
    def set_a_limit(self, capacity: int) -> None:
        self.tick()
        waiting_list.promote_waiting(subject=self.kind.subject, now=self.now)
        self.model.serve(self.now)
        places.set_capacity(pool=self.pool, capacity=capacity, now=self.now)
        self.model.capacity = capacity
        if self.model.taken > capacity:
            with pytest.raises(errors.FullError), transaction.atomic():
                self.change_kind()
            self.model.capacity = None
            return
        self.change_kind()
        self.model.serve(self.now)

    @precondition(lambda self: getattr(self, "model", None) and self.model.capacity is not None)
    @rule(capacity=st.integers(1, 8))
    def set_capacity(self, capacity: int) -> None:
        self.tick()
        self.model.sweep(self.now)
        if self.model.taken > capacity:
            with pytest.raises(LimitReachedError), transaction.atomic():
                places.set_capacity(pool=self.pool, capacity=capacity, now=self.now)
            self.model.serve(self.now)
            waiting_list.promote_waiting(subject=self.kind.subject, now=self.now)
            return
        places.set_capacity(pool=self.pool, capacity=capacity, now=self.now)
        self.model.capacity = capacity
        self.model.serve(self.now)

    @rule(minutes=st.sampled_from([10, 61]), cleaner_runs=st.booleans())
    def let_time_pass(self, minutes: int, cleaner_runs: bool) -> None:
        self.now += timedelta(minutes=minutes)
        self.check_places_left()
        if cleaner_runs and any(until <= self.now for until in self.model.offered.values()):
            waiting_list.expire_offers(now=self.now)
            self.model.serve(self.now)

    @invariant()
    def the_rows_say_what_the_model_says(self) -> None:
        if not hasattr(self, "model"):
            return
        self.steps += 1
        states = dict(
            Registration.objects.filter(
                place_kind=self.kind, state__in=["confirmed", "offered", "wait-listed"]
            ).values_list("pk", "state")
        )
        expected = dict.fromkeys(self.model.seated, "confirmed")
        expected |= dict.fromkeys(self.model.offered, "offered")
        expected |= {pk: "wait-listed" for pk, _size in self.model.waiting}
        assert states == expected

    def check_places_left(self) -> None:
        live_offers = sum(self.model.sizes[pk] for pk, until in self.model.offered.items() if until > self.now)
        if self.model.capacity is None:
            assert queries.places_left(self.kind.subject, self.now) is None
            return
        left = self.model.capacity - sum(self.model.seated.values()) - live_offers
        assert queries.places_left(self.kind.subject, self.now) == left
        assert left >= 0


@pytest.mark.django_db
def test_any_history_agrees_with_the_plain_model(
    monkeypatch: pytest.MonkeyPatch, record_property: Callable[[str, object], None]
) -> None:
    SeatMachine.lengths.clear()
    monkeypatch.setattr(steps, "tell", lambda **_arguments: None)
    monkeypatch.setattr(waiting_list, "offer_deadline", lambda now, hours, latest=None: now + OFFER)
    run_state_machine_as_test(
        SeatMachine,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=True,
            phases=[Phase.explicit, Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )
    record_property("steps", sum(SeatMachine.lengths))
    sys.stdout.write(f"{len(SeatMachine.lengths)} runs, {sum(SeatMachine.lengths)} steps\n")
    assert sum(SeatMachine.lengths) >= RUNS * STEPS
