"""A search on a phone, kept by mail: asked for with the keyboard, confirmed, told, changed, ended and taken back."""

import re
import secrets

from playwright.sync_api import Page, expect

from tests.browser import accessible
from tests.browser.conftest import ServedDemo, Visitor
from tests.browser.steps import newest_mail, run_in_demo, unused_address

TARGET = 44
NEW = """
from datetime import timedelta
from portal.kernel import clock
from portal.pages.findables import FindableDocument as Document, FindableKind
from search.domain import indexing
from search.models import SavedSearch, SearchArrival
from search.saved.domain import digests
now = clock.now()
made = Document("browser:{word}", FindableKind.TECHNOLOGY, "vi", "Máy {word}", "/cong-nghe/", summary="Sấy hai giờ")
indexing.index_documents([made])
SearchArrival.objects.filter(key="browser:{word}").update(arrived_at=now - timedelta(hours=1))
SavedSearch.objects.filter(email="{address}").update(told_through=now - timedelta(days=2))
print(digests.send_due(now=now))
"""
GONE = """
from search.domain import indexing
from search.models import SearchArrival, SearchDocument
indexing.remove_documents(SearchDocument.objects.filter(key="browser:{word}"))
SearchArrival.objects.filter(key="browser:{word}").delete()
"""


def _faults(page: Page) -> list[str]:
    """Return what axe finds, breaches of the policy, and whether the page scrolls sideways."""
    found = accessible.faults(page)
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append("scrolls sideways")
    return [*found, *page.evaluate("window.__violations || []")]


def _keep(phone: Visitor, word: str, address: str) -> None:
    page = phone.page
    phone.open(f"/tim-kiem/?q={word}")
    summary = page.locator(".keep-search > summary")
    box = summary.bounding_box()
    assert box is not None
    assert box["height"] >= TARGET - 0.5
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#search-feed")).to_have_value(re.compile(r"/tim-kiem/atom\.xml\?q="))
    expect(page.locator(".keep-search a[href^='webcal://']")).to_be_visible()
    assert _faults(page) == []
    page.get_by_role("link", name="Qua thư điện tử").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Theo dõi tìm kiếm này qua thư")
    keep = page.locator("main").get_by_role("button", name="Theo dõi tìm kiếm này")
    keep.click()
    expect(page.locator(".error-summary")).to_be_focused()
    assert _faults(page) == []
    page.locator("[name=email]").fill(address)
    keep.click()
    expect(page.locator("main")).to_contain_text("Còn một bước: xác nhận địa chỉ của bạn")
    assert _faults(page) == []


def test_reader_keeps_a_search_hears_of_it_and_ends_it(phone: Visitor, served_demo: ServedDemo) -> None:
    address, word = unused_address(), f"lạ{secrets.token_hex(4)}"
    _keep(phone, word, address)

    asked = newest_mail(phone, address)
    asked.locator("main a[href*='/tim-kiem/luu/xac-nhan/']").first.click()
    expect(asked.get_by_role("heading", level=1)).to_have_text("Xác nhận theo dõi tìm kiếm này")
    assert _faults(asked) == []
    asked.locator("main").get_by_role("button", name="Theo dõi tìm kiếm này").click()
    expect(asked.locator("main")).to_contain_text("Tìm kiếm đã được theo dõi")
    assert _faults(asked) == []

    newest_mail(phone, address, about="Đã theo dõi tìm kiếm")
    run_in_demo(served_demo, NEW.format(word=word, address=address))
    told = newest_mail(phone, address, about="1 kết quả mới")
    run_in_demo(served_demo, GONE.format(word=word))
    expect(told.locator("main")).to_contain_text(f"Máy {word}")
    end = told.locator("main a[href*='/tim-kiem/luu/dung/']").first.get_attribute("href") or ""
    told.locator("main a[href*='/tim-kiem/luu/lua-chon/']").first.click()
    expect(told.get_by_role("heading", level=1)).to_have_text("Tìm kiếm bạn đang theo dõi")
    assert _faults(told) == []
    told.get_by_role("button", name="Chuyển sang hằng tuần").click()
    expect(told.locator("main")).to_contain_text("Mỗi tuần một lần")
    assert _faults(told) == []

    told.goto(end)
    expect(told.get_by_role("heading", level=1)).to_have_text("Ngừng theo dõi")
    assert _faults(told) == []
    told.locator("main").get_by_role("button", name="Ngừng theo dõi").click()
    expect(told.get_by_role("heading", level=1)).to_have_text("Đã ngừng theo dõi tìm kiếm")
    assert _faults(told) == []
    told.get_by_role("button", name="Vẫn theo dõi").click()
    expect(told.get_by_role("heading", level=1)).to_have_text("Tìm kiếm được theo dõi trở lại")
    assert _faults(told) == []
    told.goto(end)
    told.locator("main").get_by_role("button", name="Ngừng theo dõi").click()
    told.goto(end)
    expect(told.get_by_role("heading", level=1)).to_have_text("Liên kết này không còn dùng được")
    assert phone.foreign == []
    assert phone.errors == []
