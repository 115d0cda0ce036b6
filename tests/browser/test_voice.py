"""Searching by voice: asked first, ten seconds, stopped early or cancelled, and plain words for whatever goes wrong."""

import datetime as dt
import re
from urllib.parse import unquote_plus

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser import accessible, recogniser
from tests.browser.conftest import Visitor, make_visitor

SPEAK = "Tìm bằng giọng nói"
STOP = "Dừng và tìm những gì đã nghe"
BOXES = {
    "/": ("site-search", "hero-search"),
    "/tim-kiem/?q=say": ("site-search", "search-page"),
    "/cong-nghe/": ("site-search", "filter-query"),
    "/khong-co-trang-nay/": ("site-search", "error-search"),
}


@pytest.fixture
def page(visitor: Visitor) -> Page:
    """Return the window of somebody whose browser can listen."""
    recogniser.install(visitor.page)
    return visitor.page


def box(page: Page) -> Locator:
    return page.locator("#search-page")


def microphone(page: Page, field: str = "search-page") -> Locator:
    return page.locator(f"#{field} + .voice")


def panel(page: Page) -> Locator:
    return page.locator(".voice-panel:visible")


def listen(page: Page, *, agree: bool = True) -> None:
    microphone(page).click()
    if agree:
        page.get_by_role("button", name="Đồng ý và nói").click()
    expect(microphone(page)).to_have_attribute("aria-label", STOP)


def hold_the_clock(visitor: Visitor) -> None:
    """Open the page of results with a clock that goes on only where the test lets it."""
    visitor.page.clock.install(time=dt.datetime(2026, 12, 1, 8, tzinfo=dt.UTC))
    visitor.open("/tim-kiem/")
    visitor.page.clock.pause_at(dt.datetime(2026, 12, 1, 9, tzinfo=dt.UTC))


@pytest.mark.parametrize("path", BOXES)
def test_every_search_box_has_a_microphone_of_a_fingers_size(visitor: Visitor, page: Page, path: str) -> None:
    visitor.open(path)
    for field in BOXES[path]:
        button = microphone(page, field)
        expect(button).to_be_visible()
        expect(button).to_have_accessible_name(SPEAK)
        size = button.bounding_box()
        assert size is not None
        assert min(size["width"], size["height"]) >= 44
    assert page.locator(".voice").count() == len(BOXES[path])
    assert visitor.violations() == []


def test_no_microphone_where_the_browser_cannot_listen(visitor: Visitor) -> None:
    recogniser.install(visitor.page, recogniser.NONE)
    visitor.open("/tim-kiem/")
    expect(box(visitor.page)).to_have_attribute("role", "combobox")
    expect(visitor.page.locator(".voice")).to_have_count(0)
    expect(visitor.page.locator(".voice-panel")).to_have_count(0)


def test_asks_before_the_first_use_and_remembers_the_answer(visitor: Visitor, page: Page) -> None:
    visitor.open("/tim-kiem/")
    microphone(page).click()
    expect(panel(page)).to_contain_text("công ty làm ra trình duyệt")
    assert recogniser.languages(page) == []
    assert accessible.faults(page) == []
    page.get_by_role("button", name="Đồng ý và nói").click()
    expect(panel(page)).to_contain_text("Nói rõ, không quá nhanh")
    expect(microphone(page)).to_be_focused()
    assert recogniser.languages(page) == ["vi-VN"]
    visitor.open("/tim-kiem/")
    microphone(page).click()
    expect(panel(page)).to_contain_text("Nói rõ, không quá nhanh")
    page.get_by_role("button", name="Lần sau hỏi lại").click()
    expect(panel(page)).to_contain_text("Cổng sẽ hỏi lại")
    expect(microphone(page)).to_have_accessible_name(SPEAK)
    visitor.open("/tim-kiem/")
    microphone(page).click()
    expect(panel(page)).to_contain_text("công ty làm ra trình duyệt")


def test_refusing_listens_to_nobody_and_leaves_the_field(visitor: Visitor, page: Page) -> None:
    visitor.open("/tim-kiem/")
    microphone(page).click()
    page.get_by_role("button", name="Không, tôi sẽ gõ").click()
    expect(panel(page)).to_have_count(0)
    expect(box(page)).to_be_focused()
    assert recogniser.languages(page) == []
    page.keyboard.type("hội chợ")
    page.keyboard.press("Enter")
    page.wait_for_url("**/tim-kiem/?q=h*")
    microphone(page).click()
    expect(panel(page)).to_contain_text("công ty làm ra trình duyệt")


