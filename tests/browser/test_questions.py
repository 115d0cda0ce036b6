"""An organiser asks a question with places in the admin; a visitor answers on a phone, and changes the answer."""

from playwright.sync_api import expect

from tests.browser.conftest import Visitor
from tests.browser.steps import confirm_address, newest_mail, open_registration, sign_in, unused_address, unused_name

ORGANISER = "quan-tri@example.org"
FAIR = "Chợ công nghệ và thiết bị Kinh Bắc (mẫu)"
BUS = "Bạn có đi xe đưa đón từ Hà Nội không?"
LUNCH = "Bạn có ăn trưa tại chợ không?"
ALLERGY = "Bạn dị ứng với món gì?"


def test_organiser_adds_a_question_and_publishes(visitor: Visitor) -> None:
    page = visitor.page
    sign_in(visitor, ORGANISER)
    visitor.open("/admin/registrations-questions/")
    page.get_by_role("link", name=FAIR).click()
    page.wait_for_url("**/overview/**")
    expect(page.get_by_role("main")).to_contain_text("Cơm chay")
    page.get_by_role("link", name="Sửa bản nháp").click()
    asked = unused_name("Bạn đến vì việc gì")
    page.get_by_role("button", name="Chèn khối").last.click()
    page.get_by_role("option", name="Một dòng chữ").click()
    field = page.get_by_label("Câu hỏi bằng tiếng Việt").last
    field.fill(asked)
    page.get_by_role("button", name="Lưu", exact=False).first.click()
    page.wait_for_url("**/overview/**")
    page.get_by_role("link", name="Xem trước: Tiếng Việt").click()
    expect(page.get_by_label(asked)).to_be_visible()
    page.go_back()
    page.get_by_role("button", name="Công bố bản nháp").click()
    expect(page.get_by_role("main")).to_contain_text("Bản nháp trùng với các câu hỏi đang áp dụng.")
    assert visitor.violations() == []


def test_visitor_answers_on_a_phone_and_changes_the_answer(phone: Visitor) -> None:
    page = phone.page
    address = unused_address()
    phone.open("/su-kien/?q=" + "Kinh Bắc")
    page.locator("main").get_by_role("link", name=FAIR).first.click()
    page.locator("main a[href^='/dang-ky/']").first.click()
    page.wait_for_url("**/dang-ky/**")
    kinds = page.locator("input[name=place_kind]")
    if kinds.count():
        kinds.first.check()
    page.get_by_label("Họ và tên").fill("Nguyễn Thị Trưa")
    page.locator("input[name=email]").fill(address)
    page.locator("input[name=consent]").check()
    expect(page.get_by_label(ALLERGY)).to_be_hidden()
    lunch = page.get_by_role("group", name=LUNCH)
    lunch.get_by_label("Cơm chay").check()
    page.get_by_label(ALLERGY).fill("Đậu phộng")
    page.get_by_role("group", name=BUS).get_by_label("Có, tôi đi xe đưa đón").check()
    page.wait_for_timeout(2500)  # The form refuses what no person could have typed so fast.
    page.get_by_role("button", name="Đăng ký", exact=True).click()
    page.wait_for_url("**/kiem-tra-thu/**")

    confirm_address(phone, address)
    mail = newest_mail(phone, address, about="Đã xác nhận chỗ")
    expect(mail.locator("main")).to_contain_text("Cơm chay")
    expect(mail.locator("main")).not_to_contain_text("Đậu phộng")
    open_registration(mail)
    expect(mail.locator("main")).to_contain_text("Đậu phộng")
    mail.get_by_role("link", name="Thay đổi câu trả lời").click()
    mail.get_by_role("group", name=LUNCH).get_by_label("Không ăn trưa").check()
    expect(mail.get_by_label(ALLERGY)).to_be_hidden()
    mail.get_by_role("button", name="Lưu").click()
    expect(mail.locator("main")).to_contain_text("Câu trả lời của bạn đã được thay đổi.")
    expect(mail.locator("main")).to_contain_text("Không ăn trưa")
    expect(mail.locator("main")).not_to_contain_text("Đậu phộng")
    mail.close()
    assert phone.violations() == []
