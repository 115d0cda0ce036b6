"""Following the calendar: from a filtered list to an address, on a phone and a desktop, by keyboard, and without script."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import accessible
from tests.browser.conftest import Visitor, make_visitor

PAGE = "/su-kien/dang-ky-theo-doi-lich/"
WIDTHS = (390, 1280)
TARGET = 44


@pytest.fixture(params=WIDTHS)
def window(request: pytest.FixtureRequest, chromium: Browser, demo: str) -> Iterator[Visitor]:
    """Return a window of each width that may write to the clipboard."""
    made = make_visitor(chromium, demo, viewport={"width": request.param, "height": 900}, reduced_motion="reduce")
    made.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=demo)
    yield made
    made.context.close()


def faults(window: Visitor) -> list[str]:
    """Return what axe finds, breaches of the policy, and requests to other origins."""
    found = accessible.faults(window.page)
    if window.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"):
        found.append("scrolls sideways")
    return [*found, *window.violations(), *window.foreign, *window.errors]


def test_from_a_filtered_list_to_a_calendar_that_is_copied(window: Visitor) -> None:
    page = window.page
    window.open("/su-kien/?kind=fair")
    page.locator(".subscribe a.button").click()
    page.wait_for_url(f"**{PAGE}?kind=fair")
    field = page.locator("#calendar-address")
    address = field.input_value()
    assert urlsplit(address).path == "/su-kien/lich.ics"
    assert parse_qs(urlsplit(address).query) == {"kind": ["fair"]}
    said = page.locator("#calendar-address-status")
    expect(said).to_have_text("")
    assert said.get_attribute("role") == "status"
    page.locator("button[data-copy-status=calendar-address-status]").click()
    expect(said).to_have_text("Đã sao chép")
    assert page.evaluate("navigator.clipboard.readText()") == address
    assert page.locator("a[href^='webcal://']").get_attribute("href") == "webcal" + address.removeprefix("http")
    box = page.locator(".follow__qr svg").bounding_box()
    assert box is not None
    assert box["width"] >= 160
    assert faults(window) == []
    with urlopen(address, timeout=30) as answer:
        assert answer.headers["Content-Type"].startswith("text/calendar")


def test_the_keyboard_chooses_and_copies(window: Visitor) -> None:
    page = window.page
    window.open(PAGE)
    summary = page.locator(".follow__form > summary")
    summary.focus()
    page.keyboard.press("Enter")
    choice = page.locator("input[name=kind][value=fair]")
    for _step in range(12):
        page.keyboard.press("Tab")
        if choice.evaluate("element => element === document.activeElement"):
            break
    expect(choice).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"kind=fair"))
    button = page.locator("button[data-copy-status=calendar-address-status]")
    button.focus()
    outline = button.evaluate("element => getComputedStyle(element).outlineStyle")
    assert outline != "none"
    page.keyboard.press("Enter")
    expect(page.locator("#calendar-address-status")).to_have_text("Đã sao chép")
    for target in (button, page.locator("a[href^='webcal://']"), page.locator(".follow__choice").first):
        box = target.bounding_box()
        assert box is not None
        assert box["height"] >= TARGET - 0.5


def test_a_choice_that_nothing_fits_says_so(window: Visitor) -> None:
    window.open(f"{PAGE}?kind=award-deadline&level=national")
    expect(window.page.locator(".error-summary")).to_be_focused()
    expect(window.page.locator("a[href^='webcal://']")).to_have_count(0)
    expect(window.page.locator("input[name=level][value=national]")).to_be_checked()
    assert faults(window) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_without_script_everything_works_but_the_button(chromium: Browser, demo: str, width: int) -> None:
    window = make_visitor(chromium, demo, viewport={"width": width, "height": 900}, java_script_enabled=False)
    page = window.page
    window.open(PAGE)
    expect(page.locator("button[data-copy]").first).to_be_hidden()
    page.locator(".follow__form > summary").click()
    page.locator("label", has=page.locator("input[name=kind][value=course]")).click()
    page.locator(".follow__form button[type=submit]").click()
    page.wait_for_url(re.compile(r"kind=course"))
    expect(page.locator("#calendar-address")).to_have_value(re.compile(r"/su-kien/lich\.ics\?kind=course$"))
    expect(page.locator(".follow__qr svg")).to_be_visible()
    assert window.foreign == []
    window.context.close()


def test_changes_of_the_programme_can_be_filtered_and_followed(window: Visitor) -> None:
    page = window.page
    window.open("/su-kien/")
    page.get_by_role("link", name="Thay đổi trong chương trình").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thay đổi trong chương trình")
    expect(page.locator(".change").first).to_be_visible()
    assert faults(window) == []
    window.open("/su-kien/thay-doi/?kind=cancelled")
    assert page.locator(".change .badge").count() == page.locator(".change .badge", has_text="Đã hủy").count()
