"""On a phone: a tax code that is taken, a request to join, an owner's yes, and the desk of the organisation."""

import re

from playwright.sync_api import Browser, expect

from tests.browser.conftest import Visitor, make_visitor
from tests.browser.steps import code_from, newest_mail, sign_in, unused_address, unused_name

OWNER = "lua@example.org"
TAKEN = "0000 010 015"
ORGANISATION = "Sông Mơ"
DESK = re.compile(r"/ban-lam-viec/(#.*)?$")


def test_person_finds_the_code_taken_asks_and_is_let_in(chromium: Browser, demo: str, phone: Visitor) -> None:
    address, name = unused_address(), unused_name("Vũ Thị Xin")
    page = phone.page

    phone.open("/tai-khoan/signup/")
    page.get_by_label("Họ và tên").fill(name)
    page.locator("input[name=email]").fill(address)
    page.get_by_role("button", name="Tiếp tục").click()
    page.locator("input[name=code]").fill(code_from(newest_mail(phone, address)))
    page.get_by_role("button", name="Xác nhận").click()
    page.wait_for_url(DESK)

    page.get_by_role("link", name="Tạo tổ chức").click()
    page.get_by_label("Tên tổ chức").fill("Sông Mơ của tôi")
    page.locator("select[name=kind]").select_option(index=1)
    page.get_by_label("Mã số thuế").fill(TAKEN)
    page.locator("form.form button[type=submit]").first.click()
    expect(page.locator(".error-summary")).to_contain_text("đã có trên cổng")
    expect(page.get_by_label("Tên tổ chức")).to_have_value("Sông Mơ của tôi")
    join = page.locator("section.panel", has=page.get_by_role("heading", name="Xin tham gia tổ chức này"))
    expect(join.locator("input[name=tax_code]")).to_have_value(TAKEN)
    expect(page.locator("main")).not_to_contain_text("Cơ khí Sông Mơ")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    join.locator("textarea[name=note]").fill("Tôi làm ở phòng kinh doanh.")
    join.get_by_role("button", name="Gửi yêu cầu").click()
    page.wait_for_url(DESK)
    expect(page.locator("main")).to_contain_text("kết thúc bằng 0015")
    expect(page.locator("main")).not_to_contain_text("Cơ khí Sông Mơ")

    owner = make_visitor(chromium, demo, viewport={"width": 390, "height": 844}, has_touch=True)
    try:
        _let_in(owner, name)
        assert owner.violations() == []
        assert not owner.foreign
    finally:
        owner.context.close()

    mail = newest_mail(phone, address, about=ORGANISATION)
    mail.locator("main .prose a").first.click()
    expect(mail.get_by_role("heading", level=1)).to_have_text("Bàn làm việc")
    page.goto("/ban-lam-viec/")
    expect(page.locator("main")).to_contain_text("Cơ khí Sông Mơ")
    expect(page.locator("main")).to_contain_text("Biên tập")
    page.get_by_role("navigation", name="Các phần của bàn làm việc").get_by_role("link", name="Hồ sơ").click()
    expect(page.get_by_label("Tên tổ chức").first).to_be_visible()
    assert phone.violations() == []
    assert not phone.errors


def _let_in(owner: Visitor, name: str) -> None:
    page = owner.page
    sign_in(owner, OWNER)
    newest_mail(owner, OWNER, about=name)
    page.goto("/ban-lam-viec/")
    page.locator("main").get_by_role("link", name=f"{name} xin tham gia").click()
    row = page.locator("li.desk-row", has_text=name)
    expect(row).to_contain_text("Tôi làm ở phòng kinh doanh.")
    row.locator("select[name=role]").select_option("editor")
    row.get_by_role("button", name="Chấp nhận").click()
    expect(page.locator(".notice--success")).to_contain_text(name)
    expect(page.locator("li.desk-row", has_text=name)).to_contain_text("Biên tập")
