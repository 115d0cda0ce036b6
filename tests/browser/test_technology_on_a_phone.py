"""From the landing page to a submitted technology on a phone, counting screens and seconds."""

import re
import time
from typing import Final

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Visitor, make_visitor
from tests.browser.steps import code_from, newest_mail, unused_address, unused_name

PHONE: Final = {"width": 390, "height": 844}
DESK: Final = re.compile(r"/ban-lam-viec/(#.*)?$")
# Landing page, sign-up, code, desk, organisation, desk, title, four steps, check, desk.
MOST_SCREENS: Final = 14


class Journey:
    """Counts the pages that a person sees, and finds what runs out of the phone's width."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.screens: list[str] = []
        self.started = time.monotonic()
        self.see()

    def see(self) -> None:
        """Note the page on the screen; nothing on it may be wider than the phone."""
        self.screens.append(self.page.locator("h1").first.inner_text())
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{self.page.url} is {wide} px too wide"

    def press(self, button: str, address: str | re.Pattern[str]) -> None:
        """Press a button and wait for the next page."""
        self.page.get_by_role("button", name=button, exact=True).click()
        self.page.wait_for_url(address)
        self.see()

    @property
    def seconds(self) -> float:
        """How long it took, machine's pauses included."""
        return time.monotonic() - self.started


def test_technology_is_submitted_from_a_phone(chromium: Browser, demo: str) -> None:
    visitor = make_visitor(chromium, demo, viewport=PHONE)
    try:
        _walk(visitor)
    finally:
        visitor.context.close()


def _walk(visitor: Visitor) -> None:
    page = visitor.page
    address, title = unused_address(), unused_name("Máy rửa củ bằng sóng siêu âm")
    visitor.open("/")
    journey = Journey(page)
    _sign_up(journey, visitor, address)
    page.get_by_role("link", name="Tạo tổ chức").first.click()
    journey.see()
    page.get_by_label("Tên tổ chức").fill(unused_name("Xưởng Phù Lưu"))
    page.locator("select[name=kind]").select_option(index=1)
    page.locator("form.form button[type=submit]").first.click()
    page.wait_for_url(DESK)
    journey.see()
    page.get_by_role("link", name="Giới thiệu công nghệ").first.click()
    journey.see()
    page.get_by_label("Công nghệ làm được gì").fill(title)
    journey.press("Bắt đầu", re.compile("/buoc/identity/"))
    page.locator("textarea[name=summary]").fill("Rửa 300 kg củ mỗi giờ, tốn một nửa nước.")
    page.locator("select[name=kind]").select_option(index=1)
    page.locator("select[name=field]").select_option(index=1)
    journey.press("Lưu và tiếp tục", re.compile("/buoc/solution/"))
    expect(page.locator(".completeness")).to_contain_text("%")
    for name, words in (
        ("problem", "Rửa tay tốn nước và công."),
        ("solution", "Bể siêu âm 40 kHz, nước tuần hoàn qua lọc."),
        ("advantages", "Tốn một nửa nước."),
        ("compared_with", "So với máy rửa lồng quay"),
    ):
        page.locator(f"textarea[name={name}]").fill(words)
    page.locator("input[name=specifications-0-name]").fill("Năng suất")
    page.locator("input[name=specifications-0-value]").fill("300")
    page.locator("input[name=specifications-0-unit]").fill("kg/giờ")
    journey.press("Lưu và tiếp tục", re.compile("/buoc/maturity/"))
    page.locator("[name=trl]").first.select_option("6")
    page.locator("input[name=upload]").set_input_files(
        {"name": "phieu-do.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n1 0 obj<<>>endobj\n%%EOF\n"}
    )
    page.locator("input[name=upload_title]").fill("Phiếu đo năng suất")
    journey.press("Lưu và tiếp tục", re.compile("/buoc/deal/"))
    page.locator("input[name=transfer_forms]").first.check()
    journey.press("Lưu và tiếp tục", re.compile("/kiem-tra/"))
    expect(page.locator("main")).to_contain_text("Phiếu đo năng suất")
    journey.press("Gửi duyệt", DESK)
    seconds = journey.seconds
    expect(page.locator("main")).to_contain_text(title)
    assert newest_mail(visitor, address, about=title)
    print(f"\n{len(journey.screens)} screens, {seconds:.0f} s: {' > '.join(journey.screens)}")  # noqa: T201 -- the figures of the closing note
    assert len(journey.screens) <= MOST_SCREENS


def _sign_up(journey: Journey, visitor: Visitor, address: str) -> None:
    page = journey.page
    visitor.open("/tai-khoan/signup/")
    journey.see()
    page.get_by_label("Họ và tên").fill("Đỗ Văn Phù")
    page.locator("input[name=email]").fill(address)
    page.get_by_role("button", name="Tiếp tục").click()
    expect(page.locator("input[name=code]")).to_be_visible()
    journey.see()
    page.locator("input[name=code]").fill(code_from(newest_mail(visitor, address)))
    page.get_by_role("button", name="Xác nhận").click()
    page.wait_for_url(DESK)
    journey.see()
