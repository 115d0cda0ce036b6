"""Too many at once are turned away with a time to come back; what is under way ends, and finished pages never wait."""

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from portal.page_cache import admission, collecting
from portal.page_cache.admission import Admission
from portal.page_cache.boundary import PageCache
from tests.page_cache.portal import Portal, Seen, ask


class Slow:
    """An application whose answers wait until they are let go."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.inside = threading.Semaphore(0)
        self.most = self.now = 0
        self._lock = threading.Lock()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        with self._lock:
            self.now += 1
            self.most = max(self.most, self.now)
        self.inside.release()
        if environ["PATH_INFO"] != "/quick/":
            self.go.wait(10)
        with self._lock:
            self.now -= 1
        collecting.allow()
        start_response("200 OK", [("Content-Type", "text/html")])
        return [b"done"]


def guarded(slow: Slow, *, slots: int = 2, most_waiting: int = 1, page: Path | None = None) -> Admission:
    return Admission(slow, slots=slots, most_waiting=most_waiting, apart=("/static/",), page=page)


def begin(application: Any, number: int, *, method: str = "GET") -> tuple[list[Seen], list[threading.Thread]]:
    found: list[Seen] = []
    threads = [
        threading.Thread(target=lambda: found.append(ask(application, "/x/", method=method))) for _one in range(number)
    ]
    for thread in threads:
        thread.start()
    return found, threads


def end(slow: Slow, threads: list[threading.Thread]) -> None:
    slow.go.set()
    for thread in threads:
        thread.join(10)


def wait_until(holds: Callable[[], bool]) -> None:

    deadline = time.monotonic() + 5
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def test_more_than_can_wait_are_told_to_come_back() -> None:
    slow = Slow()
    gate = guarded(slow)
    found, threads = begin(gate, 3)
    wait_until(lambda: slow.now == 2 and sum(gate._waiting.values()) == 1)
    refused = ask(gate, "/x/")
    assert (refused.code, refused.headers["Retry-After"], refused.headers["Cache-Control"]) == (503, "10", "no-store")
    assert "quá nhiều" in refused.text
    assert ask(gate, "/x/", method="HEAD").body == b""
    end(slow, threads)
    assert [one.code for one in found] == [200, 200, 200]
    assert slow.most == 2
    assert ask(gate, "/x/").code == 200


def test_who_waits_too_long_is_told_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(admission, "_READING_SECONDS", 0.01)
    slow = Slow()
    gate = guarded(slow, slots=1, most_waiting=2)
    found, threads = begin(gate, 1)
    wait_until(lambda: slow.now == 1)
    assert ask(gate, "/x/").code == 503
    written, writers = begin(gate, 1, method="POST")
    wait_until(lambda: sum(gate._waiting.values()) == 1)
    end(slow, [*threads, *writers])
    assert [one.code for one in (*found, *written)] == [200, 200]


def test_a_crowd_of_readers_leaves_room_for_what_is_sent() -> None:
    slow = Slow()
    gate = guarded(slow, slots=1, most_waiting=2)
    found, threads = begin(gate, 3)
    wait_until(lambda: slow.now == 1 and sum(gate._waiting.values()) == 2)
    assert ask(gate, "/x/").code == 503
    sent, senders = begin(gate, 1, method="POST")
    wait_until(lambda: sum(gate._waiting.values()) == 3)
    assert ask(gate, "/x/", method="POST").code == 503
    end(slow, [*threads, *senders])
    assert [one.code for one in (*found, *sent)] == [200] * 4


def test_what_stands_apart_never_waits() -> None:
    slow = Slow()
    gate = guarded(slow, slots=1, most_waiting=0)
    _found, threads = begin(gate, 1)
    wait_until(lambda: slow.now == 1)
    files, others = begin(gate, 0)
    thread = threading.Thread(target=lambda: files.append(ask(gate, "/static/a.css")))
    thread.start()
    wait_until(lambda: slow.now == 2)
    end(slow, [*threads, *others, thread])
    assert files[0].code == 200


def test_an_error_gives_its_place_back() -> None:
    def broken(_environ: dict[str, Any], _start_response: Any) -> list[bytes]:
        raise RuntimeError

    gate = Admission(broken, slots=1, most_waiting=0, apart=())
    for _try in range(3):
        with pytest.raises(RuntimeError):
            ask(gate, "/x/")


def test_the_page_is_the_one_that_readers_know(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<h1>Xin đợi</h1>")
    slow = Slow()
    gate = guarded(slow, slots=1, most_waiting=0, page=page)
    _found, threads = begin(gate, 1)
    wait_until(lambda: slow.now == 1)
    refused = ask(gate, "/x/")
    assert (refused.text, refused.headers["Content-Type"]) == ("<h1>Xin đợi</h1>", "text/html; charset=utf-8")
    end(slow, threads)


def test_finished_pages_come_while_everything_else_is_turned_away(portal: Portal) -> None:
    slow = Slow()
    gate = guarded(slow, slots=1, most_waiting=0)
    cache = PageCache(gate, most_bytes=1024 * 1024)
    ask(cache, "/quick/")
    _found, threads = begin(gate, 1)
    wait_until(lambda: slow.now == 1)
    assert ask(cache, "/quick/").is_hit
    assert ask(cache, "/other/").code == 503
    cache.store.drop(frozenset({"everything"}), withdraws=False)
    last_good = ask(cache, "/quick/")
    assert (last_good.code, last_good.headers["Cache-Status"]) == (200, "portal; hit; detail=last-good")
    end(slow, threads)
