"""From the application to the booth on the public plan: two organisers accept, the exhibitor chooses with the keyboard."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Visitor, make_visitor
from tests.browser.steps import sign_in, wait_until

EXHIBITOR, ORGANISER, OPERATOR = "lua@example.org", "to-chuc@example.org", "quan-tri@example.org"
FAIR = "Chợ công nghệ và thiết bị Kinh Bắc (mẫu)"
REFERENCE = re.compile(r"GH-[0-9A-Z]{4}-[0-9A-Z]{4}")


def test_events_and_courses_say_their_lead_once(visitor: Visitor) -> None:
    page = visitor.page
    for address in (
        "/su-kien/ngay-hoi-sang-tao-kinh-bac-mau/",
        "/dao-tao/soan-ho-so-cong-nghe-de-hieu/",
        "/en/events/kinh-bac-innovation-days-sample/",
    ):
        visitor.open(address)
        lead = page.locator("main p.lead").first.inner_text().strip()
        assert page.locator("main").inner_text().count(lead) == 1, address


def test_from_the_application_to_the_plan(phone: Visitor, chromium: Browser, demo: str) -> None:
    page = phone.page
    sign_in(phone, EXHIBITOR)
    reference = _apply(phone)
    first = make_visitor(chromium, demo, viewport={"width": 1280, "height": 900})
    second = make_visitor(chromium, demo, viewport={"width": 1280, "height": 900})
    for window, person in ((first, ORGANISER), (second, OPERATOR)):
        sign_in(window, person)
        _accept(window, reference)
    _give_a_turn(first, reference)

    phone.open(f"/dang-ky-gian-hang/ho-so/{reference}/")
    choose = page.get_by_role("link", name="Chọn gian hàng")
    wait_until(lambda: bool(page.reload() and choose.count()), page=page, seconds=150)
    choose.click()
    booth = page.locator(".plan__drawing a").first
    number = re.search(r"booth=(\S+)", booth.get_attribute("href") or "")
    assert number is not None
    booth.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**booth=**")
    page.get_by_role("button", name="Giữ gian này cho chúng tôi").click()
    page.get_by_role("button", name="Xác nhận gian hàng").click()
    expect(page.locator("main")).to_contain_text("Gian hàng của bạn đã được xác nhận.")
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")

    plan = make_visitor(chromium, demo, viewport={"width": 390, "height": 844})
    _open_the_fair(plan)
    plan.page.get_by_role("link", name="Đơn vị trưng bày và sơ đồ").click()
    mine = plan.page.locator(f"#gian-{number.group(1)}")
    expect(mine).to_be_visible()
    assert plan.page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    mine.locator("input[type=checkbox]").check()
    plan.page.get_by_role("button", name="Lập danh sách để in").click()
    expect(plan.page.locator("ol.visit")).to_contain_text(number.group(1))
    assert plan.page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert plan.violations() == phone.violations() == []
    assert plan.foreign == phone.foreign == []
    phone.open(f"/dang-ky-gian-hang/ho-so/{reference}/")
    _withdraw(page)
    for window in (first, second, plan):
        window.context.close()


def _withdraw(page: Page) -> None:
    """Withdraw the application on the page: asked first, so that one press alone loses nothing."""
    button = page.get_by_role("button", name="Rút hồ sơ")
    expect(button).to_be_hidden()
    page.get_by_text("Rút hồ sơ này?").click()
    button.click()


def _open_the_fair(visitor: Visitor) -> None:
    visitor.open("/su-kien/?q=Kinh Bắc")
    visitor.page.locator("main").get_by_role("link", name=FAIR).first.click()
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text(FAIR)


def _apply(visitor: Visitor) -> str:
    page = visitor.page
    for _attempt in range(2):
        _open_the_fair(visitor)
        page.get_by_role("link", name="Đăng ký gian hàng").first.click()
        page.wait_for_url("**/dang-ky-gian-hang/**")
        if "/ho-so/" not in page.url:
            break
        _withdraw(page)
    page.locator("input[name=stand_size][value=standard]").check()
    page.get_by_role("button", name="Lưu bản nháp").click()
    page.get_by_role("link", name="Tiếp tục hồ sơ").click()
    expect(page.locator("input[name=stand_size][value=standard]")).to_be_checked()
    page.locator("input[name=power]").first.check()
    page.get_by_label("Điện thoại liên hệ").fill("0912 345 678")
    page.locator("input[name=accepts_conditions]").check()
    page.get_by_role("button", name="Gửi hồ sơ").click()
    page.wait_for_url("**/dang-ky-gian-hang/ho-so/**")
    found = REFERENCE.search(page.locator("main").inner_text())
    assert found is not None
    return found.group()


def _accept(window: Visitor, reference: str) -> None:
    page = window.page
    window.open(f"/admin/fair_applications/?q={reference}")
    link = page.locator("a[href*='/fair_applications/inspect/']").first
    number = re.search(r"inspect/(\d+)", link.get_attribute("href") or "")
    assert number is not None
    window.open(f"/admin/fair_applications/decide/{number.group(1)}/accept/")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(re.compile("/admin/fair_applications/$"))


def _give_a_turn(window: Visitor, reference: str) -> None:
    page: Page = window.page
    window.open("/admin/fair-halls/")
    page.get_by_role("link", name=FAIR).click()
    page.locator("a[href$='/order/']").click()
    page.locator("textarea[name=references]").fill(reference)
    soon = datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")) + timedelta(minutes=1, seconds=30)
    page.locator("input[name=starts_at]").fill(f"{soon:%d/%m/%Y %H:%M}")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(re.compile(r"/admin/fair-halls/[0-9a-f-]+/$"))
