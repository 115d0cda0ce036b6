"""An exhibitor asks for a stand at the fair; a visitor registers on a phone without an account, and cancels."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor
from tests.browser.steps import confirm_address, last_letter, newest_mail, open_registration, sign_in, unused_address

EXHIBITOR = "lua@example.org"
FAIR = "Chợ công nghệ và thiết bị Kinh Bắc (mẫu)"
REFERENCE = re.compile(r"GH-[0-9A-Z]{4}-[0-9A-Z]{4}")


def test_exhibitor_applies_for_a_stand(visitor: Visitor) -> None:
    page = visitor.page
    sign_in(visitor, EXHIBITOR)
    _open_the_fair(visitor)
    page.get_by_role("link", name="Đăng ký gian hàng").first.click()
    page.wait_for_url("**/dang-ky-gian-hang/**")
    if "/ho-so/" in page.url:
        _withdraw(page)
        _open_the_fair(visitor)
        page.get_by_role("link", name="Đăng ký gian hàng").first.click()

    page.locator("textarea[name=stand_wishes]").fill("Gần cửa ra vào, có chỗ cho máy nặng 2 tấn")
    page.get_by_label("Điện thoại liên hệ").fill("không có")
    page.get_by_role("button", name="Gửi hồ sơ").click()
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator("textarea[name=stand_wishes]")).to_have_value("Gần cửa ra vào, có chỗ cho máy nặng 2 tấn")
    expect(page.get_by_label("Điện thoại liên hệ")).to_have_value("không có")

    page.locator("input[name=stand_size]").first.check()
    page.locator("input[name=power]").first.check()
    page.get_by_label("Điện thoại liên hệ").fill("0912 345 678")
    page.locator("input[name=accepts_conditions]").check()
    page.get_by_role("button", name="Gửi hồ sơ").click()
    page.wait_for_url("**/dang-ky-gian-hang/ho-so/**")
    expect(page.locator("main")).to_contain_text("Ban tổ chức đã nhận được hồ sơ")
    found = REFERENCE.search(page.locator("main").inner_text())
    assert found is not None

    mail = newest_mail(visitor, EXHIBITOR, about=found.group())
    expect(mail.locator("main")).to_contain_text(FAIR)
    mail.close()
    page.goto("/ban-lam-viec/")
    expect(page.locator("main")).to_contain_text(found.group())
    before = last_letter(visitor)
    visitor.open(f"/dang-ky-gian-hang/ho-so/{found.group()}/")
    _withdraw(page)
    newest_mail(visitor, EXHIBITOR, about=found.group(), after=before).close()


def _open_the_fair(visitor: Visitor) -> None:
    visitor.open("/su-kien/?q=" + "Kinh Bắc")
    visitor.page.locator("main").get_by_role("link", name=FAIR).first.click()
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text(FAIR)


def _withdraw(page: Page) -> None:
    page.get_by_text("Rút hồ sơ này?").click()
    page.get_by_role("button", name="Rút hồ sơ").click()
    expect(page.locator("main")).to_contain_text("Đã rút hồ sơ.")


def test_visitor_registers_on_a_phone_and_cancels(phone: Visitor) -> None:
    page = phone.page
    address = unused_address()
    form = _open_the_registration(phone)
    page.get_by_label("Họ và tên").fill("Nguyễn Văn Khách")
    page.wait_for_timeout(2500)  # The form refuses what no person could have typed so fast.
    page.get_by_role("button", name="Đăng ký", exact=True).click()
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.get_by_label("Họ và tên")).to_have_value("Nguyễn Văn Khách")
    page.locator("input[name=email]").fill(address)
    page.locator("input[name=consent]").check()
    page.get_by_role("button", name="Đăng ký", exact=True).click()
    page.wait_for_url("**/kiem-tra-thu/**")
    expect(page.get_by_role("heading", level=1)).to_have_text("Hãy kiểm tra hộp thư")

    confirm_address(phone, address)
    mail = newest_mail(phone, address, about="Đã xác nhận chỗ")
    expect(mail.locator("main")).to_contain_text(".ics")
    open_registration(mail)
    expect(mail.locator("main")).to_contain_text("Nguyễn Văn Khách")
    mail.get_by_role("link", name="Hủy đăng ký này").click()
    mail.get_by_role("button", name="Đồng ý hủy").click()
    expect(mail.locator("main")).to_contain_text("Đăng ký này đã được hủy.")
    mail.close()
    newest_mail(phone, address, about="hủy").close()
    assert urlsplit(form).path.startswith("/dang-ky/")
    assert [cookie["name"] for cookie in phone.context.cookies() if cookie["name"] != "csrf"] == []


def test_sending_twice_registers_once(phone: Visitor) -> None:
    page = phone.page
    address = unused_address()
    form = _open_the_registration(phone)
    page.wait_for_timeout(2500)
    fields = page.evaluate("() => Object.fromEntries(new FormData(document.querySelector('form.form')))")
    kinds = page.locator("input[name=place_kind]")
    if kinds.count():
        fields["place_kind"] = kinds.first.get_attribute("value")
    fields |= {"full_name": "Lê Hai Lần", "email": address, "consent": "on", "party_size": "1"}
    landed = [
        phone.context.request.post(form, form=fields, headers={"Referer": form}, max_redirects=5) for _time in range(2)
    ]
    assert all(answer.status == 200 for answer in landed)
    assert landed[0].url == landed[1].url
    newest_mail(phone, address, about="Kinh Bắc").close()
    phone.open("/thu-mau/")
    assert page.locator("main ul.rows > li").filter(has_text=address).count() == 1


def _open_the_registration(visitor: Visitor) -> str:
    """Go from the fair to its form; return the form's address."""
    _open_the_fair(visitor)
    visitor.page.locator("main a[href^='/dang-ky/']").first.click()
    visitor.page.wait_for_url("**/dang-ky/**")
    kinds = visitor.page.locator("input[name=place_kind]")
    if kinds.count():
        kinds.first.check()
    return visitor.page.url
