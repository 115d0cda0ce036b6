"""From interest to a confirmed outcome: a visitor without an account on a phone, and the owner at the desk."""

import re
from datetime import timedelta

from playwright.sync_api import Browser, Page, expect

from portal.kernel import clock
from tests.browser.conftest import Visitor, make_visitor
from tests.browser.steps import newest_mail, sign_in, unused_address, unused_name

OWNER = "lua@example.org"
YESTERDAY = clock.today() - timedelta(days=1)


def test_visitor_asks_talks_shares_and_confirms(chromium: Browser, demo: str, phone: Visitor) -> None:
    address = unused_address()
    asking = unused_name("Sấy thử hành tím")
    _ask(phone, address, asking)
    _confirm(phone, address)

    owner = make_visitor(chromium, demo, viewport={"width": 1280, "height": 900})
    try:
        sign_in(owner, OWNER)
        reference = _answer(owner, asking, address)
        mail = newest_mail(phone, address, about=f"Trả lời yêu cầu liên hệ {reference}")
        conversation = _open(phone, mail, "/quan-tam/trao-doi/")
        _write(phone.page, "Tôi đến sáng thứ Năm được không?")
        _write_at_the_desk(owner, reference, "Mời chị đến, xưởng mở từ 8 giờ.")
        phone.page.goto(conversation)
        expect(phone.page.locator(".conversation")).to_contain_text("xưởng mở từ 8 giờ")
        expect(phone.page.locator("main")).not_to_contain_text("lien-he@example.org")

        _share(phone.page, conversation, "0912 000 456")
        owner.open(f"/ban-lam-viec/quan-tam/{reference}/")
        expect(owner.page.locator("main")).not_to_contain_text(address)
        _share(owner.page, owner.page.url, "0000 000 321")
        expect(owner.page.locator("main")).to_contain_text(address)
        expect(owner.page.locator("main")).to_contain_text("0912 000 456")
        phone.page.goto(conversation)
        expect(phone.page.locator("main")).to_contain_text("lien-he@example.org")

        _report_a_test(owner, reference)
        mail = newest_mail(phone, address, about="Đề nghị xác nhận kết quả")
        _open(phone, mail, "/ket-qua/")
        phone.page.get_by_role("button", name="Xác nhận kết quả").click()
        expect(phone.page.locator("main")).to_contain_text("Hai bên đã xác nhận")
        owner.open(f"/ban-lam-viec/quan-tam/{reference}/")
        expect(owner.page.locator("main")).to_contain_text("Hai bên đã xác nhận")
        for visitor in (phone, owner):
            assert visitor.foreign == []
            assert visitor.errors == []
            assert visitor.violations() == []
    finally:
        owner.context.close()


def _ask(phone: Visitor, address: str, words: str) -> None:
    page = phone.page
    phone.open("/cong-nghe/?q=bơm nhiệt hai cấp")
    page.locator("main").get_by_role("link", name=re.compile("^Sấy bơm nhiệt hai cấp")).first.click()
    page.get_by_role("link", name="Quan tâm công nghệ này").first.click()
    page.get_by_role("button", name="Gửi").last.click()
    expect(page.locator(".error-summary")).to_be_visible()
    page.locator("textarea[name=interest]").fill(words)
    page.locator("input[name=name]").fill("Nguyễn Thị Mua")
    page.locator("input[name=email]").fill(address)
    page.locator("input[name=phone]").fill("0912 000 456")
    page.get_by_role("button", name="Gửi").last.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Còn một bước")


def _open(phone: Visitor, mail: Page, part: str) -> str:
    """Follow the link of a mail; return the address of the page it leads to."""
    link = mail.locator(f"main a[href*='{part}']").first
    phone.page.goto(link.get_attribute("href") or "")
    mail.close()
    return phone.page.url


def _confirm(phone: Visitor, address: str) -> None:
    _open(phone, newest_mail(phone, address), "/quan-tam/xac-nhan/")
    phone.page.get_by_role("button", name="Xác nhận và gửi").click()
    expect(phone.page.get_by_role("heading", level=1)).to_have_text("Đã gửi yêu cầu liên hệ")


def _answer(owner: Visitor, asking: str, address: str) -> str:
    page = owner.page
    owner.open("/ban-lam-viec/quan-tam/")
    page.locator("main .desk-row a").first.click()
    expect(page.locator("main")).to_contain_text(asking)
    expect(page.locator("main")).not_to_contain_text(address)
    reference = page.url.rstrip("/").rpartition("/")[2]
    page.locator("textarea[name=answer]").fill("Mời chị đến chạy thử một mẻ.")
    page.get_by_role("button", name="Gửi câu trả lời").click()
    page.wait_for_url(re.compile(r"/quan-tam/$"))
    return reference


def _write(page: Page, words: str) -> None:
    page.locator("textarea[name=text]").fill(words)
    page.get_by_role("button", name="Gửi lời nhắn").click()
    expect(page.locator(".conversation")).to_contain_text(words)


def _write_at_the_desk(owner: Visitor, reference: str, words: str) -> None:
    owner.open(f"/ban-lam-viec/quan-tam/{reference}/")
    expect(owner.page.locator(".conversation")).to_contain_text("sáng thứ Năm")
    _write(owner.page, words)


def _share(page: Page, conversation: str, telephone: str) -> None:
    page.goto(conversation)
    page.get_by_role("link", name="Chia sẻ thông tin liên hệ của tôi").click()
    page.locator("input[name=phone]").fill(telephone)
    page.get_by_role("button", name="Chia sẻ thông tin liên hệ của tôi").click()
    page.wait_for_url(conversation)


def _report_a_test(owner: Visitor, reference: str) -> None:
    page = owner.page
    owner.open(f"/ban-lam-viec/quan-tam/{reference}/ket-qua/")
    page.get_by_label("Thử nghiệm").check()
    page.locator("input[name=happened_on]").fill(YESTERDAY.strftime("%d/%m/%Y"))
    page.get_by_label("Trong nước").check()
    page.get_by_role("button", name="Báo kết quả").click()
    page.wait_for_url(re.compile(rf"/quan-tam/{reference}/$"))
