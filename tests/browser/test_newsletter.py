"""The newsletter on a phone: asked for, confirmed by mail, changed, ended, and taken up again."""

import re

from playwright.sync_api import Page, expect

from tests.browser import accessible
from tests.browser.conftest import Visitor
from tests.browser.steps import newest_mail, unused_address

AUDIENCE = "main input[name=audiences]"
TARGET = 44


def _faults(page: Page) -> list[str]:
    """Return what axe finds, breaches of the policy, and whether the page scrolls sideways."""
    found = accessible.faults(page)
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append("scrolls sideways")
    return [*found, *page.evaluate("window.__violations || []")]


def test_reader_subscribes_confirms_changes_ends_and_takes_up_again(phone: Visitor) -> None:
    page, address = phone.page, unused_address()
    phone.open("/")
    page.locator("footer a[href='/ban-tin/']").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bản tin")
    subscribe = page.locator("main").get_by_role("button", name="Đăng ký nhận bản tin")
    subscribe.click()
    expect(page.locator(".error-summary")).to_be_focused()
    assert _faults(page) == []
    page.locator("[name=email]").fill(address)
    page.locator(AUDIENCE).first.check()
    chosen = page.locator(AUDIENCE).first.get_attribute("value") or ""
    box = subscribe.bounding_box()
    assert box is not None
    assert box["height"] >= TARGET - 0.5
    subscribe.click()
    expect(page.locator("main")).to_contain_text("Còn một bước: xác nhận địa chỉ của bạn")
    assert _faults(page) == []

    asked = newest_mail(phone, address)
    asked.locator("main a[href*='/ban-tin/xac-nhan/']").first.click()
    expect(asked.get_by_role("heading", level=1)).to_have_text("Xác nhận đăng ký")
    assert _faults(asked) == []
    asked.locator("main").get_by_role("button", name="Đăng ký nhận bản tin").click()
    expect(asked.locator("main")).to_contain_text("Bạn đã đăng ký nhận bản tin")
    assert _faults(asked) == []

    welcome = newest_mail(phone, address, about="Bạn đã đăng ký nhận bản tin")
    end = welcome.locator("main a[href*='/ban-tin/huy/']").first.get_attribute("href") or ""
    welcome.locator("main a[href*='/ban-tin/lua-chon/']").first.click()
    choices = welcome
    expect(choices.get_by_role("heading", level=1)).to_have_text("Bản tin của bạn")
    expect(choices.locator(f"{AUDIENCE}[value='{chosen}']")).to_be_checked()
    choices.locator("main [name=rhythm][value=daily]").check()
    choices.locator(f"{AUDIENCE}[value='{chosen}']").uncheck()
    choices.locator("main").get_by_role("button", name="Lưu", exact=True).click()
    expect(choices.locator("main")).to_contain_text("Đã lưu lựa chọn của bạn.")
    assert _faults(choices) == []
    choices.reload()
    expect(choices.locator("main [name=rhythm][value=daily]")).to_be_checked()
    expect(choices.locator(f"{AUDIENCE}:checked")).to_have_count(0)

    choices.goto(end)
    expect(choices.get_by_role("heading", level=1)).to_have_text("Hủy nhận bản tin")
    assert _faults(choices) == []
    choices.locator("main").get_by_role("button", name="Hủy đăng ký", exact=True).click()
    expect(choices.locator("main")).to_contain_text(f"Không gửi số nào nữa đến {address}.")
    assert _faults(choices) == []
    choices.locator("main").get_by_role("button", name="Nhận lại bản tin").click()
    choices.wait_for_url(re.compile("/ban-tin/lua-chon/"))
    expect(choices.locator("main [name=rhythm][value=daily]")).to_be_checked()
    assert phone.foreign == []
    assert phone.errors == []
