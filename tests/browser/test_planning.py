"""An organiser looks at the month, opens a draft that clashes, and is asked before it is published."""

import re

from tests.browser.conftest import Visitor
from tests.browser.steps import sign_in

DRAFT = "Tọa đàm đổi mới sáng tạo mở (mẫu)"
RIVAL = "Ngày kết nối viện, trường và doanh nghiệp (mẫu)"


def test_an_organiser_is_asked_before_publishing_into_a_clash(visitor: Visitor) -> None:
    sign_in(visitor, "to-chuc@example.org")
    page = visitor.page
    visitor.open("/admin/editorial-calendar/")
    if not page.get_by_role("link", name=DRAFT).count():
        page.get_by_role("link", name="Tháng sau").click()
    page.locator(".editorial-pairs li", has_text=RIVAL).filter(has_text="Trùng địa điểm, trùng giờ").first.wait_for()
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_role("link", name=DRAFT).first.click()
    page.wait_for_url(re.compile(r"/admin/pages/\d+/edit/$"))
    # The button stands in the menu beside "save draft"; pressing it by script spares the animation.
    page.locator("button[name=action-publish]").first.evaluate("button => button.click()")
    page.wait_for_url(re.compile(r"/clashes/"))
    assert page.get_by_text("Mọi nội dung bạn nhập đã được lưu thành bản nháp.").is_visible()
    assert page.get_by_role("link", name=RIVAL).is_visible()
    page.get_by_role("link", name="Quay lại chỉnh sửa").click()
    page.wait_for_url(re.compile(r"/admin/pages/\d+/edit/$"))
