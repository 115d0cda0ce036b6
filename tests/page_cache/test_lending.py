"""Connections to the database go from thread to thread with the work, and there are no more of them than were needed at once."""

import threading
from collections.abc import Callable, Iterator
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, InterfaceError, connection, connections, transaction
from django.db.backends.sqlite3.base import DatabaseWrapper

from portal.page_cache import changes, collecting
from portal.page_cache.admission import Admission
from portal.page_cache.lending import Lender
from tests.page_cache.portal import ask


def in_threads(number: int, work: Callable[[], None]) -> None:
    threads = [threading.Thread(target=work) for _one in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)


@pytest.fixture
def lender(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, django_db_blocker: Any) -> Iterator[Lender]:
    """A lender of connections to a database of its own, which the threads of these tests also open when nothing is lent to them."""
    settings = {**connection.settings_dict, "NAME": str(tmp_path / "lent.sqlite3"), "OPTIONS": {}}
    monkeypatch.setattr(connections, "create_connection", lambda alias: DatabaseWrapper(settings, alias))
    one = Lender()
    with django_db_blocker.unblock():
        yield one
        while len(one):
            one._free.pop().close()


def ask_something() -> object:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return connection.connection


def asks(seen: list[object]) -> Callable[[Any, Any], list[bytes]]:
    def application(_environ: Any, start_response: Any) -> list[bytes]:
        seen.append(ask_something())
        start_response("200 OK", [("Content-Type", "text/html")])
        return [b"done"]

    return application


def test_threads_that_take_turns_share_one_connection(lender: Lender) -> None:
    seen: list[object] = []
    gate = Admission(asks(seen), slots=2, most_waiting=9, apart=("/healthz",), lender=lender)
    for path in ("/a/", "/b/", "/healthz"):
        in_threads(1, lambda path=path: ask(gate, path))
    assert len(seen) == 3
    assert len({id(one) for one in seen}) == 1
    assert len(lender) == 1


def test_two_at_once_never_share(lender: Lender) -> None:
    together, held = threading.Barrier(2, timeout=10), []

    def work() -> None:
        with lender.lent():
            held.append(ask_something())
            together.wait()

    in_threads(2, work)
    assert len({id(one) for one in held}) == len(held) == len(lender) == 2


def test_what_a_lent_connection_reads_is_gathered(lender: Lender) -> None:
    read = 'SELECT "some_table"."name" FROM "some_table"'
    found: list[frozenset[str]] = []

    def work() -> None:
        with collecting.gathering() as collection, lender.lent(), connection.cursor() as cursor:
            cursor.execute('CREATE TABLE IF NOT EXISTS "some_table" ("name")')
            cursor.execute(read)
        found.append(frozenset(collection.tags))

    in_threads(1, work)
    in_threads(1, work)
    assert found == [collecting.tags_of(read, ())] * 2 != [frozenset()] * 2


@pytest.mark.parametrize("is_lent", [True, False])
def test_a_connection_opened_while_a_page_is_drawn_is_followed_and_notes_nothing_later(
    lender: Lender, is_lent: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "is_on", lambda: True)
    left: list[list[object]] = []

    def work() -> None:
        with collecting.gathering(), lender.lent() if is_lent else nullcontext():
            ask_something()
            kept = connection.execute_wrappers
        left.append(list(kept))
        connection.close()

    in_threads(1, work)
    assert left == [[changes._follow]]


def test_a_thread_has_its_own_connection_again(lender: Lender) -> None:
    seen: list[object] = []

    def work() -> None:
        seen.append(ask_something())
        with lender.lent():
            seen.append(ask_something())
        seen.append(ask_something())
        connection.close()

    in_threads(1, work)
    own, lent, again = seen
    assert own is again
    assert lent is not own


def test_what_was_left_in_a_transaction_is_lent_to_nobody(lender: Lender) -> None:
    was_inside: list[bool] = []

    def work() -> None:
        with lender.lent():
            was_inside.append(connection.in_atomic_block)
            transaction.atomic().__enter__()

    in_threads(1, work)
    assert len(lender) == 0
    in_threads(1, work)
    assert was_inside == [False, False]


def test_a_connection_that_the_server_closed_is_lent_to_nobody(lender: Lender, monkeypatch: pytest.MonkeyPatch) -> None:
    # SQLite, which has no server, says yes to everything.
    monkeypatch.setattr(DatabaseWrapper, "is_usable", lambda _self: False)
    failed: list[bool] = []

    def breaks() -> None:
        with suppress(DatabaseError, InterfaceError), lender.lent():
            connection.ensure_connection()
            connection.connection.close()
            failed.append(True)
            ask_something()
            failed.append(False)

    seen: list[object] = []

    def works() -> None:
        with lender.lent():
            seen.append(ask_something())

    in_threads(1, breaks)
    in_threads(1, works)
    assert failed == [True]
    assert len(seen) == len(lender) == 1
