"""Suggestions while typing: the keyboard, the announcements, few requests, and a plain form without JavaScript."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, Request, expect

from tests.browser import accessible
from tests.browser.conftest import Visitor, make_visitor

ENDPOINT = re.compile(r"/(tim-kiem/goi-y|en/search/suggestions)/\?q=")


def options(page: Page) -> Locator:
    return page.locator(".suggestions:visible [role=option]")


@contextmanager
def asked(page: Page) -> Iterator[list[str]]:
    """Collect what the page asks the portal for while typing."""
    found: list[str] = []

    def note(request: Request) -> None:
        if ENDPOINT.search(request.url):
            found.extend(parse_qs(urlsplit(request.url).query)["q"])

    page.on("request", note)
    yield found
    page.remove_listener("request", note)


@pytest.mark.parametrize(
    ("path", "field"), [("/", "hero-search"), ("/tim-kiem/", "search-page"), ("/cong-nghe/", "site-search")]
)
def test_two_letters_without_marks_suggest_titles(visitor: Visitor, path: str, field: str) -> None:
    page = visitor.page
    visitor.open(path)
    box = page.locator(f"#{field}")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press_sequentially("sa")
    expect(options(page).first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press_sequentially("y bom")
    expect(options(page).first).to_contain_text("Sấy bơm nhiệt")
    expect(options(page).first.locator("mark").first).to_have_text("Sấy bơm")
    expect(page.locator("#search-said")).to_contain_text("gợi ý")
    assert accessible.faults(page) == []
    assert visitor.violations() == []
    assert visitor.errors == []


def test_arrows_choose_and_enter_opens(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open("/tim-kiem/")
    box = page.locator("#search-page")
    box.press_sequentially("cong nghe")
    expect(options(page).nth(2)).to_be_visible()
    expect(page.locator("#search-said")).to_have_text(re.compile(r"^\d gợi ý"))
    last = options(page).count() - 1
    chosen = page.locator("[role=option][aria-selected=true]")
    for key, place in (("ArrowDown", 0), ("ArrowDown", 1), ("End", last), ("ArrowDown", None), ("ArrowUp", last), ("Home", 0), ("ArrowUp", None), ("ArrowDown", 0)):  # fmt: skip
        box.press(key)
        if place is None:
            expect(chosen).to_have_count(0)
            expect(box).to_have_attribute("aria-activedescendant", "")
        else:
            expect(chosen).to_have_id(f"search-page-list-{place}")
            expect(box).to_have_attribute("aria-activedescendant", f"search-page-list-{place}")
    expect(box).to_be_focused()
    expect(box).to_have_value("cong nghe")
    assert accessible.faults(page) == []
    target = chosen.get_attribute("href")
    box.press("Enter")
    page.wait_for_url(f"**{target}")
    expect(page.locator("h1")).to_be_visible()


def test_enter_without_a_choice_sends_the_words(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open("/tim-kiem/")
    page.locator("#search-page").press_sequentially("hoi cho")
    expect(options(page).first).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**/tim-kiem/?q=hoi+cho")


def test_home_and_end_move_in_the_text_until_something_is_chosen(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open("/tim-kiem/")
    box = page.locator("#search-page")
    box.press_sequentially("cong nghe")
    expect(options(page).first).to_be_visible()
    box.press("Home")
    assert box.evaluate("box => box.selectionStart") == 0
    box.press("End")
    assert box.evaluate("box => box.selectionStart") == len("cong nghe")


def test_escape_closes_and_keeps_the_words(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open("/tim-kiem/")
    box = page.locator("#search-page")
    box.press_sequentially("hoi cho")
    expect(options(page).first).to_be_visible()
    box.press("Escape")
    expect(options(page)).to_have_count(0)
    expect(box).to_have_value("hoi cho")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press("ArrowDown")
    expect(options(page).first).to_be_visible()
    box.press("Tab")
    expect(options(page)).to_have_count(0)


def test_a_press_opens_what_is_suggested(phone: Visitor) -> None:
    page = phone.page
    phone.open("/tim-kiem/")
    page.locator("#search-page").press_sequentially("say bom")
    expect(options(page).first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    size = options(page).first.bounding_box()
    assert size is not None
    assert size["height"] >= 44
    options(page).first.tap()
    page.wait_for_url(re.compile("say-bom"))


def test_a_quick_typist_asks_once_and_an_answer_is_kept(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open("/tim-kiem/")
    box = page.locator("#search-page")
    with asked(page) as questions:
        box.press_sequentially("h")
        page.wait_for_timeout(400)
        assert questions == []
        box.press_sequentially("oi cho", delay=5)
        expect(options(page).first).to_be_visible()
        assert questions == ["hoi cho"]
        box.press("Backspace")
        page.wait_for_timeout(600)
        assert questions == ["hoi cho", "hoi ch"]
        box.press_sequentially("o")
        expect(options(page).first).to_be_visible()
        page.wait_for_timeout(400)
        assert questions == ["hoi cho", "hoi ch"]


def test_a_late_answer_to_an_older_question_is_left_out(visitor: Visitor) -> None:
    page = visitor.page
    page.add_init_script("""
      const real = window.fetch;
      window.__aborted = [];
      window.fetch = (address, choices) => {
        if (!String(address).endsWith('q=hoi')) return real(address, choices);
        choices.signal.addEventListener('abort', () => window.__aborted.push(String(address)));
        return new Promise((resolve) => setTimeout(() => resolve(new Response(JSON.stringify(
          {suggestions: [{parts: ['', 'Quá muộn'], kind: '', url: '/', lang: 'vi'}]}))), 1200));
      };
    """)
    visitor.open("/tim-kiem/")
    box = page.locator("#search-page")
    box.press_sequentially("hoi")
    page.wait_for_timeout(400)
    box.press_sequentially(" cho")
    expect(options(page).first).to_be_visible()
    page.wait_for_timeout(1500)
    expect(page.locator(".suggestions")).not_to_contain_text(["Quá muộn"])
    assert len(page.evaluate("window.__aborted")) == 1


@pytest.mark.parametrize("answer", ["nothing", "error"])
def test_no_answer_leaves_a_plain_box(visitor: Visitor, answer: str) -> None:
    page = visitor.page
    page.route(ENDPOINT, lambda route: route.abort() if answer == "nothing" else route.fulfill(status=500, body="<h1>"))
    visitor.open("/tim-kiem/")
    box = page.locator("#search-page")
    box.press_sequentially("hoi cho")
    expect(page.locator("#search-said")).to_have_text("Không có gợi ý")
    expect(options(page)).to_have_count(0)
    box.press("Enter")
    page.wait_for_url("**/tim-kiem/?q=hoi+cho")
    assert visitor.errors == []


def test_english_box_names_the_language_of_vietnamese_titles(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open("/en/")
    page.locator("#hero-search").press_sequentially("heat")
    expect(options(page).first).to_be_visible()
    expect(options(page).first.locator("span").first).to_have_attribute("lang", "en")
    expect(page.locator("#search-said")).to_contain_text("suggestion")
    assert accessible.faults(page) == []


@pytest.mark.parametrize("path", ["/tim-kiem/", "/en/search/", "/cong-nghe/"])
def test_a_row_of_letters_without_end_stays_on_the_screen(phone: Visitor, path: str) -> None:
    phone.open(f"{path}?q={'a' * 200}")
    expect(phone.page.locator(".chip").first).to_be_visible()
    assert phone.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_box_is_a_plain_form_without_javascript(chromium: Browser, demo: str) -> None:
    visitor = make_visitor(chromium, demo, java_script_enabled=False)
    try:
        visitor.open("/tim-kiem/")
        box = visitor.page.locator("#search-page")
        assert box.get_attribute("role") is None
        expect(visitor.page.locator(".voice")).to_have_count(0)
        box.fill("hoi cho")
        box.press("Enter")
        visitor.page.wait_for_url("**/tim-kiem/?q=hoi+cho")
        expect(visitor.page.locator(".search-hit").first).to_be_visible()
    finally:
        visitor.context.close()
