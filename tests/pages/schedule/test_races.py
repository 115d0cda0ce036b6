"""Two runners at once on PostgreSQL with real threads, and one that is killed in the middle."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any, Final

import pytest
from django.db import connection
from wagtail.models import PageLogEntry, Revision, Site

from news.models import ArticlePage
from portal.operations import leases
from portal.pages.schedule import acting, draftable, runner
from tests import databases
from tests.pages.schedule.helpers import HOUR, FakeClock, at_noon, newsroom, plan
from tests.registration import races

PATIENCE: Final = 3
STORIES: Final = 3

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer and no row locks"),
]


@pytest.fixture(autouse=True)
def own_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[races.Settings]:
    """Return a copy of the test database that real threads may write."""
    with django_db_blocker.unblock(), databases.cloned("publishing") as made, races.connected(made):
        databases.plant_site()
        yield made


def stories() -> FakeClock:
    noon = at_noon()
    room = newsroom(Site.objects.get(is_default_site=True))
    for number in range(STORIES):
        plan(room, f"Tin {number}", noon)
    return FakeClock(noon + HOUR)


def together(database: races.Settings, read: FakeClock) -> list[Any]:
    def run(_number: int) -> Any:
        with races.connected(database):
            return runner.run(read=read)

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(run, range(2)))


def publications() -> int:
    return PageLogEntry.objects.filter(action="wagtail.publish.scheduled").count()


def no_lease(monkeypatch: pytest.MonkeyPatch) -> None:
    def take(name: str, *, read: Any) -> Any:
        held = leases.Held(name, "anybody", read)
        monkeypatch.setattr(leases.Held, "keep", lambda _self: True)
        return held

    monkeypatch.setattr(leases, "take", take)


@pytest.fixture
def both_look_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each thread wait, once it has what it will publish, until the other has it as well."""
    barrier, real = threading.Barrier(2), acting._lock_revision

    def look_and_wait(item: Any, now: Any) -> Any:
        found = real(item, now)
        with suppress(threading.BrokenBarrierError):
            barrier.wait(PATIENCE)
        return found

    monkeypatch.setattr(acting, "_lock_revision", look_and_wait)


@pytest.mark.usefixtures("both_look_first")
def test_two_runners_publish_each_story_once(own_database: races.Settings) -> None:
    read = stories()
    results = together(own_database, read)
    assert results.count(None) == 1
    assert publications() == STORIES


@pytest.mark.usefixtures("both_look_first")
def test_the_locks_of_the_records_hold_where_a_lease_is_lost(
    own_database: races.Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = stories()
    no_lease(monkeypatch)
    together(own_database, read)
    assert publications() == STORIES


@pytest.mark.usefixtures("both_look_first")
def test_without_lease_and_locks_stories_are_published_twice(
    own_database: races.Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: it must double, or the tests above prove nothing."""
    read = stories()
    no_lease(monkeypatch)
    rows = draftable.rows
    monkeypatch.setattr(
        acting,
        "_lock",
        lambda item: rows(ArticlePage).filter(pk=item.object_id).first(),
    )
    barrier = threading.Barrier(2)

    def look(item: Any, now: Any) -> Any:
        found = Revision.objects.filter(pk=item.revision, approved_go_live_at__lte=now).first()
        with suppress(threading.BrokenBarrierError):
            barrier.wait(PATIENCE)
        return found

    monkeypatch.setattr(acting, "_lock_revision", look)
    together(own_database, read)
    assert publications() > STORIES


def test_a_killed_runner_leaves_nothing_half_and_the_next_one_goes_on(own_database: races.Settings) -> None:
    """The server ends the connection in the middle of an item, as it does when its process is killed."""
    read = stories()
    real, calls = acting._publish, []

    def publish_and_die(revision: Revision) -> None:
        real(revision)
        calls.append(revision.pk)
        if len(calls) == 2:
            raise SystemExit(9)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(acting, "_publish", publish_and_die)
        patch.setattr(leases.Held, "give_back", lambda _self: None)
        with pytest.raises(SystemExit):
            runner.run(read=read)
    assert publications() == 1
    assert ArticlePage.objects.filter(live=True).count() == 1
    assert Revision.objects.filter(approved_go_live_at__isnull=False).count() == STORIES - 1
    assert runner.run(read=read) is None, "the dead one's lease runs for a minute still"
    assert sum(read.run(seconds=61).values()) == STORIES - 1
    assert publications() == STORIES
