"""Kinds of place that are closed: who waits for one keeps nobody away, and only what was closed together opens together."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from portal.kernel.errors import DomainError, LimitReachedError
from registration import errors, queries, session_offers
from registration.domain import changing, holds, moving, places, registrations, set_up
from registration.enums import RegistrationState, WaitingListPolicy
from registration.models import PlaceKind, Pool, Registration
from tests.factories.registration import NOON, make_kind, make_pool, make_registration
from tests.registration.conftest import Programme
from tests.registration.sessions import make_session

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(hours=1)
POLICIES = [WaitingListPolicy.STRICT, WaitingListPolicy.FILL]


def grown(row: Registration, party_size: int) -> Registration:
    return changing.change(
        registration=row,
        full_name=row.full_name,
        phone="",
        organisation="",
        note="",
        party_size=party_size,
        others=[],
        now=LATER,
    )


def taken(kind: PlaceKind) -> int:
    return kind.pools.get().taken


def shared(policy: WaitingListPolicy) -> tuple[Pool, PlaceKind, PlaceKind, Registration, Registration]:
    """Return a full pool, a kind with a holder in it, and a second kind for which somebody waits."""
    pool = make_pool(capacity=2)
    guests = make_kind(pools=[pool], code="guest", waiting_list=policy, party_maximum=3)
    visitors = make_kind(pools=[pool], code="visitor", waiting_list=policy, party_maximum=3)
    holder = make_registration(visitors)
    leaver = make_registration(visitors)
    waits = make_registration(guests)
    assert waits.state == RegistrationState.WAIT_LISTED
    close(guests, pool, policy)
    registrations.cancel(registration=leaver, now=NOON)
    return pool, guests, visitors, holder, waits


def close(kind: PlaceKind, pool: Pool, policy: WaitingListPolicy) -> None:
    places.open_place_kind(
        subject=kind.subject,
        code=kind.code,
        name_vi=kind.name_vi,
        pools=[pool],
        waiting_list=policy,
        party_maximum=3,
        is_open=False,
        now=NOON,
    )


@pytest.mark.parametrize("policy", POLICIES)
def test_who_waits_for_a_closed_kind_keeps_no_party_from_growing(policy: WaitingListPolicy) -> None:
    _pool, _guests, visitors, holder, waits = shared(policy)
    assert queries.look(visitors, NOON).somebody_waits is False
    assert grown(holder, 2).party_size == 2
    waits.refresh_from_db()
    assert (waits.state, taken(visitors)) == (RegistrationState.WAIT_LISTED, 2)
    assert queries.counters_match_rows() == []


@pytest.mark.parametrize("policy", POLICIES)
def test_who_waits_for_a_closed_kind_keeps_nobody_from_moving_or_being_kept_a_place(policy: WaitingListPolicy) -> None:
    pool, _guests, visitors, _holder, _waits = shared(policy)
    other = make_kind(subject=pool.subject, capacity=1, code="screen")
    mover = make_registration(other)
    assert moving.move(registration=mover, to=visitors, now=LATER).place_kind == visitors
    assert grown(Registration.objects.get(pk=_holder.pk), 1).party_size == 1
    registrations.cancel(registration=mover, now=LATER)
    assert holds.keep(place_kind=visitors, quantity=1, owner="desk", expires_at=LATER + timedelta(1), now=LATER)
    assert queries.counters_match_rows() == []


def test_who_waits_for_an_open_kind_still_comes_first() -> None:
    pool, guests, visitors, holder, waits = shared(WaitingListPolicy.STRICT)
    make_kind(pools=[pool], code="guest", waiting_list=WaitingListPolicy.STRICT, party_maximum=3, now=LATER)
    waits.refresh_from_db()
    assert waits.state == RegistrationState.OFFERED
    second = make_registration(guests)
    assert second.state == RegistrationState.WAIT_LISTED
    with pytest.raises(LimitReachedError):
        grown(holder, 2)
    other = make_registration(make_kind(subject=pool.subject, capacity=1, code="screen"))
    with pytest.raises(errors.FullError):
        moving.move(registration=other, to=visitors, now=LATER)


def test_who_waits_for_a_session_that_cannot_be_given_any_more_keeps_nobody_away(programme: Programme) -> None:
    kind = make_kind(capacity=9, party_maximum=3)
    session = make_session(programme, kind.subject, capacity=2)
    holder = make_registration(kind, sessions=[session])
    leaver = make_registration(kind, sessions=[session])
    waits = make_registration(kind, sessions=[session], waits_for_sessions=True)
    PlaceKind.objects.filter(pk=session.pk).update(is_open=False)
    registrations.cancel(registration=leaver, now=NOON)
    assert waits.session_places.get().state == "waiting"
    assert queries.sessions_that_wait([session.pk], NOON) == set()
    assert session_offers.offers(subject=kind.subject, now=NOON, chosen=[session.pk])[0].is_waited_for is False
    assert grown(holder, 2).party_size == 2
    assert queries.counters_match_rows() == []
    PlaceKind.objects.filter(pk=session.pk).update(is_open=True, closes_at=LATER)
    assert queries.sessions_that_wait([session.pk], LATER - timedelta(seconds=1)) == {session.pk}
    assert queries.sessions_that_wait([session.pk], LATER) == set()


def test_nobody_registers_for_a_session_by_itself(programme: Programme) -> None:
    """Nobody registers for a session by itself: it is chosen along with the whole (ADR 0018)."""
    kind = make_kind(capacity=9)
    session = make_session(programme, kind.subject)
    with pytest.raises(DomainError) as refusal:
        make_registration(session)
    assert (type(refusal.value), refusal.value.field) == (DomainError, "place_kind")
    assert not Registration.objects.exists()
    assert taken(session) == 0
    assert make_registration(kind, sessions=[session]).state == RegistrationState.CONFIRMED


def opened(subject: uuid.UUID) -> dict[str, bool]:
    return dict(PlaceKind.objects.filter(subject=subject).values_list("code", "is_open"))


def closed_by_a_person() -> uuid.UUID:
    """Return a subject with one open kind, and one that was closed by itself."""
    kind = make_kind(code="hall")
    make_kind(subject=kind.subject, code="stand", is_open=False)
    return kind.subject


def test_reopening_opens_only_what_was_closed_with_the_whole() -> None:
    subject = closed_by_a_person()
    for _twice in range(2):
        places.freeze(subject=subject, now=NOON)
        assert opened(subject) == {"hall": False, "stand": False}
    assert places.reopen(subject=subject, now=NOON) == 2
    assert opened(subject) == {"hall": True, "stand": False}
    places.reopen(subject=subject, now=NOON)
    assert opened(subject) == {"hall": True, "stand": False}


def test_what_is_said_of_one_kind_while_all_are_closed_holds_when_they_open() -> None:
    subject = closed_by_a_person()
    places.freeze(subject=subject, now=NOON)
    make_kind(subject=subject, code="hall", capacity=None, is_open=False)
    make_kind(subject=subject, code="stand", capacity=None)
    places.reopen(subject=subject, now=NOON)
    assert opened(subject) == {"hall": False, "stand": True}


@pytest.mark.parametrize("is_frozen", [False, True])
def test_copy_closes_what_a_person_closed_and_opens_the_rest(is_frozen: bool) -> None:
    subject, target = closed_by_a_person(), uuid.uuid4()
    if is_frozen:
        places.freeze(subject=subject, now=NOON)
    set_up.copy(source=subject, target=target, shift=timedelta(days=7), sessions={}, by=None, now=NOON)
    assert opened(target) == {"hall": True, "stand": False}


def test_session_taken_out_while_all_is_closed_stays_closed(programme: Programme) -> None:
    kind = make_kind(capacity=9)
    gone, kept = (make_session(programme, kind.subject, title=title) for title in ("Một", "Hai"))
    places.freeze(subject=kind.subject, now=NOON)
    assert kept.session is not None
    places.close_sessions_but(subject=kind.subject, sessions=[kept.session], now=NOON)
    places.reopen(subject=kind.subject, now=NOON)
    assert opened(kind.subject) == {kind.code: True, gone.code: False, kept.code: True}


@pytest.mark.postgresql
def test_database_refuses_an_open_kind_that_is_frozen() -> None:
    kind = make_kind()
    with pytest.raises(IntegrityError), transaction.atomic():
        PlaceKind.objects.filter(pk=kind.pk).update(is_frozen=True)
