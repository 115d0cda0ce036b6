"""Many wishes for few places at one moment: by the public form, by the organiser's desk, by approval.

Every rush has a subject of its own with two kinds of place that draw on one pool: one that anybody may ask for, and one
that an organiser approves. Those who find no place join the waiting list. Its order is compared with the order in which
the transactions took the lock of the pool, and that is the order in which they committed: the lock is held until the commit,
on SQLite by the whole transaction, which begins as IMMEDIATE.
"""

import itertools
import threading
import uuid
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any, Final
from unittest import mock

from django.db import DatabaseError
from django.db.models import F
from django.test import Client
from django.urls import reverse

from portal.accounts.models import User
from portal.kernel import clock
from portal.kernel.languages import Language
from registration import queries, subjects
from registration.domain import gate, places, registrations, steps, waiting_list
from registration.enums import Reason, RegistrationState
from registration.models import PlaceKind, Registration, RegistrationLog
from registration.subjects import SubjectInfo
from tests.factories.registration import make_kind, make_registration
from tests.registration import races
from tests.registration.guests import filled

WEB_SHARE: Final = 0.4
DESK_SHARE: Final = 0.3
THREADS: Final = 12
SECONDS: Final = 300
_known: dict[uuid.UUID, SubjectInfo] = {}
_numbers = itertools.count(1)


@dataclass
class Turns:
    """Who took the lock when, as numbers that only rise."""

    counter: Iterator[int] = field(default_factory=itertools.count)
    local: threading.local = field(default_factory=threading.local)
    by_registration: dict[int, int] = field(default_factory=dict)


@contextmanager
def turns_noted() -> Iterator[Turns]:
    """Note for each registration that joins the waiting list when its transaction got the lock."""
    turns, lock, move = Turns(), gate.lock, steps.move

    def noting_lock(**arguments: Any) -> Any:
        pools = lock(**arguments)
        turns.local.number = next(turns.counter)
        return pools

    def noting_move(**arguments: Any) -> None:
        if arguments["target"] == RegistrationState.WAIT_LISTED:
            turns.by_registration[arguments["registration"].pk] = turns.local.number
        move(**arguments)

    with mock.patch.object(gate, "lock", noting_lock), mock.patch.object(steps, "move", noting_move):
        yield turns


def _look_by_counting(place_kind: PlaceKind, _now: object) -> queries.Look:
    pool = place_kind.pools.get()
    taken = Registration.objects.filter(place_kind=place_kind, state=RegistrationState.CONFIRMED).count()
    left = pool.capacity - taken
    return queries.Look(pool_ids=(pool.pk,), left=left, left_when_swept=left, somebody_waits=False)


@contextmanager
def gate_off() -> Iterator[None]:
    """Count, then insert, with no lock: right one after the other, wrong together."""
    with (
        mock.patch.object(queries, "look", _look_by_counting),
        mock.patch.object(gate, "take"),
        mock.patch.object(waiting_list, "serve", return_value=([], False)),
    ):
        yield


def _resolve(keys: Collection[uuid.UUID], _language: Language) -> dict[uuid.UUID, SubjectInfo]:
    return {key: _known[key] for key in keys if key in _known}


@contextmanager
def subjects_known() -> Iterator[None]:
    """Make the subjects of every rush known to the public form for a while."""
    subjects.register(_resolve)
    try:
        yield
    finally:
        subjects.unregister(_resolve)
        _known.clear()


def patient(database: races.Settings) -> races.Settings:
    """Return settings with which connections stay open, and wait at SQLite's one writer as long as a busy machine takes.

    SQLite lets whoever asks at the right moment go first: of many threads on a busy machine one may wait for very long.
    """
    options = {**database["OPTIONS"], "timeout": SECONDS} if "sqlite" in database["ENGINE"] else database["OPTIONS"]
    return {**database, "OPTIONS": options, "CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": False}


class RefusedError(Exception):
    """The public form did not answer as it answers who registers."""


def _send_form(kind: PlaceKind, values: dict[str, str], number: int) -> Registration:
    address = reverse("registration:register-kind", kwargs={"subject": kind.subject, "kind": kind.code})
    guest = Client(REMOTE_ADDR=f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}")
    response = guest.post(address, values)
    if response.status_code != 302:
        raise RefusedError(response.status_code, response.content.decode()[:2000])
    return Registration.objects.get(place_kind=kind, email=values["email"])


