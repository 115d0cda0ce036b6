"""The waiting list: who is next, why, and what an offer is worth."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail as outbox

from portal.accounts.models import User
from registration import errors, queries
from registration.domain import holds, places, registrations, waiting_list
from registration.enums import Reason, RegistrationState, WaitingListPolicy
from registration.models import Hold, Registration
from tests.factories.registration import NOON, make_kind, make_pool, make_registration

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(days=3)


def states(*rows: Registration) -> list[str]:
    return [Registration.objects.get(pk=row.pk).state for row in rows]


def assert_counters_right() -> None:
    assert queries.counters_match_rows() == []


def test_cancel_offers_the_place_to_the_first_in_order() -> None:
    kind = make_kind(capacity=1)
    first, second, third = (make_registration(kind) for _number in range(3))
    registrations.cancel(registration=first, now=NOON)
    assert states(second, third) == ["offered", "wait-listed"]
    assert queries.places_left(kind.subject, NOON) == 0
    assert second.log.last().reason == Reason.PLACE_FREE
    assert_counters_right()


def test_order_is_class_then_moment_and_nobody_overtakes_who_got_the_lock_before() -> None:
    kind = make_kind(capacity=1)
    holder = make_registration(kind)
    early = make_registration(kind, now=NOON + timedelta(minutes=1))
    late = make_registration(kind, now=NOON + timedelta(minutes=2))
    asked_first_but_waited_for_the_lock = make_registration(kind, now=NOON)
    invited = make_registration(kind, now=NOON + timedelta(minutes=3), queue_class=50)
    order = (invited, early, late, asked_first_but_waited_for_the_lock)
    assert [queries.queue_position(row) for row in order] == [1, 2, 3, 4]
    registrations.cancel(registration=holder, now=NOON)
    assert states(*order) == ["offered", "wait-listed", "wait-listed", "wait-listed"]


def test_who_is_approved_keeps_the_moment_of_asking(organiser: User) -> None:
    pool = make_pool(capacity=1)
    kind = make_kind(pools=[pool])
    approved_kind = make_kind(pools=[pool], needs_approval=True)
    pending = make_registration(approved_kind, now=NOON)
    make_registration(kind, now=NOON + timedelta(minutes=1))
    waiting = make_registration(kind, now=NOON + timedelta(minutes=2))
    registrations.approve(registration=pending, by=organiser, now=NOON + timedelta(minutes=3))
    assert list(Registration.objects.waiting()) == [pending, waiting]


def test_position_is_asked_once_and_only_of_those_who_wait(django_assert_num_queries: Any) -> None:
    kind = make_kind(capacity=1)
    first, second, third = (make_registration(kind) for _number in range(3))
    with django_assert_num_queries(0):
        assert queries.queue_position(first) == 0
    with django_assert_num_queries(1) as asked:
        assert queries.queue_position(third) == 2
    assert "COUNT(" in asked.captured_queries[0]["sql"]
    registrations.cancel(registration=second, now=NOON)
    assert queries.queue_position(third) == 1


def test_accepted_offer_is_a_place() -> None:
    kind = make_kind(capacity=1)
    first, second = make_registration(kind), make_registration(kind)
    registrations.cancel(registration=first, now=NOON)
    assert waiting_list.accept_offer(registration=second, now=NOON).state == RegistrationState.CONFIRMED
    assert waiting_list.accept_offer(registration=second, now=NOON).state == RegistrationState.CONFIRMED
    assert not Hold.objects.exists()
    assert_counters_right()


def test_declined_offer_goes_to_the_next() -> None:
    kind = make_kind(capacity=1)
    first, second, third = (make_registration(kind) for _number in range(3))
    registrations.cancel(registration=first, now=NOON)
    waiting_list.decline_offer(registration=second, now=NOON)
    assert states(second, third) == ["declined", "offered"]
    with pytest.raises(errors.OfferOverError):
        waiting_list.decline_offer(registration=second, now=NOON)
    assert_counters_right()


def test_expired_offer_goes_to_the_next_and_does_not_revive() -> None:
    kind = make_kind(capacity=1)
    first, second, third = (make_registration(kind) for _number in range(3))
    registrations.cancel(registration=first, now=NOON)
    assert waiting_list.expire_offers(now=LATER) == 1
    assert states(second, third) == ["expired", "offered"]
    assert second.log.last().reason == Reason.OFFER_EXPIRED
    with pytest.raises(errors.OfferOverError):
        waiting_list.accept_offer(registration=second, now=LATER)
    assert waiting_list.expire_offers(now=LATER) == 0
    assert_counters_right()


def test_accepting_too_late_hands_the_place_on() -> None:
    kind = make_kind(capacity=1)
    first, second, third = (make_registration(kind) for _number in range(3))
    registrations.cancel(registration=first, now=NOON)
    with pytest.raises(errors.OfferOverError):
        waiting_list.accept_offer(registration=second, now=LATER)
    assert states(second, third) == ["expired", "offered"]
    assert_counters_right()


def test_newcomer_does_not_pass_those_who_wait_when_an_offer_has_expired() -> None:
    kind = make_kind(capacity=1)
    first, second, third = (make_registration(kind) for _number in range(3))
    registrations.cancel(registration=first, now=NOON)
    newcomer = make_registration(kind, now=LATER)
    assert states(second, third, newcomer) == ["expired", "offered", "wait-listed"]
    assert_counters_right()


@pytest.mark.parametrize(
    ("policy", "expected"),
    [(WaitingListPolicy.STRICT, ["wait-listed", "wait-listed"]), (WaitingListPolicy.FILL, ["wait-listed", "offered"])],
)
def test_party_that_does_not_fit_is_waited_for_or_passed(policy: WaitingListPolicy, expected: list[str]) -> None:
    kind = make_kind(capacity=3, party_maximum=3, waiting_list=policy)
    holders = [make_registration(kind) for _number in range(3)]
    party, single = make_registration(kind, party_size=3), make_registration(kind)
    registrations.cancel(registration=holders[0], now=NOON)
    assert states(party, single) == expected
    if policy == WaitingListPolicy.FILL:
        assert single.log.last().passed == 1
    assert_counters_right()


def test_newcomer_waits_behind_a_strict_party_and_passes_a_filling_one() -> None:
    for policy, expected in ((WaitingListPolicy.STRICT, "wait-listed"), (WaitingListPolicy.FILL, "confirmed")):
        kind = make_kind(capacity=2, party_maximum=3, waiting_list=policy)
        make_registration(kind)
        assert make_registration(kind, party_size=2).state == RegistrationState.WAIT_LISTED
        assert make_registration(kind).state == expected
    assert_counters_right()


def test_choosing_stops_at_a_full_house_whatever_its_sessions_have() -> None:
    hall = make_pool(capacity=0)
    kind = make_kind(pools=[hall], code="hall")
    session = make_kind(subject=hall.subject, capacity=None, code="session", session=uuid.uuid4())
    option = make_pool(subject=hall.subject, capacity=9)
    rows = [make_registration(kind) for _number in range(5)]
    queue = iter(rows)
    chosen = waiting_list.choose(
        queue=queue,
        kinds={kind.pk: kind, session.pk: session},
        links={kind.pk: (hall.pk,)},
        left={hall.pk: 0, option.pk: 9},
    )
    assert chosen == []
    assert len(list(queue)) == 4


def test_strict_head_that_leaves_makes_way() -> None:
    kind = make_kind(capacity=2, party_maximum=2)
    make_registration(kind)
    party, single = make_registration(kind, party_size=2), make_registration(kind)
    registrations.cancel(registration=party, now=NOON)
    assert states(single) == ["offered"]
    assert_counters_right()


def test_strict_party_short_of_the_hall_keeps_the_hall_from_others() -> None:
    hall = make_pool(capacity=2)
    visitors = make_kind(pools=[hall], party_maximum=2)
    students = make_kind(pools=[hall, make_pool(subject=hall.subject, capacity=9)])
    one, two = make_registration(visitors), make_registration(visitors)
    party, student = make_registration(visitors, party_size=2), make_registration(students)
    registrations.cancel(registration=one, now=NOON)
    assert states(party, student) == ["wait-listed", "wait-listed"]
    registrations.cancel(registration=two, now=NOON)
    assert states(party, student) == ["offered", "wait-listed"]
    assert_counters_right()


def test_more_capacity_serves_the_queue() -> None:
    pool = make_pool(capacity=1)
    kind = make_kind(pools=[pool])
    make_registration(kind)
    second, third = make_registration(kind), make_registration(kind)
    places.set_capacity(pool=pool, capacity=2, now=NOON)
    assert states(second, third) == ["offered", "wait-listed"]
    assert_counters_right()


@pytest.mark.parametrize("change", [{"pools": []}, {"pools": "larger"}, {"waiting_list": WaitingListPolicy.FILL}])
def test_other_rules_of_a_kind_serve_the_queue(change: dict[str, Any]) -> None:
    pool = make_pool(capacity=2)
    kind = make_kind(pools=[pool], code="visitor", party_maximum=3)
    make_registration(kind)
    party, single = make_registration(kind, party_size=3), make_registration(kind)
    assert states(party, single) == ["wait-listed", "wait-listed"]
    rules: dict[str, Any] = {"pools": [pool], **change}
    if rules["pools"] == "larger":
        rules["pools"] = [make_pool(subject=pool.subject, capacity=9)]
    make_kind(subject=pool.subject, code="visitor", party_maximum=3, now=NOON, **rules)
    assert states(party, single) == ["wait-listed" if "waiting_list" in change else "offered", "offered"]
    assert_counters_right()


def test_counting_again_serves_the_queue() -> None:
    kind = make_kind(capacity=1)
    first, second = make_registration(kind), make_registration(kind)
    Registration.objects.filter(pk=first.pk).update(state=RegistrationState.CANCELLED)
    waiting_list.recount(subjects=[kind.subject], now=NOON)
    assert states(second) == ["offered"]
    assert_counters_right()


def test_frozen_subject_moves_nobody_up_until_it_opens_again() -> None:
    kind = make_kind(capacity=1)
    first, second = make_registration(kind), make_registration(kind)
    places.freeze(subject=kind.subject)
    registrations.cancel(registration=first, now=NOON)
    assert states(second) == ["wait-listed"]
    places.reopen(subject=kind.subject, now=NOON)
    assert states(second) == ["offered"]


def test_kept_places_count_until_they_expire() -> None:
    kind = make_kind(capacity=2)
    hold = holds.keep(place_kind=kind, quantity=2, owner="desk", expires_at=NOON + timedelta(hours=1), now=NOON)
    waiting = make_registration(kind)
    assert waiting.state == RegistrationState.WAIT_LISTED
    with pytest.raises(errors.FullError):
        holds.keep(place_kind=kind, quantity=1, owner="desk", expires_at=LATER, now=NOON)
    holds.release(hold=hold, now=NOON)
    holds.release(hold=hold, now=NOON)
    assert states(waiting) == ["offered"]
    assert_counters_right()


def test_unconfirmed_address_ends_after_three_days() -> None:
    kind = make_kind(capacity=1, needs_email_confirmation=True)
    registration = make_registration(kind)
    waiting_list.expire_offers(now=NOON + timedelta(days=2))
    assert states(registration) == ["waiting-for-email"]
    waiting_list.expire_offers(now=NOON + timedelta(days=3))
    assert states(registration) == ["expired"]


@pytest.mark.parametrize(
    ("hour", "expected"),
    [(1, datetime(2026, 11, 24, 1, tzinfo=UTC)), (12, datetime(2026, 11, 24, 12, tzinfo=UTC)),
     (15, datetime(2026, 11, 25, 1, tzinfo=UTC)), (18, datetime(2026, 11, 25, 1, tzinfo=UTC)),
     (23, datetime(2026, 11, 25, 1, tzinfo=UTC))],
)  # fmt: skip
def test_offers_do_not_end_at_night(hour: int, expected: datetime) -> None:
    assert waiting_list.offer_deadline(datetime(2026, 11, 23, hour, tzinfo=UTC), 24) == expected


def test_every_step_of_the_queue_is_told_once() -> None:
    kind = make_kind(capacity=1)
    first, second = make_registration(kind), make_registration(kind)
    registrations.cancel(registration=first, now=NOON)
    waiting_list.accept_offer(registration=second, now=NOON)
    subjects = [message.subject for message in outbox.outbox if message.to == [second.email]]
    assert len(subjects) == len(set(subjects)) == 3
