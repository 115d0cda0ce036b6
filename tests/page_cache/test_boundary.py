"""Which requests meet a kept page, and what it says to clients."""

import gzip
from collections.abc import Callable
from typing import Any

import brotli
import pytest
from wagtail.models import Page, PageViewRestriction, Site

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