def _register_at_desk(kind: PlaceKind, organiser: User, number: int) -> Registration:
    return registrations.register(
        place_kind=kind,
        full_name="Người ở quầy",
        email=f"desk{number}@example.org",
        language="vi",
        now=clock.now(),
        by=organiser,
    )


def _approve(row: Registration, organiser: User) -> Registration:
    return registrations.approve(registration=row, by=organiser, now=clock.now())


@dataclass
class Outcome:
    """What a rush left behind."""

    wishes: int
    capacity: int
    confirmed: int
    waiting: int
    failures: list[Exception]
    out_of_order: int
    mismatches: int

    @property
    def oversold(self) -> int:
        """Places given away that there are not."""
        return max(0, self.confirmed - self.capacity)

    @property
    def deadlocks(self) -> int:
        """Wishes that the database ended."""
        return sum(isinstance(failure, DatabaseError) for failure in self.failures)

    @property
    def good(self) -> bool:
        """Whether it is exactly full, everybody else waits in the order of the commits, and rows and counters agree."""
        return (
            not self.failures
            and self.confirmed == self.capacity
            and self.waiting == self.wishes - self.capacity
            and self.out_of_order == self.mismatches == 0
        )


def _out_of_order(kind: PlaceKind, turns: Turns) -> int:
    """Return how many neighbours in the queue stand otherwise than they committed.

    Who was approved keeps the moment of asking, which was before the rush: they stand before everybody else.
    """
    queue = list(Registration.objects.waiting().filter(place_kind__subject=kind.subject))
    approved = set(
        RegistrationLog.objects.filter(
            registration__in=queue, from_state=RegistrationState.PENDING_APPROVAL, reason=Reason.NO_PLACE
        ).values_list("registration_id", flat=True)
    )
    ranks = [(row.pk not in approved, row.pk if row.pk in approved else turns.by_registration[row.pk]) for row in queue]
    return sum(one > other for one, other in itertools.pairwise(ranks))


def run(
    database: races.Settings,
    *,
    wishes: int,
    capacity: int,
    organiser: User,
    threads: int = THREADS,
    order_matters: bool = True,
) -> Outcome:
    """Let so many wishes for so many places meet; return what came of it. With the gate off there is no order to look at."""
    starts = clock.now() + timedelta(days=10)
    kind = make_kind(capacity=capacity)
    _known[kind.subject] = SubjectInfo(key=kind.subject, title="Ngày hội", url="/su-kien/ngay-hoi/", starts=starts)
    guests = places.open_place_kind(
        subject=kind.subject, code="invited", name_vi="Khách mời", pools=list(kind.pools.all()), needs_approval=True
    )
    web, desk = int(wishes * WEB_SHARE), int(wishes * DESK_SHARE)
    pending = [make_registration(guests, now=clock.now()) for _number in range(wishes - web - desk)]
    first = filled()
    # Addresses of their own for every rush: those of the last one may not ask again so soon.
    forms = [
        {**first, "ticket": filled()["ticket"], "email": f"web{next(_numbers)}@example.org"} for _form in range(web)
    ]
    attempts: list[Callable[[], Registration]] = [
        *(partial(_send_form, kind, values, next(_numbers)) for values in forms),
        *(partial(_register_at_desk, kind, organiser, number) for number in range(desk)),
        *(partial(_approve, row, organiser) for row in pending),
    ]
    mixed = [attempt for offset in range(7) for attempt in attempts[offset::7]]
    with turns_noted() as turns:
        results = races.race(database, mixed, threads=min(threads, wishes))
    rows = Registration.objects.filter(place_kind__subject=kind.subject)
    return Outcome(
        wishes=wishes,
        capacity=capacity,
        confirmed=rows.filter(state=RegistrationState.CONFIRMED).count(),
        waiting=rows.filter(state=RegistrationState.WAIT_LISTED).count(),
        failures=[result for result in results if isinstance(result, Exception)],
        out_of_order=_out_of_order(kind, turns) if order_matters else 0,
        mismatches=queries.pools_with_rows().filter(subject=kind.subject).exclude(taken=F("rows")).count(),
    )
