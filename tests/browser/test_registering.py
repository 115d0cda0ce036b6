"""A party of three registers on a phone without JavaScript: two sessions, a clash, a change, a move, and cancelling."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Visitor, make_visitor
from tests.browser.steps import confirm_address, newest_mail, open_registration, unused_address

FAIR = "Chợ công nghệ và thiết bị Kinh Bắc (mẫu)"
FIRST = "Phiên kết nối 1: chế biến sâu nông sản"
SAME_TIME = "Tư vấn bảo hộ sáng chế và nhãn hiệu"
SECOND = "Phiên kết nối 2: công nghiệp phụ trợ"


@pytest.fixture
def plain_phone(chromium: Browser, demo: str) -> Iterator[Visitor]:
    """Return a window of an anonymous visitor on a phone whose scripts are off."""
    made = make_visitor(
        chromium, demo, viewport={"width": 390, "height": 844}, has_touch=True, java_script_enabled=False
    )
    yield made
    made.context.close()


def _fits(page: Page) -> None:
    box = page.locator("main").bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= 390


def _unfold(page: Page, section: str) -> None:
    page.locator(f"#form-{section} > summary").click()


def _send(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def test_party_with_sessions_from_the_form_to_cancelling(plain_phone: Visitor) -> None:
    page, address = plain_phone.page, unused_address()
    plain_phone.open("/su-kien/?q=Kinh Bắc")
    page.locator("main").get_by_role("link", name=FAIR).first.click()
    page.locator("main a[href^='/dang-ky/']").first.click()
    _fits(page)
    page.get_by_label("Trực tiếp", exact=True).check()
    page.get_by_label("Họ và tên").fill("Nguyễn Văn Khách")
    page.locator("input[name=email]").fill(address)
    _unfold(page, "party")
    page.locator("input[name=party_size]").fill("3")
    page.locator("textarea[name=others]").fill("Lê Thị Bình\nTrần Cường")
    _unfold(page, "sessions")
    for session in (FIRST, SAME_TIME):
        page.get_by_label(session).check()
    page.locator("input[name=consent]").check()
    for name in ("consent_news", "consent_exhibitors"):
        expect(page.locator(f"input[name={name}]")).not_to_be_checked()
    page.wait_for_timeout(2500)  # The form refuses what no person could have typed so fast.
    _send(page, "Đăng ký")

    expect(page.locator(".error-summary")).to_contain_text(FIRST)
    expect(page.locator(".error-summary")).to_contain_text(SAME_TIME)
    expect(page.locator("textarea[name=others]")).to_have_value("Lê Thị Bình\nTrần Cường")
    _fits(page)
    page.get_by_label(SAME_TIME).uncheck()
    page.get_by_label(SECOND).check()
    _send(page, "Đăng ký")
    page.wait_for_url("**/kiem-tra-thu/**")

    confirm_address(plain_phone, address)
    mail = newest_mail(plain_phone, address, about="Đã xác nhận chỗ")
    expect(mail.locator("main")).to_contain_text(FIRST)
    open_registration(mail)
    expect(mail.locator("main")).to_contain_text("Lê Thị Bình, Trần Cường")
    expect(mail.locator("main")).to_contain_text(SECOND)
    _fits(mail)

    mail.get_by_role("link", name="Sửa thông tin của bạn").click()
    mail.get_by_label("Số người").fill("2")
    mail.locator("textarea[name=others]").fill("Lê Thị Bình")
    _send(mail, "Lưu thay đổi")
    expect(mail.locator("main")).not_to_contain_text("Trần Cường")

    mail.get_by_role("link", name="Chọn phiên").click()
    mail.get_by_label(SECOND).uncheck()
    _send(mail, "Lưu các phiên")
    expect(mail.locator("main ul.rows")).not_to_contain_text(SECOND)

    mail.get_by_role("link", name="Chuyển sang hình thức khác").click()
    mail.get_by_label("Trực tuyến", exact=True).check()
    _send(mail, "Chuyển")
    expect(mail.locator("main dl.summary").first).to_contain_text("Trực tuyến")

    mail.get_by_role("link", name="Hủy đăng ký này").click()
    _send(mail, "Đồng ý hủy")
    expect(mail.locator("main")).to_contain_text("Đăng ký này đã được hủy.")
    mail.close()
    newest_mail(plain_phone, address, about="hủy").close()
