"""One booth is one booth when fifty want it at once: by choice, by assignment and with the acceptance together."""

import uuid
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from events import emails
from events.booth_enums import TAKEN, AllocationMode
from events.domain import applications, booths, choosing, setups, staff_passes
from events.enums import ApplicationState
from events.models import Booth, ChoiceTurn, FairApplication, FairSetup, StaffPass
from portal.accounts.models import User
from portal.kernel import clock
from portal.kernel.errors import DomainError, LimitReachedError
from registration.domain import check_in
from registration.enums import Direction
from registration.models import Device
from tests.events.booth_races import make_all_tables
from tests.factories import booths as stock
from tests.factories import events as make
from tests.factories import exhibitors as people
from tests.factories.check_in import connect, make_gate
from tests.registration import races

NOW = make.NOW
KEY = uuid.UUID(int=50)
WISHES = 50


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database(
    request: pytest.FixtureRequest, tmp_path: Path, settings: Any, django_db_blocker: Any
) -> Iterator[races.Settings]:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend", "QUEUES": ["default", "mail"]}}
    with django_db_blocker.unblock():
        if request.param == "sqlite":
            made = races.sqlite_settings(tmp_path)
            with races.connected(made) as wrapper:
                make_all_tables(wrapper)
                yield made
            return
        if not races.postgresql_answers():
            pytest.skip("no PostgreSQL answers at PORTAL_TEST_DATABASE_URL")
        with races.postgresql_settings() as made, races.connected(made) as wrapper:
            make_all_tables(wrapper)
            yield made


def won(results: list[object]) -> int:
    """Return how many got it; whatever is neither a success nor a refusal is a fault."""
    assert [row for row in results if not isinstance(row, FairApplication | StaffPass | DomainError)] == []
    return sum(not isinstance(row, DomainError) for row in results)


def test_fifty_want_one_booth(database: races.Settings) -> None:
    owner, operator = people.make_person(), make.make_operator()
    stock.make_setup(KEY, AllocationMode.CHOICE)
    booth = stock.make_booth(stock.make_hall(KEY))
    accepted = [stock.make_applicant(KEY, owner) for _number in range(WISHES - 10)]
    fresh = [
        stock.make_applicant(KEY, owner, state=ApplicationState.SUBMITTED, decided_at=None) for _number in range(10)
    ]
    start = NOW + timedelta(minutes=1)
    choosing.announce_order(
        fair_key=KEY, references=[row.reference for row in accepted], starts_at=start, minutes=1, by=operator, now=NOW
    )
    late = start + timedelta(hours=2)
    attempts: list[Any] = []
    for number, row in enumerate(accepted):
        step = booths.choose if number % 2 else booths.offer
        attempts.append(partial(step, application=row, booth=booth, by=owner if number % 2 else operator, now=late))
    attempts += [partial(applications.accept, application=row, booth=booth, by=operator, now=late) for row in fresh]
    assert won(races.race(database, attempts)) == 1
    booth.refresh_from_db()
    holders = FairApplication.objects.filter(state=ApplicationState.BOOTH_OFFERED)
    assert [booth.holder_id] == list(holders.values_list("pk", flat=True))


def test_many_swap_among_few_booths_without_deadlock(database: races.Settings) -> None:
    owner, operator = people.make_person(), make.make_operator()
    hall = stock.make_hall(KEY)
    rows = [stock.make_booth(hall) for _number in range(5)]
    people_in = [stock.make_applicant(KEY, owner) for _number in range(10)]
    attempts = []
    for turn in range(15):
        for number, row in enumerate(people_in):
            booth = rows[(number * 3 + turn) % 5]
            now = NOW + timedelta(hours=turn * 24)
            attempts.append(partial(booths.offer, application=row, booth=booth, by=operator, now=now))
    races.race(database, attempts, threads=10)
    for row in Booth.objects.filter(state__in=TAKEN).select_related("holder"):
        assert row.holder is not None
        assert row.holder.state == ApplicationState.BOOTH_OFFERED
    won(races.race(database, attempts[:20], threads=10))


