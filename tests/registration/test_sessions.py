"""Sessions with places of their own: chosen with the whole, all or nothing, without clashes, freed with it."""

from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.db import IntegrityError, connection, transaction

from portal.accounts.models import User
from portal.kernel.errors import DomainError, StaleError
from registration import clashes, errors, queries
from registration.domain import attendance, changing, places, registrations, waiting_list
from registration.enums import RegistrationState, SessionPlaceState, WaitingListPolicy
from registration.models import Hold, PlaceKind, Registration, SessionPlace
from registration.subjects import SessionInfo
from tests.factories.registration import NOON, make_kind, make_registration
from tests.registration.conftest import Programme
from tests.registration.sessions import FIRST, make_session

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def kind() -> PlaceKind:
    return make_kind(capacity=10, party_maximum=5)


def states(registration: Registration) -> dict[str, str]:
    rows = SessionPlace.objects.filter(registration=registration).select_related("place_kind")
    return {row.place_kind.name_vi: row.state for row in rows}


def taken(kind: PlaceKind) -> int:
    return kind.pools.get().taken


def test_sessions_are_taken_with_the_place_for_the_whole_party(kind: PlaceKind, programme: Programme) -> None:
    first = make_session(programme, kind.subject, capacity=3)
    second = make_session(programme, kind.subject, title="Phiên 2", starts=FIRST + HOUR, capacity=None)
    row = make_registration(kind, party_size=2, sessions=[first, second])
    assert row.state == RegistrationState.CONFIRMED
    assert states(row) == {"Phiên 1": "held", "Phiên 2": "held"}
    assert (taken(kind), taken(first)) == (2, 2)
    assert queries.counters_match_rows() == []
    assert "Phiên 1" in outbox.outbox[-1].body


def test_a_full_session_refuses_all_of_it_and_says_which(kind: PlaceKind, programme: Programme) -> None:
    first = make_session(programme, kind.subject, capacity=1)
    second = make_session(programme, kind.subject, title="Phiên 2", starts=FIRST + HOUR)
    make_registration(kind, sessions=[first])
    with pytest.raises(errors.SessionFullError) as refusal:
        make_registration(kind, sessions=[first, second])
    assert (refusal.value.session, refusal.value.field) == (first.session, "sessions")
    assert Registration.objects.count() == 1
    assert (taken(kind), taken(second)) == (1, 0)


def test_who_waits_for_a_session_gets_it_in_order_when_somebody_leaves(kind: PlaceKind, programme: Programme) -> None:
    session = make_session(programme, kind.subject, capacity=2)
    holder = make_registration(kind, party_size=2, sessions=[session])
    pair = make_registration(kind, party_size=2, sessions=[session], waits_for_sessions=True, now=NOON)
    single = make_registration(kind, sessions=[session], waits_for_sessions=True, now=NOON)
    assert pair.state == single.state == RegistrationState.CONFIRMED
    assert states(pair) == states(single) == {"Phiên 1": "waiting"}
    with pytest.raises(errors.SessionFullError):
        make_registration(kind, sessions=[session])
    outbox.outbox.clear()
    registrations.cancel(registration=holder, now=NOON)
    assert states(holder) == {"Phiên 1": "dropped"}
    assert (states(pair), states(single)) == ({"Phiên 1": "held"}, {"Phiên 1": "waiting"})
    assert [message.to for message in outbox.outbox if "Phiên 1" in message.body and message.to == [pair.email]]
    assert queries.counters_match_rows() == []
    places.set_capacity(pool=session.pools.get(), capacity=3, now=NOON)
    assert states(single) == {"Phiên 1": "held"}


def test_sessions_wait_for_approval_with_their_registration(programme: Programme, organiser: User) -> None:
    kind = make_kind(capacity=1, needs_approval=True)
    session = make_session(programme, kind.subject, capacity=1)
    row = make_registration(kind, sessions=[session])
    other = make_registration(kind, sessions=[session])
    assert (states(row), taken(session)) == ({"Phiên 1": "requested"}, 0)
    registrations.approve(registration=row, by=organiser, now=NOON)
    assert (states(row), taken(session)) == ({"Phiên 1": "held"}, 1)
    registrations.approve(registration=other, by=organiser, now=NOON)
    other.refresh_from_db()
    assert (other.state, states(other)) == ("wait-listed", {"Phiên 1": "requested"})
    registrations.cancel(registration=row, now=NOON)
    waiting_list.accept_offer(registration=other, now=NOON)
    assert (states(other), taken(session)) == ({"Phiên 1": "held"}, 1)
    assert queries.counters_match_rows() == []


