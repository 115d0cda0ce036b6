"""Histories in which other software gave a place to the wrong person, or to nobody, played against the waiting list."""

from datetime import timedelta

import pytest

from registration import errors, queries
from registration.domain import holds, places, registrations, waiting_list
from registration.enums import RegistrationState
from registration.models import Hold, Registration
from tests.factories.registration import NOON, make_kind, make_pool, make_registration

pytestmark = pytest.mark.django_db


def state_of(row: Registration) -> RegistrationState:
    return RegistrationState(Registration.objects.get(pk=row.pk).state)


def test_place_that_was_taken_from_the_list_and_given_back_goes_on_to_the_next() -> None:
    """pretix issues 1163 and 1405: the voucher of a place that was given back came to life again and blocked the place."""
    kind = make_kind(capacity=1)
    holder, first, second = (make_registration(kind) for _number in range(3))
    registrations.cancel(registration=holder, now=NOON)
    waiting_list.accept_offer(registration=first, now=NOON)
    registrations.cancel(registration=first, now=NOON)
    assert (state_of(first), state_of(second)) == (RegistrationState.CANCELLED, RegistrationState.OFFERED)
    with pytest.raises(errors.OfferOverError):
        waiting_list.accept_offer(registration=first, now=NOON)
    assert waiting_list.accept_offer(registration=second, now=NOON).state == RegistrationState.CONFIRMED
    registrations.cancel(registration=second, now=NOON)
    assert queries.places_left(kind.subject, NOON) == 1
    assert not Hold.objects.exists()
    assert queries.counters_match_rows() == []


def test_those_whose_kind_is_no_longer_offered_are_not_passed_by_the_last() -> None:
    """pretix issue 2119: who waited longest was passed, because their kind of ticket was no longer on sale."""
    hall = make_pool(capacity=1)
    early = make_kind(pools=[hall], closes_at=NOON + timedelta(hours=1))
    regular = make_kind(pools=[hall])
    holder = make_registration(early)
    first, second = make_registration(early), make_registration(early, now=NOON + timedelta(minutes=1))
    afterwards = NOON + timedelta(hours=2)
    with pytest.raises(errors.RegistrationClosedError):
        make_registration(early, now=afterwards)
    last = make_registration(regular, now=afterwards)
    registrations.cancel(registration=holder, now=afterwards)
    assert [state_of(row) for row in (first, second, last)] == ["offered", "wait-listed", "wait-listed"]
    waiting_list.decline_offer(registration=first, now=afterwards)
    assert [state_of(row) for row in (second, last)] == ["offered", "wait-listed"]
    assert queries.counters_match_rows() == []


def test_places_kept_for_guests_do_not_become_new_places_when_they_are_given_up() -> None:
    """pretix issue 1238: an unused override of sixty places, deleted, sent sixty people to a house that was full."""
    kind = make_kind(capacity=3)
    kept = holds.keep(place_kind=kind, quantity=2, owner="Khách mời", expires_at=NOON + timedelta(days=1), now=NOON)
    make_registration(kind)
    waiting = [make_registration(kind) for _number in range(4)]
    places.set_capacity(pool=kind.pools.get(), capacity=3, now=NOON)
    assert {state_of(row) for row in waiting} == {RegistrationState.WAIT_LISTED}
    holds.release(hold=kept, now=NOON)
    assert [state_of(row) for row in waiting] == ["offered", "offered", "wait-listed", "wait-listed"]
    assert queries.places_left(kind.subject, NOON) == 0
    assert queries.counters_match_rows() == []