def test_fifty_staff_for_three_passes(database: races.Settings) -> None:
    owner, operator = people.make_person(), make.make_operator()
    application, booth = stock.make_applicant(KEY, owner), stock.make_booth(stock.make_hall(KEY))
    booths.offer(application=application, booth=booth, by=operator, now=NOW)
    done = booths.confirm(application=application, by=owner, now=NOW)
    attempts = [
        partial(
            staff_passes.give, application=done, full_name="Người", email=f"n{number}@example.org", by=owner, now=NOW
        )
        for number in range(WISHES)
    ]
    results = races.race(database, attempts)
    assert won(results) == 3
    assert sum(isinstance(row, LimitReachedError) for row in results) == WISHES - 3
    assert staff_passes.counters_match_rows() == []


def _read(phone: Device, number: str) -> str:
    told = check_in.scan(device=phone, text=number, direction=Direction.ENTRY, nonce=uuid.uuid4(), now=clock.now())
    return str(told.scan.result)


def test_one_pass_at_two_gates_comes_in_once(database: races.Settings) -> None:
    owner, operator = people.make_person(), make.make_operator()
    application, booth = stock.make_applicant(KEY, owner), stock.make_booth(stock.make_hall(KEY))
    booths.offer(application=application, booth=booth, by=operator, now=NOW)
    done = booths.confirm(application=application, by=owner, now=NOW)
    held = staff_passes.give(application=done, full_name="Người", email="n@example.org", by=owner, now=NOW)
    runner = User.objects.create_superuser(f"{uuid.uuid4().hex}@example.org")
    phones = [connect(make_gate(subject=KEY, by=runner), by=runner)[0] for _gate in range(4)]
    attempts = [partial(_read, phones[number % 4], held.number) for number in range(20)]
    results = races.race(database, attempts, threads=20)
    assert sorted(str(result) for result in results) == ["admitted", *["already-inside"] * 19]


def test_control_run_without_the_lock_gives_one_booth_to_several(
    database: races.Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Look, then write, each by itself: right one after the other, wrong together."""
    owner = people.make_person()
    hall = stock.make_hall(KEY)

    def look_then_write(application: FairApplication, booth_pk: int) -> FairApplication:
        row = Booth.objects.get(pk=booth_pk)
        if row.state in TAKEN:
            raise booths.BoothTakenError
        Booth.objects.filter(pk=booth_pk).update(state="assigned", holder=application)
        return application

    for _round in range(8):
        booth = stock.make_booth(hall)
        rows = [stock.make_applicant(KEY, owner) for _number in range(25)]
        if won(races.race(database, [partial(look_then_write, row, booth.pk) for row in rows])) > 1:
            return
    pytest.fail("The race proves nothing: without a lock nobody was told wrongly.")


def test_first_set_up_sent_many_times_at_one_instant_is_one(database: races.Settings) -> None:
    operator = make.make_operator()

    def save(hours: int) -> FairSetup:
        return setups.save(setup=FairSetup(fair_key=KEY, offer_hours=hours), by=operator, now=clock.now())

    results = races.race(database, [partial(save, hours) for hours in (24, 48) * 6], threads=12)
    assert [result for result in results if not isinstance(result, FairSetup)] == []
    assert FairSetup.objects.get().offer_hours in {24, 48}
    assert {result.pk for result in results if isinstance(result, FairSetup)} == {FairSetup.objects.get().pk}


def test_order_sent_many_times_at_one_instant_is_announced_once(
    database: races.Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner, operator = people.make_person(), make.make_operator()
    stock.make_setup(KEY, AllocationMode.CHOICE)
    rows = [stock.make_applicant(KEY, owner) for _number in range(3)]
    told: list[int] = []
    monkeypatch.setattr(emails, "turn_announced", lambda *, turn: told.append(turn.application_id))
    announce = partial(
        choosing.announce_order,
        fair_key=KEY,
        references=[row.reference for row in rows],
        starts_at=NOW + timedelta(hours=1),
        minutes=10,
        by=operator,
        now=NOW,
    )
    results = races.race(database, [announce] * 12, threads=12)
    assert [result for result in results if not isinstance(result, list)] == []
    assert sorted(len(result) for result in results if isinstance(result, list)) == [0] * 11 + [3]
    assert sorted(told) == sorted(row.pk for row in rows)
    assert ChoiceTurn.objects.count() == 3