def test_unconfirmed_address_keeps_its_sessions_for_the_same_while(programme: Programme) -> None:
    kind = make_kind(capacity=2, needs_email_confirmation=True)
    session = make_session(programme, kind.subject, capacity=1)
    row = make_registration(kind, sessions=[session])
    assert (Hold.objects.count(), taken(kind), taken(session)) == (2, 1, 1)
    assert queries.counters_match_rows() == []
    registrations.confirm_email(registration=row, now=NOON)
    assert (Hold.objects.count(), taken(kind), taken(session), states(row)) == (0, 1, 1, {"Phiên 1": "held"})
    assert queries.counters_match_rows() == []


def test_late_confirmation_takes_what_is_left_of_the_sessions(programme: Programme) -> None:
    kind = make_kind(capacity=3, needs_email_confirmation=True)
    session = make_session(programme, kind.subject, capacity=1)
    late = make_registration(kind, sessions=[session])
    after = NOON + HOUR
    quick = make_registration(kind, sessions=[session], now=after)
    registrations.confirm_email(registration=quick, now=after)
    registrations.confirm_email(registration=late, now=after)
    assert (states(quick), states(late)) == ({"Phiên 1": "held"}, {"Phiên 1": "waiting"})
    assert queries.counters_match_rows() == []


def test_cancelling_all_frees_the_sessions(kind: PlaceKind, programme: Programme, organiser: User) -> None:
    session = make_session(programme, kind.subject)
    row = make_registration(kind, sessions=[session])
    registrations.cancel_all(subject=kind.subject, by=organiser, now=NOON, why="Bão")
    assert (states(row), taken(session), taken(kind)) == ({"Phiên 1": "dropped"}, 0, 0)


def test_attendance_leaves_the_sessions_alone(kind: PlaceKind, programme: Programme, organiser: User) -> None:
    session = make_session(programme, kind.subject)
    row = make_registration(kind, sessions=[session])
    attendance.mark_attended(registration=row, by=organiser, now=NOON)
    attendance.undo(registration=row, by=organiser, now=NOON)
    assert (states(row), taken(session)) == ({"Phiên 1": "held"}, 1)


def info(start: int, end: int, room: str = "", gap: int = 0) -> SessionInfo:
    begin = FIRST + timedelta(minutes=start)
    key = make_kind().subject
    return SessionInfo(key, f"P{start}", begin, FIRST + timedelta(minutes=end), room=room, gap_minutes=gap)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ((0, 60), (60, 120), False),
        ((0, 61), (60, 120), True),
        ((0, 120), (30, 60), True),
        ((0, 60, "A", 10), (60, 120, "A", 10), False),
        ((0, 60, "A", 10), (60, 120, "B", 10), True),
        ((0, 60, "A", 10), (70, 120, "B", 10), False),
        ((0, 60, "A", 10), (60, 120, "", 10), False),
    ],
)
def test_times_are_half_open_and_rooms_need_a_walk(first: tuple, second: tuple, expected: bool) -> None:  # type: ignore[type-arg]  # numbers and a room
    one, other = info(*first), info(*second)
    assert clashes.clash(one, other) is clashes.clash(other, one) is expected


def test_clash_names_both(kind: PlaceKind, programme: Programme) -> None:
    first = make_session(programme, kind.subject, title="Nông sản")
    second = make_session(programme, kind.subject, title="Cơ khí", starts=FIRST + timedelta(minutes=59))
    with pytest.raises(errors.ClashError) as refusal:
        make_registration(kind, sessions=[second, first])
    assert "“Nông sản”" in str(refusal.value)
    assert "“Cơ khí”" in str(refusal.value)
    assert not Registration.objects.exists()


def test_session_that_began_or_is_of_another_subject_is_refused(kind: PlaceKind, programme: Programme) -> None:
    begun = make_session(programme, kind.subject, starts=NOON)
    with pytest.raises(errors.SessionError):
        make_registration(kind, sessions=[begun])
    stranger = make_session(programme, make_kind().subject)
    with pytest.raises(DomainError) as refusal:
        make_registration(kind, sessions=[stranger])
    assert refusal.value.field == "sessions"
    with pytest.raises(DomainError):
        make_registration(kind, sessions=[kind])
    assert not Registration.objects.exists()


def test_holder_adds_and_gives_up_sessions(kind: PlaceKind, programme: Programme) -> None:
    first = make_session(programme, kind.subject, capacity=1)
    second = make_session(programme, kind.subject, title="Phiên 2", starts=FIRST + HOUR, capacity=1)
    row = make_registration(kind, sessions=[first])
    waits = make_registration(kind, sessions=[first], waits_for_sessions=True)
    later = NOON + HOUR
    changing.choose_sessions(registration=row, kinds=[second], now=later)
    assert states(row) == {"Phiên 1": "dropped", "Phiên 2": "held"}
    assert states(waits) == {"Phiên 1": "held"}
    reasons = list(row.log.values_list("reason", "place_kind__name_vi"))
    assert reasons[-2:] == [("session-left", "Phiên 1"), ("session-chosen", "Phiên 2")]
    with pytest.raises(errors.SessionFullError):
        changing.choose_sessions(registration=row, kinds=[first, second], now=later)
    assert states(row) == {"Phiên 1": "dropped", "Phiên 2": "held"}
    changing.choose_sessions(registration=row, kinds=[first, second], waits=True, now=later)
    assert states(row) == {"Phiên 1": "waiting", "Phiên 2": "held"}
    assert queries.counters_match_rows() == []


