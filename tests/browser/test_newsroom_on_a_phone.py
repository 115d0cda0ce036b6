"""People of newsrooms with a telephone: their help, and their pages of the admin, fit the screen and a finger."""

import re
from typing import Final

import pytest
from playwright.sync_api import expect

from tests.browser import accessible
from tests.browser.conftest import Visitor
from tests.browser.steps import sign_in

CHIEF: Final = "tong-bien-tap-dai@example.org"
REPORTER: Final = "phong-vien-bao@example.org"
PAGES: Final = (
    "/admin/news/help/",
    "/admin/news/help/all/",
    "/admin/news/my-work/",
    "/admin/news/topics/propose/",
    "/admin/news/desk/",
    "/admin/news_comments/",
    "/admin/newsrooms/",
    "/admin/reports/languages/",
)
STICKING_OUT: Final = """
() => [...document.querySelectorAll('main .content *')]
  .filter(one => one.offsetParent && !one.closest('thead, .w-sr-only, [class*=scroll]'))
  .filter(one => one.getBoundingClientRect().right > innerWidth + 1)
  .map(one => one.tagName + ' ' + one.className)
"""
TOO_SMALL: Final = """
() => [...document.querySelectorAll('main .content .button')]
  .filter(one => one.offsetParent && one.getBoundingClientRect().height < 43.5)
  .map(one => one.innerText.trim())
"""


def test_pages_of_a_newsroom_fit_a_phone(phone: Visitor) -> None:
    sign_in(phone, CHIEF)
    for path in PAGES:
        phone.open(path)
        assert phone.page.evaluate(STICKING_OUT) == [], path
        assert phone.page.evaluate(TOO_SMALL) == [], path


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_reporter_finds_the_help_and_reads_it(phone: Visitor, scheme: str) -> None:
    page = phone.page
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of two words
    sign_in(phone, REPORTER)
    phone.open("/admin/news/my-work/")
    page.get_by_role("link", name="Hướng dẫn cho tòa soạn").last.click()
    page.get_by_role("link", name=re.compile("^Gửi duyệt, và làm gì")).click()
    article = page.get_by_role("article")
    expect(article.get_by_role("heading", level=2)).to_contain_text("Gửi duyệt")
    expect(article.locator("b", has_text="Gửi duyệt").first).to_be_visible()
    assert accessible.faults(page) == []
    page.get_by_role("link", name="Tất cả các mục").click()
    expect(page.get_by_role("link", name="Toàn bộ hướng dẫn trên một trang")).to_be_visible()


def test_all_help_is_printed_to_its_last_topic(phone: Visitor) -> None:
    sign_in(phone, REPORTER)
    phone.open("/admin/news/help/all/")
    topics = phone.page.locator(".news-help__topic").count()
    pages = phone.page.pdf(format="A4").count(b"/Type /Page\n")
    assert topics > 10
    assert pages >= topics / 2
