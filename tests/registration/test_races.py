"""One seat is one seat when many ask at once; with the gate off the same race oversells."""

import uuid
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from portal.accounts.models import User
from registration import errors, queries, subjects
from registration.domain import moving, places, registrations
from registration.enums import RegistrationState
from registration.models import PlaceKind, Registration, SessionPlace
from tests.factories.registration import NOON, make_kind, make_pool, make_registration
from tests.registration import races, rush
from tests.registration.conftest import Programme
from tests.registration.sessions import FIRST, make_session

CONTROL_ROUNDS = 8


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    settings: Any,
    django_db_blocker: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[races.Settings]:
    # These databases have the engine's tables only: nobody knows what the subjects are.
    monkeypatch.setattr(subjects, "info", lambda *_asked: None)
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend", "QUEUES": ["default", "mail"]}}
    with django_db_blocker.unblock():
        if request.param == "sqlite":
            made = races.sqlite_settings(tmp_path)
            with races.connected(made) as wrapper:
                races.make_tables(wrapper)
                yield made
            return
        if not races.postgresql_answers():
            pytest.skip("no PostgreSQL answers at PORTAL_TEST_DATABASE_URL")
        with races.postgresql_settings() as made, races.connected(made) as wrapper:
            races.make_tables(wrapper)
            yield made


def attempt(kind: PlaceKind, number: int) -> Registration:
    return registrations.register(
        place_kind=kind, full_name="Người thử", email=f"race{number}@example.org", language="vi", now=NOON
    )


def count(state: RegistrationState) -> int:
    return Registration.objects.filter(state=state).count()


def assert_nobody_failed(results: list[object]) -> None:
    assert [result for result in results if not isinstance(result, Registration)] == []


@pytest.mark.parametrize(("wishes", "capacity"), [(50, 1), (100, 20)])
def test_race_fills_exactly_and_the_rest_wait_in_order(database: races.Settings, wishes: int, capacity: int) -> None:
    kind = make_kind(capacity=capacity)
    results = races.race(database, [partial(attempt, kind, number) for number in range(wishes)])
    assert_nobody_failed(results)
    assert count(RegistrationState.CONFIRMED) == capacity
    assert count(RegistrationState.WAIT_LISTED) == wishes - capacity
    assert queries.counters_match_rows() == []
    queue = list(Registration.objects.waiting())
    pool = kind.pools.get()
    places.set_capacity(pool=pool, capacity=capacity + 5, now=NOON)
    offered = Registration.objects.filter(state=RegistrationState.OFFERED).order_by("joined_at", "pk")
    assert list(offered) == queue[:5]


def test_race_of_form_desk_and_approval_fills_exactly(database: races.Settings) -> None:
    organiser = User.objects.create_superuser("organiser@example.org")
    kind = make_kind(capacity=10)
    invited = places.open_place_kind(
        subject=kind.subject, code="invited", name_vi="Khách mời", pools=list(kind.pools.all()), needs_approval=True
    )
    pending = [make_registration(invited) for _number in range(20)]
    holders = [make_registration(kind) for _number in range(5)]
    attempts = [partial(attempt, kind, number) for number in range(20)]
    approvals = [partial(registrations.approve, registration=row, by=organiser, now=NOON) for row in pending]
    cancellations = [partial(registrations.cancel, registration=row, now=NOON) for row in holders]
    mixed = [step for steps in zip(attempts, approvals, strict=True) for step in steps] + cancellations
    assert_nobody_failed(races.race(database, mixed))
    assert count(RegistrationState.CONFIRMED) + count(RegistrationState.OFFERED) == 10
    assert count(RegistrationState.WAIT_LISTED) == 30
    assert queries.counters_match_rows() == []


def test_race_of_one_form_sent_many_times_gives_one_registration(database: races.Settings) -> None:
    kind, key = make_kind(capacity=5), uuid.uuid4()
    send = partial(make_registration, kind, email="an@example.org", form_key=key)
    results = races.race(database, [send] * 50)
    assert_nobody_failed(results)
    assert {result.pk for result in results if isinstance(result, Registration)} == {Registration.objects.get().pk}
    assert queries.counters_match_rows() == []


