"""Two owners who step down in the same moment, on PostgreSQL with real threads; without the lock both would go."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any, Final

import pytest
from django.db import connection

from exhibitors.domain import membership as memberships
from exhibitors.enums import MemberRole
from exhibitors.models import Membership, Organisation
from exhibitors.querysets import OrganisationQuerySet
from portal.kernel import errors
from tests import databases
from tests.factories import exhibitors as factories
from tests.factories.exhibitors import NOON
from tests.registration import races

PATIENCE: Final = 3
"""Seconds for which one thread waits for the other to have looked, too; behind a lock it waits in vain."""

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer and no row locks"),
]


@pytest.fixture(autouse=True)
def own_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[races.Settings]:
    """Return a copy of the test database that real threads may write."""
    with django_db_blocker.unblock(), databases.cloned("race") as made, races.connected(made):
        yield made


def together(database: races.Settings, moves: list[Callable[[], object]]) -> list[object]:
    """Run moves in threads of their own; return what each came to."""

    def run(move: Callable[[], object]) -> object:
        with races.connected(database):
            try:
                return move()
            except errors.DomainError as error:
                return error

    with ThreadPoolExecutor(len(moves)) as pool:
        return list(pool.map(run, moves))


@pytest.fixture
def both_look_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each thread wait, after it has seen that another owner remains, until the other has seen it as well."""
    barrier, check = threading.Barrier(2), memberships._keep_an_owner

    def look_and_wait(membership: Membership) -> None:
        check(membership)
        with suppress(threading.BrokenBarrierError):
            barrier.wait(PATIENCE)

    monkeypatch.setattr(memberships, "_keep_an_owner", look_and_wait)


def step_down(owner: Membership) -> Callable[[], object]:
    return lambda: memberships.change_role(membership=owner, role=MemberRole.EDITOR, by=owner.user, now=NOON)


def leave(owner: Membership) -> Callable[[], object]:
    return lambda: memberships.remove_member(membership=owner, by=owner.user, now=NOON)


def two_owners() -> tuple[Organisation, list[Membership]]:
    organisation = factories.make_organisation()
    factories.make_member(organisation, MemberRole.OWNER)
    return organisation, list(organisation.memberships.select_related("user", "organisation").order_by("pk"))


def owners_of(organisation: Organisation) -> int:
    return organisation.memberships.filter(role=MemberRole.OWNER).count()


@pytest.mark.parametrize("moves", [(step_down, step_down), (leave, leave), (step_down, leave)])
@pytest.mark.usefixtures("both_look_first")
def test_one_of_two_owners_stays(own_database: races.Settings, moves: tuple[Any, Any]) -> None:
    organisation, owners = two_owners()
    results = together(own_database, [move(owner) for move, owner in zip(moves, owners, strict=True)])
    assert owners_of(organisation) == 1
    assert sum(isinstance(result, errors.DomainError) for result in results) == 1


@pytest.mark.usefixtures("both_look_first")
def test_without_the_lock_nobody_stays(own_database: races.Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: it must lose, or the test above proves nothing."""
    monkeypatch.setattr(OrganisationQuerySet, "select_for_update", lambda self, **_given: self)
    organisation, owners = two_owners()
    together(own_database, [step_down(owner) for owner in owners])
    assert owners_of(organisation) == 0
