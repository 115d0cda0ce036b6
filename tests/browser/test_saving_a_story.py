"""Saving a story with Ctrl+S: the last words typed are in it, and nobody saves over somebody else's version without being asked once."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.browser.conftest import Visitor, make_visitor
from tests.browser.steps import sign_in, unused_name

EDITOR, CHIEF = "bien-tap-bao@example.org", "tong-bien-tap-bao@example.org"
PING = "**/admin/editing-sessions/ping/**"


@pytest.fixture
def desks(chromium: Browser, demo: str) -> Iterator[dict[str, Visitor]]:
    """Return a window for each of the two."""
    made = {email: make_visitor(chromium, demo, viewport={"width": 1280, "height": 1000}) for email in (EDITOR, CHIEF)}
    yield made
    for window in made.values():
        window.context.close()


def _leave_unanswered(_route: Route) -> None:
    """Let the window hear nothing of other people."""


def _words(page: Page) -> Locator:
    return page.locator("[data-contentpath=body] [contenteditable=true]").first


def _type_on_and_save(page: Page, words: str) -> None:
    _words(page).click()
    page.keyboard.press("End")
    page.keyboard.type(words)
    page.keyboard.press("Control+s")


def _save_as_chief(chief: Visitor, address: str, title: str, lead: str) -> None:
    chief.page.goto(address)
    chief.page.locator("[name=lead]").fill(lead)
    chief.page.keyboard.press("Control+s")
    expect(chief.page.locator(".messages")).to_contain_text(title)
    expect(chief.page.locator("[name=lead]")).to_have_value(lead)


def test_ctrl_s_saves_the_last_words_and_two_people_are_asked_about_the_draft(desks: dict[str, Visitor]) -> None:
    editor, chief = desks[EDITOR], desks[CHIEF]
    for email, window in desks.items():
        sign_in(window, email)
    page = editor.page
    editor.open("/admin/news/my-work/")
    page.locator(".menuitem-label").first.wait_for()
    cut = "labels => labels.filter(one => one.scrollWidth > one.clientWidth).map(one => one.textContent)"
    assert page.locator(".menuitem-label").evaluate_all(cut) == [], "names in the menu stand whole"
    page.get_by_role("link", name="Viết bài", exact=True).click()
    title = unused_name("Bài lưu bằng bàn phím")
    page.locator("[name=title]").fill(title)
    page.locator("[data-contentpath=body] button[title='Chèn khối']").first.click()
    page.get_by_role("option", name="Nội dung", exact=True).first.click()
    _words(page).click()
    page.keyboard.type("Câu đầu tiên của bài.")
    page.route(PING, _leave_unanswered)
    page.keyboard.press("Control+s")
    expect(page.locator(".messages")).to_contain_text(title)
    expect(_words(page)).to_contain_text("Câu đầu tiên của bài.")

    # The editor's window asks every ten seconds whether anybody has saved. Before it has heard, the server itself asks.
    address = page.url
    _save_as_chief(chief, address, title, "Sapo của người khác.")
    _type_on_and_save(page, " Câu cuối vừa gõ xong.")
    expect(page.locator(".messages")).to_contain_text("sau khi bạn mở")
    expect(_words(page)).to_contain_text("Câu đầu tiên của bài. Câu cuối vừa gõ xong.")

    # After it has heard, its dialog asks, and the server does not ask again.
    page.unroute(PING)
    _save_as_chief(chief, address, title, "Sapo lần nữa.")
    with page.expect_response(PING):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    dialog = page.locator("#w-save-confirmation-dialog")
    expect(dialog.locator("#title-text-w-save-confirmation-dialog")).to_contain_text("đã lưu")
    _type_on_and_save(page, " Thêm một câu.")
    confirm = dialog.locator("[data-w-dialog-target=confirm]")
    expect(confirm).to_contain_text("Lưu bản nháp")
    confirm.click()
    expect(page.locator(".messages")).to_contain_text(title)
    expect(_words(page)).to_contain_text("Câu đầu tiên của bài. Câu cuối vừa gõ xong. Thêm một câu.")
    assert editor.violations() == []
    assert editor.errors == []
