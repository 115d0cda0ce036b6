"""The owner of a listing that ends soon gets a mail, follows its link and renews with one press."""

from playwright.sync_api import expect

from tests.browser.conftest import ServedDemo, Visitor
from tests.browser.steps import last_letter, newest_mail, run_in_demo

OWNER = "lua@example.org"
TECHNOLOGY = "Sấy bơm nhiệt hai cấp cho tỏi, hành, chỉ tốn 0,52 kWh cho mỗi kg nước"
ENDING_SOON = f"""
from datetime import timedelta
from portal.kernel import clock
from showcase.domain import lifecycle
from showcase.models import ListingReminder, TechnologyPage
page = TechnologyPage.objects.get(title="{TECHNOLOGY}")
today = clock.today()
TechnologyPage.objects.filter(translation_key=page.translation_key).update(
    confirmed_on=today - timedelta(days=173), expires_on=today + timedelta(days=7)
)
ListingReminder.objects.filter(translation_key=page.translation_key).delete()
lifecycle.tend(now=clock.now())
"""


def test_a_reminder_renews_with_one_press(served_demo: ServedDemo, phone: Visitor) -> None:
    before = last_letter(phone)
    # A week before the last day of the listing the daily timer writes; its mails link to the demo's address.
    run_in_demo(served_demo, ENDING_SOON)
    page = newest_mail(phone, OWNER, about=TECHNOLOGY, after=before)
    page.locator("main .prose a[href*='gia-han']").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nội dung này còn đúng không?")
    expect(page.locator("main")).to_contain_text(TECHNOLOGY)
    with page.expect_response(lambda answer: answer.request.method == "POST") as pressed:
        page.get_by_role("button", name="Vâng, vẫn đúng").click()
    assert pressed.value.status == 200
    assert pressed.value.request.headers.get("origin") != "null"
    assert pressed.value.headers["referrer-policy"] == "same-origin"
    expect(page.get_by_role("heading", level=1)).to_have_text("Đã xác nhận")
    page.get_by_role("link", name="Xem trang đã đăng").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TECHNOLOGY)
    assert phone.foreign == []
