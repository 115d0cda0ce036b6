"""From a profile with consent to an answered message: person, officer, visitor, expert; no address on the way."""

import re

from playwright.sync_api import Browser, expect

from tests.browser.conftest import Visitor, make_visitor
from tests.browser.steps import newest_mail, sign_in, unused_address, unused_name

PERSON = "lua@example.org"
OFFICER = "xac-minh@example.org"


def test_expert_is_found_asked_and_answers(chromium: Browser, demo: str, visitor: Visitor) -> None:
    name, subject, address = unused_name("Chuyên gia Thử"), unused_name("Hỏi về sấy"), unused_address()
    sign_in(visitor, PERSON)
    _write_profile(visitor, name)
    officer = make_visitor(chromium, demo, viewport={"width": 1280, "height": 1000})
    guest = make_visitor(chromium, demo, viewport={"width": 390, "height": 844})
    try:
        guest.open(f"/chuyen-gia/?q={name}")
        expect(guest.page.locator(".expert-card").filter(has_text=name)).to_have_count(0)
        _approve(officer, name)
        guest.open("/chuyen-gia/?field=energy-saving&language=km")
        guest.page.locator(".expert-card").get_by_role("link", name=name).click()
        expect(guest.page.get_by_role("heading", level=1)).to_have_text(name)
        expect(guest.page.locator("body")).not_to_contain_text(PERSON)
        _ask(guest, subject, address)
        page = visitor.page
        visitor.open("/ban-lam-viec/")
        page.get_by_role("link", name=subject).click()
        expect(page.locator("body")).not_to_contain_text(address)
        page.locator("textarea[name=text]").fill("Nên bắt đầu từ mẻ nhỏ.")
        page.get_by_role("button", name="Gửi câu trả lời").click()
        expect(page.locator(".conversation")).to_contain_text("mẻ nhỏ")
        letter = newest_mail(guest, address, about="Trả lời của")
        expect(letter.locator("main")).to_contain_text("mẻ nhỏ")
        expect(letter.locator("main .prose")).not_to_contain_text(PERSON)
        letter.locator("main .prose a").first.click()
        expect(letter.locator(".conversation")).to_contain_text("mẻ nhỏ")
    finally:
        visitor.open("/ban-lam-viec/chuyen-gia/xoa/")
        visitor.page.get_by_role("button", name="Xóa tất cả").click()
        officer.context.close()
        guest.context.close()


def _write_profile(visitor: Visitor, name: str) -> None:
    page = visitor.page
    visitor.open("/ban-lam-viec/chuyen-gia/sua/")
    page.locator("form.form input[name=name]").fill(name)
    page.locator("input[name=title]").fill("Kỹ sư sấy")
    page.locator("textarea[name=summary]").fill("Mười năm về sấy nông sản.")
    page.locator("input[name=technology_fields][value=energy-saving]").check()
    page.locator("input[name=helps][value=advice]").check()
    page.locator("select[name=language_1]").select_option("km")
    page.locator("select[name=level_1]").select_option("working")
    page.locator("form.form button[type=submit]").first.click()
    page.wait_for_url(re.compile("/ban-lam-viec/chuyen-gia/$"))
    page.get_by_role("button", name="Gửi duyệt").click()
    expect(page.locator(".error-summary")).to_be_visible()
    page.locator("input[name=consents]").check()
    page.get_by_role("button", name="Gửi duyệt").click()
    expect(page.locator("main")).to_contain_text("Chờ duyệt")


def _approve(officer: Visitor, name: str) -> None:
    sign_in(officer, OFFICER)
    page = officer.page
    officer.open("/admin/experts-admin/")
    page.get_by_role("link", name=name).first.click()
    expect(page.locator("table.listing")).to_contain_text("Mười năm về sấy")
    page.get_by_role("button", name="Duyệt và hiển thị").click()
    page.wait_for_url(re.compile("/admin/experts-admin/$"))


def _ask(guest: Visitor, subject: str, address: str) -> None:
    page = guest.page
    page.get_by_role("link", name="Viết cho chuyên gia này").click()
    page.locator("input[name=help]").first.check()
    page.locator("input[name=subject]").fill(subject)
    page.locator("textarea[name=text]").fill("Hợp tác xã nên bắt đầu từ đâu?")
    page.locator("input[name=name]").fill("Người Hỏi")
    page.locator("input[name=email]").fill(address)
    page.get_by_role("button", name="Gửi lời nhắn").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Xác nhận địa chỉ")
    letter = newest_mail(guest, address)
    letter.locator("main .prose a").first.click()
    letter.get_by_role("button", name="Gửi lời nhắn").click()
    expect(letter.get_by_role("heading", level=1)).to_contain_text("đang được gửi")
    letter.close()
