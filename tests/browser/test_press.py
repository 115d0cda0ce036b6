"""Words before and after publication: a reviewer on a phone, a correction that readers see, a story taken down in both languages."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Visitor, make_visitor
from tests.browser.steps import sign_in

EDITOR = "bien-tap-bao@example.org"
CHIEF = "tong-bien-tap-bao@example.org"
CORRECTED = "Xưởng nhỏ cần gì ở công nghệ?"
BILINGUAL = "Học làm người môi giới công nghệ"


@pytest.fixture
def desks(chromium: Browser, demo: str) -> Iterator[dict[str, Visitor]]:
    """Return a window for the editor and one for the chief editor."""
    made = {who: make_visitor(chromium, demo, viewport={"width": 1280, "height": 1000}) for who in (EDITOR, CHIEF)}
    yield made
    for window in made.values():
        window.context.close()


def _number(window: Visitor, title: str) -> int:
    window.open(f"/admin/pages/search/?q={title}")
    link = window.page.locator("#main a", has_text=title).first.get_attribute("href") or ""
    found = re.search(r"/pages/(\d+)/", link)
    assert found, link
    return int(found.group(1))


def _clean(window: Visitor) -> None:
    assert window.violations() == []
    assert window.foreign == []
    assert window.errors == []


def test_remarks_of_a_reviewer_on_a_phone_stand_beside_the_passage_in_the_editor(
    desks: dict[str, Visitor], phone: Visitor
) -> None:
    editor = desks[EDITOR]
    sign_in(editor, EDITOR)
    number = _number(editor, BILINGUAL)
    editor.open(f"/admin/pages/{number}/edit/")
    editor.page.locator("[name=lead]").fill("Sapo mới, chờ người được phỏng vấn xem.")
    editor.page.get_by_role("button", name=re.compile("Lưu")).first.click()
    editor.page.wait_for_load_state()
    editor.open(f"/admin/news/reviews/{number}/")
    editor.page.locator("[name=name]").fill("Bà Phỏng Vấn")
    editor.page.get_by_role("button", name="Tạo liên kết").click()
    address = editor.page.locator(".help-success strong").inner_text()

    phone.page.goto(phone.address + "/xem-truoc/" + address.partition("/xem-truoc/")[2])
    expect(phone.page.locator("main")).to_contain_text("chưa đăng, không chuyển cho người khác")
    assert phone.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    phone.page.get_by_role("link", name="Góp ý đoạn 2").click()
    phone.page.locator("[name=text]").fill("Khóa học kéo dài bốn ngày.")
    phone.page.get_by_role("button", name="Lưu góp ý").click()
    phone.page.get_by_role("link", name="Tiếp tục: trả lời và gửi").click()
    phone.page.get_by_label("Tôi đề nghị sửa").check()
    phone.page.get_by_role("button", name="Gửi tòa soạn").click()
    expect(phone.page.locator("main")).to_contain_text("tòa soạn đã nhận câu trả lời")
    _clean(phone)

    editor.open(f"/admin/pages/{number}/edit/")
    editor.page.locator("[data-side-panel-toggle=comments]").first.click()
    expect(editor.page.locator(".comment", has_text="Khóa học kéo dài bốn ngày.").first).to_be_visible()
    editor.open(f"/admin/news/reviews/{number}/")
    expect(editor.page.locator("#main, main").first).to_contain_text("Khóa học kéo dài bốn ngày.")
    editor.page.get_by_role("button", name=re.compile("Thu hồi")).first.click()
    assert phone.page.goto(phone.address + "/xem-truoc/" + address.partition("/xem-truoc/")[2]).status == 410  # type: ignore[union-attr]


def test_reader_sees_what_a_corrected_story_said_before(phone: Visitor) -> None:
    phone.open("/tin-tuc/toa-soan/bao-bac-ninh/dinh-chinh/")
    phone.page.get_by_role("link", name=CORRECTED).click()
    expect(phone.page.locator("main .notice").first).to_contain_text("số đúng là 12")
    phone.page.get_by_text("Nội dung cũ").first.click()
    expect(phone.page.locator("del").first).to_contain_text("15")
    expect(phone.page.locator("ins").first).to_contain_text("12")
    assert phone.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    _clean(phone)


def test_chief_takes_a_story_down_in_both_languages_and_puts_it_back(
    desks: dict[str, Visitor], visitor: Visitor
) -> None:
    chief = desks[CHIEF]
    sign_in(chief, CHIEF)
    number = _number(chief, BILINGUAL)
    visitor.open("/tin-tuc/bao-bac-ninh/hoc-lam-nguoi-moi-gioi-cong-nghe/")
    addresses = [visitor.page.url, visitor.page.locator("link[hreflang=en]").first.get_attribute("href") or ""]
    addresses[1] = visitor.address + "/en/" + addresses[1].partition("/en/")[2]
    chief.open(f"/admin/news/takedown/{number}/")
    chief.page.locator("[name=reason]").fill("Nguồn tin xin rút.")
    chief.page.get_by_role("button", name="Gỡ bài ngay").click()
    for address in addresses:
        assert visitor.page.goto(address).status == 410, address  # type: ignore[union-attr]
    chief.page.locator("[name=restored_reason]").fill("Đã kiểm chứng.")
    chief.page.get_by_role("button", name="Đăng lại đúng bản trước khi gỡ").click()
    for address in addresses:
        assert visitor.page.goto(address).status == 200, address  # type: ignore[union-attr]
