"""An organiser looks at a course's dashboard, decides on several registrations, takes it back, writes to a group, makes badges."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Visitor, make_visitor
from tests.browser.steps import last_letter, newest_mail, sign_in, unused_name, wait_until

ORGANISER = "to-chuc@example.org"
SAMPLE = "Trần Thị Mơ (mẫu)"


@pytest.fixture
def desk(chromium: Browser, demo: str) -> Iterator[Visitor]:
    """Return a window of the organiser on a desktop."""
    made = make_visitor(chromium, demo, viewport={"width": 1280, "height": 1000})
    sign_in(made, ORGANISER)
    yield made
    made.context.close()


def _subject(desk: Visitor) -> str:
    """Open the dashboard of the sample course by way of its list, and return the course's key."""
    page = desk.page
    page.goto(f"{desk.address}/admin/registrations/?q=tran+thi+mo")
    row = page.locator("table.listing tbody tr").filter(has_text=SAMPLE)
    expect(row).to_have_count(1)
    page.goto(f"{desk.address}/admin/registrations/event/")
    for link in page.locator("main table.listing a").all():
        key = re.search(r"/event/([0-9a-f-]{36})/", link.get_attribute("href") or "")
        assert key is not None
        desk.page.goto(f"{desk.address}/admin/registrations/?subject={key.group(1)}&q=tran+thi+mo")
        if page.locator("table.listing tbody tr").filter(has_text=SAMPLE).count():
            return key.group(1)
        page.goto(f"{desk.address}/admin/registrations/event/")
    raise AssertionError("no dashboard of the sample course")


def test_tables_fit_a_desktop_and_scroll_on_a_phone(desk: Visitor) -> None:
    page = desk.page
    key = _subject(desk)
    page.goto(f"{desk.address}/admin/registrations/event/{key}/")
    fits = "tables => tables.every(one => one.scrollWidth <= one.clientWidth)"
    assert page.locator(".table-scroll").evaluate_all(fits)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{desk.address}/admin/registrations/")
    table = page.locator("main table.listing")
    assert table.evaluate("one => one.getBoundingClientRect().right <= innerWidth && one.scrollWidth > one.clientWidth")


def test_organiser_works_through_a_course(desk: Visitor) -> None:
    page = desk.page
    key = _subject(desk)

    page.locator("table.listing tbody tr").filter(has_text=SAMPLE).locator("input[name=id]").check()
    page.locator("select[name=action]").select_option("attended")
    page.get_by_role("button", name="Xem trước kết quả").click()
    page.wait_for_url("**/several/**")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(re.compile(r"/several/\d+/"))
    expect(page.locator("main")).to_contain_text("Đã tham dự")

    run = page.url
    page.goto(f"{desk.address}/admin/registrations/event/{key}/")
    expect(page.locator("svg.day-bars, main")).not_to_have_count(0)
    expect(page.locator("main")).to_contain_text("Lượt đến theo từng giờ")
    page.goto(run)
    page.get_by_role("button", name="Rút lại toàn bộ").click()
    expect(page.locator("main")).to_contain_text("Đã rút lại lúc")

    heading = unused_name("Thư thử")
    before = last_letter(desk)
    page.goto(f"{desk.address}/admin/registrations/event/{key}/mails/new/")
    page.locator("input[name=heading_vi]").fill(heading)
    page.locator("textarea[name=text_vi]").fill("Lớp chuyển sang phòng 5.")
    page.get_by_role("button", name="Lưu và xem trước").click()
    expect(page.locator("pre.letter").first).to_contain_text("Lớp chuyển sang phòng 5.")
    page.get_by_role("button", name="Gửi thử tới").click()
    newest_mail(desk, ORGANISER, about=heading, after=before).close()

    page.goto(f"{desk.address}/admin/registrations/event/{key}/badges/")
    with page.expect_navigation():
        page.get_by_role("button", name="Tạo trang in").click()

    def ready() -> bool:
        page.reload()
        return page.get_by_role("link", name="Tải tệp PDF").count() > 0

    wait_until(ready, page=page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải tệp PDF").first.click()
    assert download.value.suggested_filename == "badges.pdf"

    page.goto(f"{desk.address}/admin/registrations/audit/?subject={key}")
    expect(page.locator("main table.listing")).to_contain_text("Tải tệp thẻ đeo")
    expect(page.locator("main table.listing")).to_contain_text(heading)


def test_dashboard_says_the_same_without_javascript(chromium: Browser, demo: str, desk: Visitor) -> None:
    key = _subject(desk)
    plain = chromium.new_context(java_script_enabled=False, storage_state=desk.context.storage_state())
    page = plain.new_page()
    page.goto(f"{desk.address}/admin/registrations/event/{key}/")
    expect(page.locator("main")).to_contain_text("Danh sách chờ")
    page.get_by_role("link", name="Xem lại").first.click()
    expect(page.locator("main")).to_contain_text("Số liệu lúc")
    plain.close()
