"""Which answers of an application are kept, for how long, and what is given while another is drawn or the database is away."""

import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import OperationalError

from portal.kernel import clock
from portal.page_cache import boundary, changes, collecting
from portal.page_cache.boundary import PageCache
from tests.page_cache import portal as portals
from tests.page_cache.portal import Portal, ask


class Application:
    """Answers what a test wants, and counts how often it was asked."""

    def __init__(self, **headers: str) -> None:
        self.headers = headers
        self.status = "200 OK"
        self.asked = 0
        self.slow = threading.Event()
        self.slow.set()
        self.before: Callable[[], object] = lambda: None

    def __call__(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        self.asked += 1
        number = self.asked
        self.before()
        collecting.allow()
        collecting.depends_on("f:one:")
        self.slow.wait(5)
        start_response(
            self.status,
            [("Content-Type", "text/html"), *((name.replace("_", "-"), value) for name, value in self.headers.items())],
        )
        return [f"answer {number}".encode()]


@pytest.fixture
def kept(portal: Portal) -> Callable[..., tuple[Application, PageCache]]:
    def make(**headers: str) -> tuple[Application, PageCache]:
        application = Application(**headers)
        return application, PageCache(application, most_bytes=1024 * 1024)

    return make


@pytest.mark.parametrize(
    "headers",
    [
        {"Set_Cookie": "a=b"},
        {"Vary": "Cookie"},
        {"Vary": "Accept-Encoding, HX-Request"},
        {"Cache_Control": "private"},
        {"Cache_Control": "no-store"},
        {"Cache_Control": "max-age=0"},
    ],
)
def test_an_answer_that_is_not_for_all_is_not_given_twice(kept: Any, headers: dict[str, str]) -> None:
    application, cache = kept(**headers)
    assert [ask(cache, "/x/").body, ask(cache, "/x/").body] == [b"answer 1", b"answer 2"]
    assert application.asked == 2


@pytest.mark.parametrize("status", ["302 Found", "404 Not Found", "410 Gone", "500 Internal Server Error"])
def test_only_pages_are_kept(kept: Any, status: str) -> None:
    application, cache = kept()
    application.status = status
    ask(cache, "/x/")
    ask(cache, "/x/")
    assert application.asked == 2


def test_after_an_error_the_last_good_page_is_given_and_says_so(kept: Any) -> None:
    application, cache = kept()
    ask(cache, "/x/")
    cache.store.drop(frozenset({"f:one:"}), withdraws=False)
    application.status = "503 Service Unavailable"
    got = ask(cache, "/x/")
    assert (got.code, got.body) == (200, b"answer 1")
    assert got.headers["Cache-Status"] == "portal; hit; detail=last-good"


def test_what_was_withdrawn_is_not_given_even_after_an_error(kept: Any) -> None:
    application, cache = kept()
    ask(cache, "/x/")
    cache.store.drop(frozenset({"f:one:"}), withdraws=True)
    application.status = "503 Service Unavailable"
    assert ask(cache, "/x/").code == 503


def test_while_the_database_is_away_the_last_good_page_is_given(kept: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    _application, cache = kept()
    ask(cache, "/x/")

    def away() -> int:
        raise OperationalError

    monkeypatch.setattr(cache._known, "catch_up", away)
    assert ask(cache, "/x/").headers["Cache-Status"] == "portal; hit; detail=last-good"
    assert ask(cache, "/y/").body == b"answer 2"


def test_while_one_draws_the_others_get_the_old_page(kept: Any) -> None:
    application, cache = kept()
    ask(cache, "/x/")
    cache.store.drop(frozenset({"f:one:"}), withdraws=False)
    drawing = _begin(application, cache)
    others = [ask(cache, "/x/") for _ in range(3)]
    assert {(one.body, one.headers["Cache-Status"]) for one in others} == {
        (b"answer 1", "portal; hit; detail=being-drawn-anew")
    }
    application.slow.set()
    assert drawing() == b"answer 2"
    assert ask(cache, "/x/").body == b"answer 2"
    assert application.asked == 2


def test_who_finds_no_old_page_waits_for_the_one_that_is_drawn(kept: Any) -> None:
    application, cache = kept()
    drawing = _begin(application, cache)
    waiting = _in_thread(lambda: ask(cache, "/x/").body)
    time.sleep(0.05)
    application.slow.set()
    assert [drawing(), waiting()] == [b"answer 1", b"answer 1"]
    assert application.asked == 1


def _in_thread(work: Callable[[], Any]) -> Callable[[], Any]:
    found: list[Any] = []
    thread = threading.Thread(target=lambda: found.append(work()))
    thread.start()

    def result() -> Any:
        thread.join(10)
        return found[0]

    return result


def _begin(application: Application, cache: PageCache) -> Callable[[], bytes]:
    application.slow.clear()
    begun = threading.Event()
    application.before = begun.set
    result = _in_thread(lambda: ask(cache, "/x/").body)
    assert begun.wait(5)
    return result


class Moment:
    """A clock that a test sets."""

    def __init__(self, *numbers: int) -> None:
        self.now = datetime(*numbers, tzinfo=clock.VIETNAM)  # type: ignore[arg-type, misc]

    def __call__(self) -> datetime:
        return self.now


@pytest.mark.parametrize(
    ("asked", "until", "header", "seconds"),
    [
        ((False, False), None, "", 3600),
        ((True, False), None, "", 15),
        ((False, True), None, "", 75),
        ((True, True), None, "", 15),
        ((False, False), 10, "", 10),
        ((False, False), -5, "", -5),
        ((False, False), None, "public, max-age=7", 7),
        ((False, False), None, "public, max-age=x", 3600),
    ],
)
def test_how_long_a_page_stays_as_it_is(
    monkeypatch: pytest.MonkeyPatch, asked: tuple[bool, bool], until: int | None, header: str, seconds: int
) -> None:
    moment = Moment(2026, 11, 30, 23, 58, 45)
    monkeypatch.setattr(clock.timezone, "now", moment)
    collection = collecting.Collection(asked=clock.Reading(*asked))
    if until is not None:
        collection.until = datetime.fromtimestamp(moment.now.timestamp() + until, clock.VIETNAM)
    assert boundary._seconds(collection, [("Cache-Control", header)], moment.now) == pytest.approx(seconds)


def test_a_page_that_asks_the_clock_is_drawn_anew_at_the_full_minute(
    kept: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    application, cache = kept()
    application.before = clock.now
    moment = Moment(2026, 11, 30, 8, 0, 40)
    monkeypatch.setattr(clock.timezone, "now", moment)
    ask(cache, "/x/")
    moment.now += timedelta(seconds=19)
    assert ask(cache, "/x/").body == b"answer 1"
    moment.now += timedelta(seconds=2)
    assert ask(cache, "/x/").body == b"answer 2"


def test_a_page_that_was_begun_before_the_full_minute_ends_with_it(kept: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    application, cache = kept()
    moment = Moment(2026, 11, 30, 8, 0, 59)

    def slow() -> None:
        clock.now()
        moment.now += timedelta(seconds=2)

    application.before = slow
    monkeypatch.setattr(clock.timezone, "now", moment)
    ask(cache, "/x/")
    application.before = clock.now
    assert ask(cache, "/x/").body == b"answer 2"
    assert ask(cache, "/x/").body == b"answer 2"


def test_nobody_meets_a_page_that_is_old_when_it_is_kept(kept: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    application, cache = kept()

    def change() -> None:
        changes.tell("f:one:")
        portals.commit()

    application.before = change
    met: list[object] = []
    real = cache._known.has_changed

    def has_changed(names: Any, *, since: int) -> bool:
        met.append(cache.store.get(("testserver", "/x/", "")))
        return bool(real(names, since=since))

    monkeypatch.setattr(cache._known, "has_changed", has_changed)
    ask(cache, "/x/")
    assert met == [None]
    assert cache.store.get(("testserver", "/x/", "")) is None
