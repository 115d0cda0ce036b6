"""A course from the trainer's list to the certificate: organiser at a desk, trainee on a phone, an employer who checks."""

import re

from playwright.sync_api import Browser, expect

from tests.browser.conftest import ServedDemo, Visitor, make_visitor
from tests.browser.steps import last_letter, newest_mail, run_in_demo, sign_in

ORGANISER = "to-chuc@example.org"
RUNNING = "Chuyển đổi số cho hợp tác xã"
TRAINEE, ADDRESS = "Cao Văn Bàng (mẫu)", "hoc-vien-8@example.org"

BEGINS_NOW = f"""
from datetime import timedelta
from events.models import EventPage, EventSession
from portal.kernel import clock
course = EventPage.objects.get(title="{RUNNING}")
now = clock.now()
EventSession.objects.filter(event__translation_key=course.translation_key, title__startswith="Buổi 3").update(
    starts_at=now - timedelta(minutes=10), ends_at=now + timedelta(hours=3)
)
"""


def test_attendance_materials_and_a_checked_certificate(chromium: Browser, demo: str, phone: Visitor) -> None:
    organiser = make_visitor(chromium, demo, viewport={"width": 1280, "height": 1000})
    try:
        sign_in(organiser, ORGANISER)
        key = _keep_the_list(organiser)
        _trainee_opens_materials(phone, key)
        _employer_checks(organiser, phone)
        assert not organiser.foreign
        assert not phone.foreign
    finally:
        organiser.context.close()


def _keep_the_list(organiser: Visitor) -> str:
    """Note a trainee as excused and take it back; a session that is over has no code. Return the course's key."""
    page = organiser.page
    organiser.open("/admin/courses/")
    page.get_by_role("link", name=RUNNING).click()
    key = re.search(r"/courses/([0-9a-f-]{36})/", page.url)
    assert key is not None
    page.get_by_role("link", name="Điểm danh", exact=True).click()
    page.get_by_role("link", name="Buổi 1", exact=False).click()
    page.locator("#name-search").fill("cao van bang")
    page.locator("#name-search").press("Enter")
    row = page.locator(".attendance-row").filter(has_text=TRAINEE)
    expect(page.locator(".attendance-row")).to_have_count(1)
    before = row.locator(".attendance-row__state").inner_text()
    row.get_by_role("button", name="Vắng có phép").click()
    expect(row.locator(".attendance-row__state")).to_have_text("Vắng có phép")
    page.get_by_role("button", name="Hoàn tác").click()
    expect(row.locator(".attendance-row__state")).to_have_text(before)
    expect(page.get_by_role("link", name="Hiện mã điểm danh")).to_have_count(0)
    assert not organiser.violations()
    return key.group(1)


def test_the_code_on_the_screen_changes_while_a_session_runs(served_demo: ServedDemo, visitor: Visitor) -> None:
    run_in_demo(served_demo, BEGINS_NOW)
    sign_in(visitor, ORGANISER)
    page = visitor.page
    visitor.open("/admin/courses/")
    page.get_by_role("link", name=RUNNING).click()
    page.get_by_role("link", name="Điểm danh", exact=True).click()
    page.get_by_role("link", name="Buổi 3", exact=False).click()
    page.get_by_role("link", name="Hiện mã điểm danh").click()
    expect(page.locator(".rotating-code svg")).to_be_visible()
    shown = page.locator(".rotating-code__typed").inner_text()
    page.wait_for_function(
        "old => document.querySelector('.rotating-code__typed').textContent.trim() !== old", arg=shown, timeout=40_000
    )
    assert not visitor.violations()


def _trainee_opens_materials(phone: Visitor, key: str) -> None:
    page = phone.page
    before = last_letter(phone)
    phone.open(f"/dang-ky/{key}/gui-lai-lien-ket/")
    page.locator("input[name=email]").fill(ADDRESS)
    page.wait_for_timeout(2500)  # The form refuses what no person could have typed so fast.
    page.locator("form.form button[type=submit]").first.click()
    page.wait_for_url("**/kiem-tra-thu/**")
    mail = newest_mail(phone, ADDRESS, after=before)
    mail.locator("main .prose a[href*='/quan-ly/']").first.click()
    mail.get_by_role("link", name="Khóa học của tôi", exact=False).first.click()
    expect(mail.get_by_role("heading", level=1)).to_have_text("Khóa học của tôi")
    expect(mail.locator("main")).to_contain_text("Bạn đã dự 1 trên 3 buổi.")
    expect(mail.locator("main .download a")).to_have_count(2)
    with mail.expect_download() as download:
        mail.locator("main .download a").first.click()
    assert download.value.suggested_filename.endswith(".pdf")
    address = mail.locator("main .download a").first.get_attribute("href") or ""
    gone = phone.context.request.get(phone.address + address.replace("/quan-ly/", "/quan-ly/x"))
    assert gone.status == 404
    mail.close()


def _employer_checks(organiser: Visitor, phone: Visitor) -> None:
    """Read number and code of a revoked and a valid certificate in the admin, and check both as anybody can."""
    for state, words in (("revoked", "đã bị thu hồi"), ("issued", "có hiệu lực")):
        organiser.open(f"/admin/certificates/?state={state}")
        organiser.page.locator("td a[href*='/certificates/inspect/']").first.click()
        found = organiser.page.locator("main").inner_text()
        number, code = re.search(r"CN-\d{4}-\d{6}", found), re.search(r"(?:[2-9A-Z]{4}-){3}[2-9A-Z]{4}", found)
        assert number is not None
        assert code is not None
        phone.open("/chung-nhan/")
        phone.page.locator("input[name=number]").fill(number.group())
        phone.page.locator("input[name=code]").fill(code.group().lower())
        phone.page.get_by_role("button", name="Kiểm tra", exact=True).click()
        phone.page.wait_for_url(f"**/chung-nhan/{code.group()}/")
        expect(phone.page.locator("main")).to_contain_text(words)
        expect(phone.page.locator("main")).not_to_contain_text("@example.org")
