"""A focal point enters a need; the organisation agrees by the link; it is published, matched with reasons, and refused."""

import re

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Visitor, make_visitor
from tests.browser.steps import last_letter, newest_mail, sign_in, unused_address, unused_name, wait_until

FOCAL_POINT = "dau-moi@example.org"
REVIEWER = "kiem-duyet@example.org"
OWNER = "lua@example.org"
TECHNOLOGY = "Sấy bơm nhiệt hai cấp cho tỏi, hành"
APPROVE = "footer [data-workflow-action-name=approve]:not([data-workflow-action-modal-url])"


def test_a_need_for_others_is_confirmed_published_matched_and_refused(
    chromium: Browser, demo: str, visitor: Visitor, phone: Visitor
) -> None:
    title = unused_name("Giảm điện khi sấy tỏi cho hộ nhỏ")
    address = unused_address()
    before = last_letter(visitor)
    sign_in(visitor, FOCAL_POINT)
    _enter_the_need(visitor.page, title, address)
    _agree_by_the_link(phone, newest_mail(phone, address, about=title, after=before), title)
    reviewer = make_visitor(chromium, demo, viewport={"width": 1280, "height": 1000})
    owner = make_visitor(chromium, demo, viewport={"width": 390, "height": 844}, has_touch=True)
    try:
        _approve(reviewer, title)
        phone.open("/nhu-cau/")
        wait_until(lambda: _is_matched(phone, title), page=phone.page, seconds=60)
        details = phone.page.locator("details.panel").first
        details.locator("summary").click()
        expect(details).to_contain_text(re.compile(r"cần ≤ 0,6.kWh/kg; công bố 0,52.kWh/kg"))
        sign_in(owner, OWNER)
        _refuse(owner, title)
        phone.page.reload()
        assert not phone.page.get_by_role("link", name=re.compile(TECHNOLOGY)).count()
        for window in (visitor, phone, owner):
            assert window.errors == []
            assert window.foreign == []
            assert window.violations() == []
    finally:
        reviewer.context.close()
        owner.context.close()


def _enter_the_need(page: Page, title: str, address: str) -> None:
    page.get_by_role("link", name="Nhu cầu nhập thay cho tổ chức").click()
    page.get_by_role("link", name="Nhập nhu cầu thay cho tổ chức").click()
    page.get_by_role("link", name="Chưa có trong danh bạ: mô tả tổ chức").click()
    page.locator("input[name=organisation_name]").fill("Hộ trồng tỏi Thử Nghiệm")
    page.locator("input[name=contact_name]").fill("Trần Văn Tỏi, chủ hộ")
    page.locator("input[name=method][value=link]").check()
    page.locator("input[name=title]").fill(title)
    page.get_by_role("button", name="Gửi duyệt").click()
    expect(page.locator(".error-summary").first).to_be_visible()
    expect(page.locator("input[name=title]")).to_have_value(title)
    page.locator("input[name=contact_email]").fill(address)
    page.locator("textarea[name=summary]").fill("Sấy hai tạ tỏi mỗi mẻ bằng bơm nhiệt, tốn ít điện.")
    page.locator("select[name=field]").select_option(label="Chế biến nông sản")
    page.locator("textarea[name=situation]").fill("Đang sấy điện trở, tốn 1,1 kWh cho mỗi kg nước.")
    page.locator("input[name=measures-0-name]").fill("Điện cho mỗi kg nước")
    page.locator("select[name=measures-0-operator]").select_option("le")
    page.locator("input[name=measures-0-value]").fill("0,6")
    page.locator("input[name=measures-0-unit]").fill("kWh/kg")
    page.locator("select[name=trl_minimum]").select_option("7")
    page.locator("select[name=place]").select_option(index=2)
    page.get_by_role("button", name="Gửi duyệt").click()
    page.wait_for_url(re.compile("/ban-lam-viec/dau-moi/$"))
    expect(page.locator("main")).to_contain_text(title)
    expect(page.locator("main")).to_contain_text("Chờ trả lời")


def _agree_by_the_link(window: Visitor, mail: Page, title: str) -> None:
    mail.locator("main .prose a[href*='nhu-cau-dong-y']").first.click()
    expect(mail.locator("main")).to_contain_text(title)
    mail.get_by_role("button", name="Chúng tôi đồng ý", exact=True).click()
    expect(mail.locator("main")).to_contain_text("Sự đồng ý của bạn đã được ghi nhận")
    mail.close()


def _approve(reviewer: Visitor, title: str) -> None:
    page = reviewer.page
    sign_in(reviewer, REVIEWER)
    reviewer.open("/admin/")
    page.get_by_role("link", name=title).first.click()
    page.wait_for_selector("form#page-edit-form")
    page.locator("footer .w-dropdown__toggle").first.click()
    page.locator(APPROVE).click()
    page.wait_for_load_state()
    expect(page.locator(".messages")).to_contain_text(title)


def _is_matched(window: Visitor, title: str) -> bool:
    window.open(f"/nhu-cau/?q={title.rsplit(' ', maxsplit=1)[-1]}")
    link = window.page.get_by_role("link", name=title, exact=True)
    if not link.count():
        return False
    link.first.click()
    return window.page.get_by_role("link", name=re.compile(TECHNOLOGY)).count() > 0


def _refuse(owner: Visitor, title: str) -> None:
    page = owner.page
    owner.open("/ban-lam-viec/ket-noi/")
    page.get_by_role("link", name=re.compile(TECHNOLOGY)).click()
    row = page.locator("li.match-row").filter(has_text=title)
    row.get_by_role("link", name=re.compile("Không phù hợp")).click()
    page.locator("input[name=reason][value=scale]").check()
    page.get_by_role("button", name="Không phù hợp", exact=True).click()
    expect(page.locator("main")).to_contain_text("Cặp này không được gợi ý lại cho bên nào")
    expect(page.locator("li.match-row").filter(has_text=title)).to_have_count(0)