def test_what_was_heard_can_be_corrected_before_it_is_sent(visitor: Visitor, page: Page) -> None:
    visitor.open("/tim-kiem/")
    listen(page)
    recogniser.hear(page, "máy sấy")
    expect(box(page)).to_have_value("máy sấy")
    recogniser.hear(page, "máy sấy", " tội")
    recogniser.fall_silent(page)
    expect(box(page)).to_have_value("máy sấy tội")
    expect(box(page)).to_be_focused()
    expect(panel(page)).to_contain_text("Đây là những gì đã nghe")
    expect(page.locator("#search-said")).to_contain_text("Đây là những gì đã nghe")
    assert page.url.endswith("/tim-kiem/")
    assert accessible.faults(page) == []
    box(page).fill("máy sấy tỏi")
    expect(panel(page)).to_have_count(0)
    page.keyboard.press("Enter")
    page.wait_for_url("**/tim-kiem/?q=*")
    assert unquote_plus(page.url).endswith("?q=máy sấy tỏi")


def test_pressing_the_turning_microphone_sends_at_once(visitor: Visitor, page: Page) -> None:
    visitor.open("/tim-kiem/")
    listen(page)
    recogniser.hear(page, "hội chợ")
    ring = microphone(page).locator(".voice__ring")
    assert ring.evaluate("ring => getComputedStyle(ring).animationName") == "turn"
    microphone(page).click()
    page.wait_for_url("**/tim-kiem/?q=*")
    assert unquote_plus(page.url).endswith("?q=hội chợ")
    expect(box(page)).to_have_value("hội chợ")


def test_stopping_before_a_word_was_heard_sends_nothing(visitor: Visitor, page: Page) -> None:
    visitor.open("/tim-kiem/?q=tỏi")
    listen(page)
    microphone(page).click()
    expect(panel(page)).to_contain_text("Không nghe thấy gì")
    expect(box(page)).to_have_value("tỏi")


def test_ten_seconds_are_counted_down_and_said(visitor: Visitor, page: Page) -> None:
    hold_the_clock(visitor)
    listen(page)
    said = page.locator("#search-said")
    expect(said).to_have_attribute("aria-live", "polite")
    expect(said).to_have_text("Đang nghe: còn 10 giây")
    expect(page.locator(".voice-panel__left:visible")).to_have_text("10")
    page.clock.run_for(5_000)
    expect(said).to_have_text("Đang nghe: còn 5 giây")
    expect(page.locator(".voice-panel__left:visible")).to_have_text("5")
    recogniser.hear(page, "nấm linh chi")
    page.clock.run_for(4_000)
    assert not page.evaluate("window.__now.stopped")
    page.clock.run_for(1_100)
    assert page.evaluate("window.__now.stopped")
    expect(panel(page)).to_contain_text("Đã hết mười giây")
    expect(box(page)).to_have_value("nấm linh chi")
    expect(microphone(page)).to_have_accessible_name(SPEAK)
    assert page.url.endswith("/tim-kiem/")


def test_a_recogniser_that_never_ends_is_not_waited_for(visitor: Visitor, page: Page) -> None:
    hold_the_clock(visitor)
    listen(page)
    page.evaluate("window.__now.stop = () => {}")
    recogniser.hear(page, "nấm")
    page.clock.run_for(12_500)
    expect(panel(page)).to_contain_text("Đã hết mười giây")
    assert page.evaluate("window.__now.aborted")
    expect(box(page)).to_have_value("nấm")


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        ("not-allowed", "Micrô chưa được phép dùng"),
        ("service-not-allowed", "Nhận dạng giọng nói đang tắt"),
        ("no-speech", "Không nghe thấy gì"),
        ("network", "Trình duyệt không kết nối được"),
        ("audio-capture", "Không tìm thấy micrô"),
        ("language-not-supported", "không nhận dạng được tiếng nói"),
        ("something-new", "Chưa nhận dạng được tiếng nói"),
    ],
)
def test_what_goes_wrong_is_said_in_plain_words(visitor: Visitor, page: Page, error: str, sentence: str) -> None:
    visitor.open("/tim-kiem/?q=tỏi")
    listen(page)
    recogniser.fail(page, error)
    expect(panel(page)).to_contain_text(sentence)
    expect(page.locator("#search-said")).to_contain_text(sentence)
    expect(microphone(page)).to_have_accessible_name(SPEAK)
    expect(box(page)).to_have_value("tỏi")
    listen(page, agree=False)
    recogniser.hear(page, "nấm")
    recogniser.fall_silent(page)
    expect(box(page)).to_have_value("nấm")


def test_silence_is_said(visitor: Visitor, page: Page) -> None:
    visitor.open("/tim-kiem/")
    listen(page)
    recogniser.fall_silent(page)
    expect(panel(page)).to_contain_text("Không nghe thấy gì")
    assert accessible.faults(page) == []


def test_a_recogniser_that_cannot_start_is_said(visitor: Visitor, page: Page) -> None:
    visitor.open("/tim-kiem/")
    page.evaluate("() => { window.SpeechRecognition.prototype.start = () => { throw new DOMException('busy'); }; }")
    microphone(page).click()
    page.get_by_role("button", name="Đồng ý và nói").click()
    expect(panel(page)).to_contain_text("Chưa nhận dạng được tiếng nói")
    assert visitor.errors == []


