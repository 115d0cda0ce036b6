"""One ticket at two gates at the same moment: one entry; and a control run without the lock that lets in more."""

import time
import uuid
from collections import defaultdict
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError

from portal.accounts.models import User
from portal.kernel import clock
from registration import check_in_queries, courses, passes, subjects
from registration.domain import check_in
from registration.enums import Direction, ScanResult
from registration.models import Device, Registration, Scan
from tests.factories.check_in import connect, make_gate, make_tickets
from tests.factories.registration import make_kind
from tests.registration import races
from tests.registration.test_races import database  # noqa: F401 -- a fixture

THREADS = 20
MERGED_A_SECOND = 400


@pytest.fixture(autouse=True)
def _nobody_knows_the_subject(monkeypatch: pytest.MonkeyPatch) -> None:
    """The races' databases have no pages to ask."""
    monkeypatch.setattr(subjects, "_RESOLVERS", [])
    monkeypatch.setattr(courses, "_RESOLVERS", [])
    monkeypatch.setattr(passes, "_SOURCES", [])


def read(phone: Device, code: str) -> ScanResult:
    outcome = check_in.scan(device=phone, text=code, direction=Direction.ENTRY, nonce=uuid.uuid4(), now=clock.now())
    return ScanResult(outcome.scan.result)


def two_phones(subject: uuid.UUID, *, reentry: bool) -> list[Device]:
    organiser = User.objects.create_superuser(f"{uuid.uuid4().hex}@example.org")
    gates = [make_gate(subject=subject, by=organiser, reentry_allowed=reentry) for _number in range(2)]
    return [connect(gate, by=organiser)[0] for gate in gates for _phone in range(3)]


@pytest.mark.parametrize("reentry", [False, True])
def test_one_ticket_at_two_gates_comes_in_once(database: races.Settings, reentry: bool) -> None:  # noqa: F811 -- the fixture
    kind = make_kind(capacity=None)
    phones = two_phones(kind.subject, reentry=reentry)
    [ticket] = make_tickets(kind)
    attempts = [partial(read, phones[number % len(phones)], ticket.code) for number in range(THREADS)]
    results = races.race(database, attempts, threads=THREADS)
    assert sorted(str(result) for result in results) == ["admitted", *["already-inside"] * (THREADS - 1)]
    assert Scan.objects.filter(result=ScanResult.ADMITTED).count() == 1
    assert Registration.objects.get().log.filter(to_state="attended").count() == 1


def _slow_and_blind(**_arguments: Any) -> dict[int, list[Scan]]:
    time.sleep(0.01)
    return defaultdict(list)


def test_control_run_that_looks_at_nothing_lets_in_more_unless_the_database_refuses(
    database: races.Settings,  # noqa: F811 -- the fixture
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Without the look at who is inside, re-entry gates let in many; where one entry is all, the claim still stops them."""
    monkeypatch.setattr(check_in_queries, "passages", _slow_and_blind)
    for reentry in (True, False):
        kind = make_kind(capacity=None)
        phones = two_phones(kind.subject, reentry=reentry)
        [ticket] = make_tickets(kind)
        results = races.race(
            database, [partial(read, phones[number % 6], ticket.code) for number in range(THREADS)], threads=THREADS
        )
        admitted = [result for result in results if result == ScanResult.ADMITTED]
        refused = [result for result in results if isinstance(result, IntegrityError)]
        assert len(admitted) + len(refused) == THREADS
        assert len(admitted) == (THREADS if reentry else 1)


def test_one_phone_that_merges_the_same_queue_twice_at_once(database: races.Settings) -> None:  # noqa: F811 -- the fixture
    kind = make_kind(capacity=None)
    [phone, *_others] = two_phones(kind.subject, reentry=True)
    items = [
        check_in.Item(uuid.uuid4(), ticket.token, Direction.ENTRY, clock.now(), ScanResult.ADMITTED)
        for ticket in make_tickets(kind, 30)
    ]
    send = partial(check_in.merge, device=phone, items=items, sent_at=clock.now(), now=clock.now())
    results = races.race(database, [send] * 6, threads=6)
    assert [result for result in results if isinstance(result, Exception)] == []
    assert Scan.objects.count() == 30
    assert not Scan.objects.exclude(conflict="").exists()


def test_merging_is_fast_enough_for_a_fair(database: races.Settings) -> None:  # noqa: F811 -- the fixture
    kind = make_kind(capacity=None, party_maximum=1000)
    [phone, *_others] = two_phones(kind.subject, reentry=True)
    found = make_tickets(kind, party_size=1000)
    items = [
        check_in.Item(uuid.uuid4(), ticket.token, Direction.ENTRY, clock.now(), ScanResult.ADMITTED) for ticket in found
    ]
    began = time.perf_counter()
    check_in.merge(device=phone, items=items, sent_at=clock.now(), now=clock.now())
    speed = len(items) / (time.perf_counter() - began)
    assert speed > MERGED_A_SECOND, f"{speed:.0f}; the target is 2,000 a second on an idle machine"