def test_second_tab_with_an_old_page_is_told(kind: PlaceKind, programme: Programme) -> None:
    session = make_session(programme, kind.subject)
    row = make_registration(kind)
    changing.choose_sessions(registration=row, kinds=[session], seen_at=NOON, now=NOON + HOUR)
    with pytest.raises(StaleError):
        changing.choose_sessions(registration=row, kinds=[], seen_at=NOON, now=NOON + 2 * HOUR)
    assert states(row) == {"Phiên 1": "held"}


def test_session_that_has_begun_stays_chosen(kind: PlaceKind, programme: Programme) -> None:
    first = make_session(programme, kind.subject)
    second = make_session(programme, kind.subject, title="Phiên 2", starts=FIRST + HOUR)
    row = make_registration(kind, sessions=[first, second])
    changing.choose_sessions(registration=row, kinds=[], now=FIRST)
    assert states(row) == {"Phiên 1": "held", "Phiên 2": "dropped"}


def test_session_places_are_constrained(kind: PlaceKind, programme: Programme) -> None:
    session = make_session(programme, kind.subject)
    row = make_registration(kind, sessions=[session])
    place = SessionPlace.objects.get(registration=row)
    with pytest.raises(IntegrityError, match=r"session_place_once|registration_id"), transaction.atomic():
        SessionPlace.objects.create(
            registration=row, place_kind=session, state=SessionPlaceState.WAITING, joined_at=NOON, changed_at=NOON
        )
    with (
        pytest.raises(IntegrityError, match="session_place_state_known"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE registration_sessionplace SET state = 'dreaming' WHERE id = %s", [place.pk])


def test_taken_in_a_session_counts_held_and_kept(programme: Programme) -> None:
    kind = make_kind(capacity=9, party_maximum=3, needs_email_confirmation=True)
    session = make_session(programme, kind.subject, capacity=9)
    make_registration(kind, party_size=3, sessions=[session], email_verified=True)
    make_registration(kind, party_size=2, sessions=[session])
    assert session.session is not None
    assert queries.taken_in_session(session.session, NOON) == 5
    assert queries.taken_in_session(session.session, NOON + HOUR) == 3
    assert queries.taken_by_code(kind.subject, NOON)[session.code] == 5


def test_party_counts_in_a_pool_once_for_each_session_that_shares_it(kind: PlaceKind, programme: Programme) -> None:
    first = make_session(programme, kind.subject, capacity=9)
    second = make_session(programme, kind.subject, title="Phiên 2", starts=FIRST + HOUR, capacity=None)
    places.open_place_kind(
        subject=kind.subject,
        session=second.session,
        code=second.code,
        name_vi="Phiên 2",
        pools=list(first.pools.all()),
        now=NOON,
    )
    row = make_registration(kind, sessions=[first, second])
    for size in (3, 2):
        details = changing.details_of(row)
        values = {name: getattr(details, name) for name in details.__dataclass_fields__} | {"party_size": size}
        row = changing.change(registration=row, now=NOON + HOUR, **values)
        assert taken(first) == 2 * size
        assert queries.counters_match_rows() == []


def test_nobody_waits_for_a_session_without_a_waiting_list(kind: PlaceKind, programme: Programme) -> None:
    full = make_session(programme, kind.subject, capacity=1, waiting_list=WaitingListPolicy.NONE)
    make_registration(kind, sessions=[full])
    with pytest.raises(errors.SessionFullError):
        make_registration(kind, sessions=[full], waits_for_sessions=True)
    row = make_registration(kind)
    with pytest.raises(errors.SessionFullError):
        changing.choose_sessions(registration=row, kinds=[full], waits=True, now=NOON)


def test_known_address_is_answered_as_a_new_one_where_a_session_is_full(kind: PlaceKind, programme: Programme) -> None:
    full = make_session(programme, kind.subject, capacity=1)
    holder = make_registration(kind, sessions=[full])
    for email in (holder.email, "moi@example.org"):
        with pytest.raises(errors.SessionFullError):
            make_registration(kind, email=email, sessions=[full])
    with pytest.raises(errors.AlreadyRegisteredError):
        make_registration(kind, email=holder.email, sessions=[full], waits_for_sessions=True)