def test_control_run_with_the_gate_off_oversells(database: races.Settings) -> None:
    """Count, then insert: right one after the other, wrong together. Else the races above would prove nothing."""
    with rush.gate_off():
        assert worst_oversale(database) > 0


def worst_oversale(database: races.Settings) -> int:
    """Return by how many places a race oversold, after as many rounds as it takes."""
    calm = make_kind(capacity=3)
    assert [attempt(calm, number).state for number in range(4)] == ["confirmed"] * 3 + ["wait-listed"]
    oversold = 0
    for round_number in range(CONTROL_ROUNDS):
        kind = make_kind(capacity=3)
        wishes = [partial(attempt, kind, 1000 * (round_number + 1) + number) for number in range(50)]
        assert_nobody_failed(races.race(database, wishes))
        sold = Registration.objects.filter(place_kind=kind, state=RegistrationState.CONFIRMED).count()
        oversold = max(oversold, sold - 3)
        if oversold:
            break
    return oversold


@pytest.fixture
def programme(monkeypatch: pytest.MonkeyPatch) -> Programme:
    """Return sessions to add to; nobody else is asked, because the tables of other rooms are not there."""
    table: Programme = {}

    def resolve(keys: Any, _language: Any) -> Programme:
        return {key: table[key] for key in keys if key in table}

    monkeypatch.setattr(subjects, "_RESOLVERS", [])
    monkeypatch.setattr(subjects, "_SESSION_RESOLVERS", [resolve])
    return table


def attempt_with_sessions(kind: PlaceKind, chosen: list[PlaceKind], number: int) -> Registration:
    return registrations.register(
        place_kind=kind,
        full_name="Người thử",
        email=f"race{number}@example.org",
        language="vi",
        now=NOON,
        sessions=chosen,
    )


def test_race_for_sessions_fills_each_exactly_and_leaves_nothing_half_done(
    database: races.Settings, programme: Programme
) -> None:
    kind = make_kind(capacity=100)
    first = make_session(programme, kind.subject, capacity=7)
    second = make_session(programme, kind.subject, title="Phiên 2", starts=FIRST + timedelta(hours=1), capacity=10)
    wishes = [[first, second], [second, first], [second]]
    attempts = [partial(attempt_with_sessions, kind, wishes[number % 3], number) for number in range(60)]
    attempts += [partial(attempt, kind, number) for number in range(100, 110)]
    results = races.race(database, attempts)
    failures = [result for result in results if not isinstance(result, Registration)]
    assert {type(result) for result in failures} == {errors.SessionFullError}
    assert len(failures) == 60 - SessionPlace.objects.values("registration").distinct().count()
    assert SessionPlace.objects.filter(place_kind=second, state="held").count() == 10
    assert SessionPlace.objects.filter(place_kind=first, state="held").count() <= 7
    assert Registration.objects.count() == len(results) - len(failures)
    assert queries.counters_match_rows() == []


@pytest.mark.usefixtures("programme")
def test_race_of_moves_both_ways_and_new_ones_never_oversells(database: races.Settings) -> None:
    hall = make_kind(capacity=10, code="hall")
    pool = make_pool(subject=hall.subject, capacity=10)
    screen = make_kind(subject=hall.subject, pools=[pool], code="screen", waiting_list="none")
    rows = [make_registration(hall) for _number in range(8)] + [make_registration(screen) for _number in range(8)]
    moves = [
        partial(moving.move, registration=row, to=screen if row.place_kind_id == hall.pk else hall, now=NOON)
        for row in rows
    ]
    new = [partial(attempt, (hall, screen)[number % 2], number) for number in range(10)]
    results = races.race(database, [step for steps in zip(moves, [*new, *new[:6]], strict=True) for step in steps])
    strange = [
        result
        for result in results
        if not isinstance(result, Registration | errors.FullError | errors.AlreadyRegisteredError)
    ]
    assert strange == []
    for kind in (hall, screen):
        held = Registration.objects.filter(place_kind=kind, state__in=["confirmed", "offered"]).count()
        assert held <= 10
    assert Registration.objects.filter(pk__in=[row.pk for row in rows], state="confirmed").count() == 16
    assert queries.counters_match_rows() == []
