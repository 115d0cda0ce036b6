"""A reader's opinion on a phone: warned of a telephone number, confirmed by mail, shown and answered by the newsroom."""

from playwright.sync_api import Browser, expect

from tests.browser.conftest import Visitor, make_visitor
from tests.browser.steps import newest_mail, sign_in, unused_address, unused_name

EDITOR = "bien-tap-bao@example.org"
STORY = "Hợp tác xã bỏ lò than, tỏi khô trong một ngày"
NUMBER = "0912 345 678"


def test_reader_is_warned_confirms_and_is_shown_with_an_answer(phone: Visitor, chromium: Browser, demo: str) -> None:
    page, address = phone.page, unused_address()
    words = unused_name("Buồng sấy này có hợp với ớt không")
    phone.open("/tin-tuc/")
    page.locator("main").get_by_role("link", name=STORY, exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(STORY)
    story = page.url
    page.locator("#y-kien").get_by_role("link", name="Gửi ý kiến", exact=True).click()
    page.locator("[name=name]").fill("Bạn đọc thử")
    page.locator("[name=email]").fill(address)
    page.locator("[name=text]").fill(f"{words}? Gọi tôi {NUMBER}.")
    page.get_by_role("button", name="Gửi ý kiến", exact=True).click()

    expect(page.get_by_role("alert")).to_contain_text(NUMBER)
    expect(page.locator("[name=text]")).to_have_value(f"{words}? Gọi tôi {NUMBER}.")
    page.locator("[name=text]").fill(f"{words}?")
    page.get_by_role("button", name="Gửi ý kiến đã sửa").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("mở hộp thư")

    letter = newest_mail(phone, address)
    letter.locator("main a[href*='/y-kien/xac-nhan/']").first.click()
    letter.get_by_role("button", name="Gửi ý kiến đến tòa soạn").click()
    expect(letter.locator("main")).to_contain_text("Tòa soạn đã nhận ý kiến của bạn")
    expect(letter.locator(".reference__number")).to_contain_text("YK-")
    page.goto(story)
    expect(page.locator("main")).not_to_contain_text(words)

    desk = make_visitor(chromium, demo, viewport={"width": 1280, "height": 1000})
    try:
        sign_in(desk, EDITOR)
        desk.open("/admin/news_comments/")
        row = desk.page.locator("table.listing tr").filter(has_text=words)
        row.get_by_role("link").first.click()
        own = desk.page.url
        desk.page.get_by_role("button", name="Cho hiển thị ý kiến").click()
        desk.page.wait_for_load_state()
        desk.page.goto(own)
        desk.page.locator("[name=desk]").fill("Ban Bạn đọc")
        desk.page.locator("[name=words]").fill("Có, hợp tác xã đã thử với ớt.")
        desk.page.get_by_role("button", name="Đăng trả lời").click()
        expect(desk.page.locator("[name=words]")).to_have_value("Có, hợp tác xã đã thử với ớt.")
        assert desk.violations() == []
    finally:
        desk.context.close()

    page.goto(f"{story}?thu-tu=moi-nhat")
    shown = page.locator("#y-kien li").filter(has_text=words)
    expect(shown).to_contain_text("Trả lời của Ban Bạn đọc")
    expect(shown).to_contain_text("Có, hợp tác xã đã thử với ớt.")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert phone.violations() == []
    assert phone.foreign == []
    letter.reload()
    expect(letter.locator("main")).to_contain_text("Ý kiến của bạn đã được đăng")
