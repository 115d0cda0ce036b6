"""What is kept and for whom, and what a kept page says to clients."""

import gzip
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import brotli
import pytest
from django.db import OperationalError
from wagtail.models import Page, PageViewRestriction, Site

from portal.kernel import clock
from portal.page_cache import boundary, changes, collecting
from portal.page_cache.boundary import PageCache
from tests.factories import events as make_events
from tests.factories import home
from tests.page_cache import portal as portals
from tests.page_cache.portal import Portal, ask

ABOUT = "/gioi-thieu/"


@pytest.fixture
def about(site: Site, portal: Portal) -> Page:
    page = home.content_page(site)
    portals.commit()
    portal.get(ABOUT)
    return page


def test_the_second_anonymous_view_is_a_hit_with_the_same_bytes(portal: Portal, about: Page) -> None:
    kept, drawn = portal.get(ABOUT), portal.drawn(ABOUT)
    assert kept.is_hit
    assert kept.body == drawn.body
    assert kept.headers["Content-Security-Policy"] == drawn.headers["Content-Security-Policy"]
    assert kept.headers["Vary"] == "Accept-Encoding"
    assert "Set-Cookie" not in kept.headers


@pytest.mark.parametrize(
    "environ",
    [
        {"HTTP_COOKIE": "session=abc"},
        {"HTTP_COOKIE": "a=b; session=abc"},
        {"HTTP_COOKIE": "messages=abc"},
        {"HTTP_AUTHORIZATION": "Basic eA=="},
        {"HTTP_RANGE": "bytes=0-10"},
        {"HTTP_HX_REQUEST": "true"},
        {"HTTP_HOST": "elsewhere.example"},
        {"HTTP_HOST": "testserver:99999999"},
        {"HTTP_HOST": "TestServer"},
        {"HTTP_HOST": "testserver."},
    ],
)
def test_a_request_that_may_differ_never_meets_the_cache(portal: Portal, about: Page, environ: dict[str, str]) -> None:
    assert "Cache-Status" not in portal.get(ABOUT, **environ).headers


def test_other_cookies_do_not_matter(portal: Portal, about: Page) -> None:
    assert portal.get(ABOUT, HTTP_COOKIE="csrf=abc; other=1").is_hit


def test_plain_connections_are_led_to_tls_as_before(about: Page, portal: Portal, settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    fresh = Portal()
    assert fresh.get(ABOUT, HTTP_X_FORWARDED_PROTO="https").code == 200
    assert fresh.get(ABOUT, HTTP_X_FORWARDED_PROTO="https").is_hit
    assert fresh.get(ABOUT).code == 301
    assert fresh.get(ABOUT, HTTP_X_FORWARDED_PROTO="http").code == 301


@pytest.mark.parametrize(
    "path", ["/admin/", "/healthz", "/tai-khoan/login/", "/khong-co/", "/tim-kiem/?q=x", "/gop-y/"]
)
def test_what_is_not_allowed_is_not_kept(portal: Portal, about: Page, path: str) -> None:
    portal.get(path)
    assert "Cache-Status" not in portal.get(path).headers


def test_a_post_passes_through(portal: Portal, about: Page) -> None:
    assert "Cache-Status" not in ask(portal.cache, ABOUT, method="POST").headers


def test_a_private_page_is_never_kept(portal: Portal, about: Page) -> None:
    PageViewRestriction.objects.create(page=about, restriction_type="password", password="mat-khau-rieng")
    portals.commit()
    first, second = portal.get(ABOUT), portal.get(ABOUT)
    assert "Cache-Status" not in first.headers
    assert "Cache-Status" not in second.headers


def test_a_head_is_answered_from_the_same_page(portal: Portal, about: Page) -> None:
    got = ask(portal.cache, ABOUT, method="HEAD")
    assert got.is_hit
    assert got.body == b""
    assert got.headers["Content-Length"] == str(len(portal.get(ABOUT).body))


def test_a_head_keeps_nothing_where_the_page_is_not_known_yet(portal: Portal, site: Site) -> None:
    home.content_page(site)
    portals.commit()
    assert ask(portal.cache, ABOUT, method="HEAD").body == b""
    assert portal.warm(ABOUT).body == portal.drawn(ABOUT).body


def test_a_head_of_a_known_page_keeps_it_for_a_get(portal: Portal, about: Page) -> None:
    portal.cache.store.clear()
    assert ask(portal.cache, ABOUT, method="HEAD").body == b""
    assert portal.get(ABOUT).is_hit


@pytest.mark.parametrize("path", ["/su-kien/lich.ics", "/sitemap.xml"])
def test_what_answers_conditions_itself_still_does(portal: Portal, site: Site, path: str) -> None:
    make_events.make_event(make_events.make_index(site))
    portals.commit()
    tag = portal.get(path).headers["ETag"]
    assert portal.get(path, HTTP_IF_NONE_MATCH=tag).code == 304


def test_a_head_on_what_is_not_kept_has_no_body(portal: Portal, about: Page) -> None:
    assert ask(portal.cache, "/khong-co/", method="HEAD").body == b""


@pytest.mark.parametrize(
    ("accepted", "encoding"), [("gzip, br", "br"), ("gzip", "gzip"), ("br;q=0, gzip;q=0.5", "gzip"), ("", "")]
)
def test_encodings(portal: Portal, about: Page, accepted: str, encoding: str) -> None:
    open_up: dict[str, Callable[[bytes], bytes]] = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}
    got = portal.get(ABOUT, HTTP_ACCEPT_ENCODING=accepted)
    assert got.headers.get("Content-Encoding", "") == encoding
    assert open_up[encoding](got.body) == portal.drawn(ABOUT).body
    assert got.headers["Content-Length"] == str(len(got.body))