def test_escape_cancels_and_gives_the_old_words_back(visitor: Visitor, page: Page) -> None:
    visitor.open("/tim-kiem/?q=tỏi")
    microphone(page).click()
    page.keyboard.press("Escape")
    expect(panel(page)).to_have_count(0)
    expect(microphone(page)).to_be_focused()
    listen(page)
    recogniser.hear(page, "nấm")
    expect(box(page)).to_have_value("nấm")
    page.keyboard.press("Escape")
    expect(panel(page)).to_have_count(0)
    expect(box(page)).to_have_value("tỏi")
    assert page.evaluate("window.__now.aborted")
    assert "n%E1%BA%A5m" not in page.url


def test_typing_takes_over(visitor: Visitor, page: Page) -> None:
    visitor.open("/tim-kiem/")
    listen(page)
    recogniser.hear(page, "nấm")
    box(page).press("End")
    box(page).press_sequentially(" rơm")
    expect(panel(page)).to_have_count(0)
    assert page.evaluate("window.__now.aborted")
    expect(box(page)).to_have_value("nấm rơm")


def test_only_one_box_listens(visitor: Visitor, page: Page) -> None:
    visitor.open("/tim-kiem/")
    listen(page)
    page.evaluate("window.__first = window.__now")
    microphone(page, "site-search").click()
    expect(microphone(page)).to_have_accessible_name(SPEAK)
    expect(microphone(page, "site-search")).to_have_accessible_name(STOP)
    assert page.evaluate("window.__first.aborted && !window.__now.aborted")
    expect(panel(page)).to_have_count(1)


@pytest.mark.parametrize(("address", "field"), [("/tim-kiem/", "search-page"), ("/cong-nghe/", "filter-query")])
def test_a_listening_page_is_accessible(visitor: Visitor, page: Page, address: str, field: str) -> None:
    visitor.open(address)
    microphone(page, field).click()
    page.get_by_role("button", name="Đồng ý và nói").click()
    page.evaluate("() => { window.__now.stop = () => {}; }")
    assert accessible.faults(page) == []
    for button in panel(page).get_by_role("button").all():
        size = button.bounding_box()
        assert size is not None
        assert min(size["width"], size["height"]) >= 44


def test_a_finger_cancels_too(visitor: Visitor, page: Page) -> None:
    visitor.open("/tim-kiem/?q=tỏi")
    listen(page)
    recogniser.hear(page, "nấm")
    panel(page).get_by_role("button", name="Hủy").click()
    expect(panel(page)).to_have_count(0)
    expect(box(page)).to_have_value("tỏi")
    assert page.evaluate("window.__now.aborted")


def test_a_listing_is_searched_by_voice(visitor: Visitor, page: Page) -> None:
    visitor.open("/cong-nghe/")
    microphone(page, "filter-query").click()
    page.get_by_role("button", name="Đồng ý và nói").click()
    recogniser.hear(page, "sấy")
    microphone(page, "filter-query").click()
    page.wait_for_url("**/cong-nghe/?q=*")
    expect(page.locator(".result-count").first).to_contain_text(re.compile(r"\d"))


def test_english_pages_listen_for_english(visitor: Visitor, page: Page) -> None:
    visitor.open("/en/search/")
    microphone(page).click()
    expect(panel(page)).to_contain_text("May the browser listen?")
    page.get_by_role("button", name="Agree and speak").click()
    expect(panel(page)).to_contain_text("Speak clearly and not too fast")
    assert recogniser.languages(page) == ["en-US"]
    expect(page.locator("#search-said")).to_have_text("Listening: 10 seconds left")


def test_nothing_turns_for_whoever_asked_for_calm(chromium: Browser, demo: str) -> None:
    visitor = make_visitor(chromium, demo, viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    try:
        recogniser.install(visitor.page)
        visitor.open("/tim-kiem/")
        listen(visitor.page)
        ring = microphone(visitor.page).locator(".voice__ring")
        assert ring.evaluate("ring => getComputedStyle(ring).animationName") == "none"
        assert accessible.faults(visitor.page) == []
        assert visitor.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    finally:
        visitor.context.close()


def test_whoever_leaves_the_tab_is_no_longer_heard(visitor: Visitor, page: Page) -> None:
    visitor.open("/tim-kiem/")
    listen(page)
    page.evaluate(
        "Object.defineProperty(document, 'hidden', {value: true}); document.dispatchEvent(new Event('visibilitychange'))"
    )
    expect(panel(page)).to_have_count(0)
    assert page.evaluate("window.__now.aborted")


def test_paper_shows_no_microphone(visitor: Visitor, page: Page) -> None:
    visitor.open("/tim-kiem/")
    listen(page)
    page.emulate_media(media="print")
    expect(microphone(page)).to_be_hidden()
    expect(panel(page)).to_have_count(0)
