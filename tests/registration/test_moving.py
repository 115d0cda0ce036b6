"""Moving to another kind of place: what is taken, what is freed, and who is not passed."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail as outbox

from portal.accounts.models import User
from portal.kernel.errors import DomainError
from registration import errors, queries
from registration.domain import changing, moving, places, registrations
from registration.enums import RegistrationState
from registration.models import PlaceKind
from tests.factories.registration import NOON, make_kind, make_pool, make_registration, taken
from tests.registration.conftest import Programme
from tests.registration.sessions import make_session

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)

Kinds = tuple[PlaceKind, PlaceKind]


@pytest.fixture
def two_kinds() -> Callable[..., Kinds]:
    """Return a maker of a kind on site and one online, each with a pool, and of what the second asks for."""

    def make(on_site: int = 1, online: int = 2, **rules: Any) -> Kinds:
        pool = make_pool(capacity=on_site)
        subject = pool.subject
        screen = make_pool(subject=subject, capacity=online)
        values: dict[str, Any] = {"party_maximum": 3, **rules}
        return (
            make_kind(pools=[pool], code="on_site", name_vi="Trực tiếp", party_maximum=3),
            make_kind(pools=[screen], code="online", name_vi="Trực tuyến", **values),
        )

    return make


def test_move_takes_the_new_place_and_frees_the_old(two_kinds: Callable[..., Kinds]) -> None:
    hall, screen = two_kinds()
    row, waits = make_registration(hall), make_registration(hall)
    outbox.outbox.clear()
    moved = moving.move(registration=row, to=screen, now=LATER)
    assert (moved.place_kind, moved.state, moved.reference) == (screen, "confirmed", row.reference)
    waits.refresh_from_db()
    assert waits.state == RegistrationState.OFFERED
    assert (taken(hall), taken(screen)) == (1, 1)
    assert queries.counters_match_rows() == []
    last = row.log.last()
    assert last is not None
    assert (last.reason, last.place_kind) == ("kind-changed", hall)
    mail = next(message for message in outbox.outbox if message.to == [row.email])
    assert "Trực tuyến" in mail.body
    assert moving.move(registration=row, to=screen, now=LATER).log.count() == row.log.count()


def test_mails_of_moves_and_given_sessions_are_in_the_language_of_the_registration(
    two_kinds: Callable[..., Kinds], programme: Programme
) -> None:
    hall, screen = two_kinds(on_site=5)
    session = make_session(programme, hall.subject, capacity=1)
    holder = make_registration(hall, sessions=[session])
    waits = make_registration(hall, sessions=[session], waits_for_sessions=True, language="en")
    outbox.outbox.clear()
    changing.choose_sessions(registration=holder, kinds=[], now=LATER)
    moving.move(registration=waits, to=screen, now=LATER)
    given, changed, moved = outbox.outbox
    assert changed.to == [holder.email]
    assert (given.subject[:29], moved.subject[:22]) == ("A place in a session is yours", "Your place has changed")
    assert "Phiên 1" in given.body
    assert waits.reference in moved.body
    assert "/en/register/manage/" in moved.body


def test_move_to_a_full_kind_keeps_the_place(two_kinds: Callable[..., Kinds]) -> None:
    hall, screen = two_kinds(on_site=1, online=1)
    row = make_registration(hall)
    make_registration(screen)
    with pytest.raises(errors.FullError, match="Trực tuyến") as refusal:
        moving.move(registration=row, to=screen, now=LATER)
    assert refusal.value.field == "place_kind"
    row.refresh_from_db()
    assert (row.place_kind, row.state, taken(hall), taken(screen)) == (hall, "confirmed", 1, 1)


def test_move_does_not_pass_those_who_wait(two_kinds: Callable[..., Kinds]) -> None:
    hall, screen = two_kinds(on_site=1, online=2)
    row = make_registration(hall)
    make_registration(screen)
    make_registration(screen, party_size=2)
    with pytest.raises(errors.FullError):
        moving.move(registration=row, to=screen, now=LATER)


def test_who_waits_for_the_hall_moves_to_the_screen_at_once(two_kinds: Callable[..., Kinds]) -> None:
    hall, screen = two_kinds()
    make_registration(hall)
    waits = make_registration(hall)
    moved = moving.move(registration=waits, to=screen, now=LATER)
    assert (moved.state, moved.place_kind, taken(screen)) == ("confirmed", screen, 1)
    assert queries.counters_match_rows() == []


def test_kinds_that_share_a_pool_take_nothing_twice() -> None:
    pool = make_pool(capacity=1)
    first, second = (make_kind(pools=[pool], code=code) for code in ("a", "b"))
    row = make_registration(first)
    assert moving.move(registration=row, to=second, now=LATER).place_kind == second
    assert taken(second) == 1
    assert queries.counters_match_rows() == []


@pytest.mark.parametrize(
    "rules",
    [
        {"needs_approval": True},
        {"needs_email_confirmation": True},
        {"party_maximum": 1},
        {"is_open": False},
        {"closes_at": LATER},
    ],
)
def test_rules_of_the_other_kind_are_honoured(two_kinds: Callable[..., Kinds], rules: dict[str, Any]) -> None:
    hall, screen = two_kinds(on_site=2, **rules)
    row = make_registration(hall, party_size=2)
    with pytest.raises(DomainError) as refusal:
        moving.move(registration=row, to=screen, now=LATER)
    assert refusal.value.field == "place_kind"
    row.refresh_from_db()
    assert row.place_kind == hall


def test_move_to_another_subject_a_session_or_a_twin_is_refused(
    two_kinds: Callable[..., Kinds], programme: Programme
) -> None:
    hall, screen = two_kinds()
    row = make_registration(hall)
    make_registration(screen, email=row.email)
    session = make_session(programme, hall.subject)
    for target in (make_kind(), session):
        with pytest.raises(DomainError):
            moving.move(registration=row, to=target, now=LATER)
    with pytest.raises(errors.AlreadyRegisteredError):
        moving.move(registration=row, to=screen, now=LATER)


def test_pending_registration_moves_to_a_kind_that_needs_approval_too(organiser: User) -> None:
    subject = make_pool().subject
    first, second = (make_kind(subject=subject, code=code, capacity=1, needs_approval=True) for code in ("a", "b"))
    row = make_registration(first)
    assert moving.move(registration=row, to=second, now=LATER).state == RegistrationState.PENDING_APPROVAL
    assert taken(second) == 0
    registrations.approve(registration=row, by=organiser, now=LATER)
    assert (taken(first), taken(second)) == (0, 1)


def test_move_by_the_organiser_from_the_queue_to_a_kind_with_approval_confirms(
    two_kinds: Callable[..., Kinds], organiser: User
) -> None:
    hall, screen = two_kinds(needs_approval=True)
    make_registration(hall)
    waits = make_registration(hall)
    moved = moving.move(registration=waits, to=screen, now=LATER, by=organiser)
    assert (moved.state, taken(screen)) == (RegistrationState.CONFIRMED, 1)
    assert queries.counters_match_rows() == []


def test_move_passes_those_who_wait_for_what_it_holds_already() -> None:
    hall = make_pool(capacity=1)
    rows = make_pool(subject=hall.subject, capacity=5)
    first = make_kind(pools=[hall], code="a")
    second = make_kind(pools=[hall, rows], code="b")
    row, waits = make_registration(first), make_registration(first)
    assert waits.state == RegistrationState.WAIT_LISTED
    assert moving.move(registration=row, to=second, now=LATER).place_kind == second
    assert queries.counters_match_rows() == []


def test_move_needs_the_names_that_the_other_kind_needs(two_kinds: Callable[..., Kinds]) -> None:
    hall, screen = two_kinds(on_site=4, needs_names=True)
    unnamed = make_registration(hall, party_size=2)
    named = make_registration(hall, party_size=2, others=["Lê Thị Bình"])
    with pytest.raises(DomainError) as refusal:
        moving.move(registration=unnamed, to=screen, now=LATER)
    assert refusal.value.field == "place_kind"
    assert moving.move(registration=named, to=screen, now=LATER).place_kind == screen


def test_move_during_a_freeze_is_refused(two_kinds: Callable[..., Kinds]) -> None:
    hall, screen = two_kinds()
    row = make_registration(hall)
    places.freeze(subject=hall.subject)
    screen.refresh_from_db()
    with pytest.raises(errors.RegistrationClosedError):
        moving.move(registration=row, to=screen, now=LATER)