def test_each_encoding_has_a_tag_of_its_own(portal: Portal, about: Page) -> None:
    found = {portal.get(ABOUT, HTTP_ACCEPT_ENCODING=one).headers["ETag"] for one in ("", "br", "gzip")}
    assert len(found) == 3


def test_who_holds_the_page_is_told_so(portal: Portal, about: Page) -> None:
    tag = portal.get(ABOUT).headers["ETag"]
    for wanted in (tag, f"W/{tag}", f'"x", {tag}', "*"):
        got = portal.get(ABOUT, HTTP_IF_NONE_MATCH=wanted)
        assert (got.code, got.body) == (304, b"")
        assert got.headers["ETag"] == tag
        assert "Content-Length" not in got.headers
    assert portal.get(ABOUT, HTTP_IF_NONE_MATCH='"x"').code == 200


def test_a_conditional_request_draws_a_whole_page(portal: Portal, site: Site) -> None:
    home.content_page(site)
    portals.commit()
    assert portal.get(ABOUT, HTTP_IF_NONE_MATCH='"x"').code == 200
    assert portal.get(ABOUT).body == portal.drawn(ABOUT).body


class TestParameters:
    """Of the query only what the page reads counts, in one order."""

    @pytest.fixture
    def events(self, site: Site, portal: Portal) -> str:
        index = make_events.make_index(site)
        make_events.make_event(index)
        portals.commit()
        address = Page.objects.get(pk=index.pk).get_url() or ""
        portal.get(address)
        return address

    def test_the_same_filters_in_another_order_are_the_same_page(self, portal: Portal, events: str) -> None:
        portal.get(f"{events}?kind=fair&sort=newest")
        assert portal.get(f"{events}?sort=newest&kind=fair").is_hit

    def test_what_follows_people_is_left_out(self, portal: Portal, events: str) -> None:
        assert portal.get(f"{events}?utm_source=zalo&fbclid=x").is_hit

    def test_an_unknown_parameter_passes_through(self, portal: Portal, events: str) -> None:
        assert "Cache-Status" not in portal.get(f"{events}?q_other=1").headers
        assert "Cache-Status" not in portal.get(f"{events}?q_other=1").headers

    def test_the_first_request_of_all_may_have_a_query(self, portal: Portal, events: str) -> None:
        fresh = Portal()
        assert "Cache-Status" not in fresh.get(f"{events}?kind=fair").headers
        assert fresh.get(f"{events}?kind=fair").headers["Cache-Status"] == "portal; fwd=uri-miss"

    @pytest.mark.parametrize("query", ["%ff=1", "a" * 5000, "&".join("kind=fair" for _ in range(60)), "kind=%00"])
    def test_a_strange_query_is_no_error(self, portal: Portal, events: str, query: str) -> None:
        assert portal.get(f"{events}?{query}").code < 500

    def test_values_that_differ_are_different_pages(self, portal: Portal, events: str) -> None:
        portal.get(f"{events}?kind=fair")
        assert not portal.get(f"{events}?kind=course").is_hit

    def test_the_query_of_the_kept_page_is_the_canonical_one(self, portal: Portal, events: str) -> None:
        kept = portal.warm(f"{events}?sort=newest&kind=fair&utm_campaign=x").text
        assert "utm_campaign" not in kept


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
