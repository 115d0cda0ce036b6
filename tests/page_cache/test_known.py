"""A process hears of every change, in whatever order the numbers become visible."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from wagtail.contrib.redirects.models import Redirect

from portal.kernel import clock
from portal.page_cache import bells, catalogue, changes, known, sweeping, tags
from portal.page_cache.known import Known
from portal.page_cache.models import Change

REDIS = os.environ.get("PORTAL_TEST_REDIS_URL", "")
needs_redis = pytest.mark.skipif(not REDIS, reason="PORTAL_TEST_REDIS_URL names no Redis")


@pytest.fixture
def heard(db: None, switched_on: None) -> tuple[Known, list[tuple[frozenset[str], bool]]]:
    found: list[tuple[frozenset[str], bool]] = []
    one = Known(lambda names, withdraws: found.append((names, withdraws)))
    one.catch_up()
    return one, found


def ring() -> None:
    bells.current().ring()


def test_nothing_is_asked_while_the_bell_is_silent(heard: Any, django_assert_num_queries: Any) -> None:
    one, _found = heard
    with django_assert_num_queries(0):
        one.catch_up()
        one.catch_up()


def test_a_change_is_heard_once(heard: Any) -> None:
    one, found = heard
    Change.objects.create(tags=["a", "b"], withdraws=True)
    ring()
    assert one.catch_up() == 1
    ring()
    assert one.catch_up() == 1
    assert found == [(frozenset({"a", "b"}), True)]


def test_a_change_without_a_bell_is_heard_after_some_seconds(heard: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    one, found = heard
    Change.objects.create(tags=["a"])
    one.catch_up()
    assert found == []
    monkeypatch.setattr(known, "_ANYWAY_SECONDS", 0)
    one.catch_up()
    assert len(found) == 1


def test_a_smaller_number_that_appears_later_is_heard(heard: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    # PostgreSQL gives numbers before the commit; SQLite writes one after another and never does this.
    monkeypatch.setattr(known.connection, "vendor", "postgresql")
    one, found = heard
    late = Change.objects.create(tags=["late"])
    number = late.pk
    late.delete()
    Change.objects.create(tags=["early"])
    ring()
    one.catch_up()
    Change.objects.create(pk=number, tags=["late"])
    ring()
    one.catch_up()
    assert [sorted(names) for names, _withdraws in found] == [["early"], ["late"]]


def test_whether_something_changed_since(heard: Any) -> None:
    one, _found = heard
    before = one.catch_up()
    assert not one.has_changed(["a"], since=before)
    Change.objects.create(tags=["a"])
    ring()
    one.catch_up()
    assert one.has_changed(["a"], since=before)
    assert not one.has_changed(["b"], since=before)
    assert not one.has_changed(["a"], since=one.catch_up())


def test_a_change_of_everything_concerns_every_name_and_what_is_kept_elsewhere(
    heard: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    forgotten: list[int] = []
    monkeypatch.setattr(catalogue, "_forgetting", [lambda: forgotten.append(1)])
    one, found = heard
    Change.objects.create(tags=[tags.EVERYTHING])
    ring()
    one.catch_up()
    assert one.has_changed(["whatever"], since=0)
    assert forgotten == [1]
    assert found[-1][0] == {tags.EVERYTHING}


def test_old_changes_are_forgotten_but_the_newest(db: None, django_assert_num_queries: Any) -> None:
    old = [Change.objects.create(tags=["a"]) for _ in range(3)]
    Change.objects.update(made_at=clock.now() - sweeping.KEPT * 2)
    assert sweeping.forget_old(now=clock.now(), dry_run=True)[0].number == 2
    sweeping.forget_old(now=clock.now())
    assert list(Change.objects.all()) == old[-1:]


class TestBells:
    """Each kind sounds anew after a ring, in another process too."""

    def test_a_file(self, tmp_path: Path) -> None:
        one, other = bells.FileBell(tmp_path / "deep" / "bell"), bells.FileBell(tmp_path / "deep" / "bell")
        sounds = [one.sound()]
        for _ in range(3):
            other.ring()
            sounds.append(one.sound())
        assert len(set(sounds)) == 4
        assert one.sound() == sounds[-1]

    def test_a_file_that_cannot_be_written_stops_nobody(self, tmp_path: Path) -> None:
        (tmp_path / "bell").mkdir()
        bells.FileBell(tmp_path / "bell").ring()

    def test_the_database(self) -> None:
        assert bells.DatabaseBell().sound() != bells.DatabaseBell().sound()

    @needs_redis
    def test_redis(self) -> None:
        one, other = bells.RedisBell(REDIS), bells.RedisBell(REDIS)
        one.sound()
        silent = one.sound()
        assert one.sound() == silent
        other.ring()
        assert _sooner_or_later(lambda: one.sound() != silent)

    def test_without_redis_nobody_can_know(self) -> None:
        one = bells.RedisBell("redis://127.0.0.1:1/0")
        one.ring()
        assert one.sound() != one.sound()

    @pytest.mark.parametrize("kind", list(bells.BellKind))
    def test_the_setting_chooses(self, settings: Any, kind: bells.BellKind) -> None:
        settings.PAGE_CACHE_BELL, settings.PAGE_CACHE_REDIS = kind, "redis://127.0.0.1:1/0"
        bells.current.cache_clear()
        assert type(bells.current()).__name__ == f"{kind.title()}Bell"
        bells.current.cache_clear()


def _sooner_or_later(holds: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 5
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


@pytest.mark.django_db
def test_a_long_transaction_says_so_once_more(switched_on: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "_LONG_SECONDS", -1)
    changes._Ring(frozenset({"a"}), withdraws=True)()
    assert list(Change.objects.values_list("tags", "withdraws")) == [(["a"], True)]


def test_the_suite_itself_runs_without_the_cache() -> None:
    assert not django_settings.PAGE_CACHE_MEGABYTES


@pytest.mark.django_db
def test_while_tables_are_made_nothing_is_written_down_and_then_everything_is_told(portal: Any) -> None:
    changes._Migrating.begin()
    try:
        changes.tell("a")
        Redirect.objects.create(old_path="/cu", redirect_link="/moi")
        assert not Change.objects.exists()
    finally:
        changes._Migrating.end()
    assert not changes._Migrating.is_under_way
    assert list(Change.objects.values_list("tags", flat=True)) == [[tags.EVERYTHING]]


@pytest.mark.django_db
def test_without_the_table_of_changes_nothing_is_written_down(portal: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known.connection.introspection, "table_names", lambda *_given, **_options: [])
    try:
        changes._Migrating.end()
        changes.tell("a")
        assert not Change.objects.exists()
    finally:
        changes._Migrating.is_under_way = False
