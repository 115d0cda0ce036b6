"""What everybody does without an account: switch language, filter, read the calendar, search, use the keyboard alone."""

import re
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urljoin
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Visitor, make_visitor

PUBLIC = (
    "/",
    "/en/",
    "/cong-nghe/",
    "/cong-nghe/?q=s%E1%BA%A5y",
    "/nhu-cau/",
    "/su-kien/",
    "/su-kien/?view=month",
    "/dao-tao/",
    "/giai-thuong/",
    "/tin-tuc/",
    "/to-chuc/",
    "/van-ban/",
    "/ke-hoach/",
    "/tim-kiem/?q=toi",
    "/en/technologies/",
    "/en/search/?q=fair",
    "/su-kien/lich.ics",
    "/en/events/calendar.ics",
    "/sitemap.xml",
    "/khong-co-trang-nay/",
)


def _fetch(address: str, **headers: str) -> tuple[int, Any, bytes]:
    request = Request(address, headers=headers)
    try:
        with urlopen(request, timeout=30) as answer:
            return answer.status, answer.headers, answer.read()
    except HTTPError as error:
        return error.code, error.headers, error.read()


def test_language_switch_leads_to_the_translation_and_back(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open("/cong-nghe/")
    page.get_by_role("link", name=re.compile("Sấy bơm nhiệt")).first.click()
    vietnamese = page.get_by_role("heading", level=1).inner_text()
    address = page.url
    page.locator("header a[hreflang=en]:visible").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("heading", level=1)).to_contain_text("heat-pump")
    assert "/en/technologies/" in page.url
    page.locator("header a[hreflang=vi]:visible").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(vietnamese)
    assert page.url == address


def test_language_switch_says_honestly_that_a_translation_is_missing(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open("/en/news/")
    only_vietnamese = page.locator("main a[href^='/tin-tuc/']")
    if not only_vietnamese.count():
        visitor.open("/en/technologies/")
    only_vietnamese.first.click()
    original = page.url
    title = page.get_by_role("heading", level=1).inner_text()
    page.locator("header a[hreflang=en]:visible").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("main")).to_contain_text("exists in one language only so far")
    assert "/en/not-translated/" in page.url
    page.locator("main").get_by_role("link", name=title).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    assert page.url == original


@pytest.mark.parametrize(
    ("listing", "facet"), [("/cong-nghe/", "field"), ("/nhu-cau/", "field"), ("/su-kien/", "kind")]
)
def test_filters_stand_in_the_address_and_need_no_script(
    chromium: Browser, demo: str, listing: str, facet: str
) -> None:
    visitor = make_visitor(chromium, demo, viewport={"width": 1280, "height": 900}, java_script_enabled=False)
    page = visitor.page
    try:
        visitor.open(listing)
        option = page.locator(f".filters input[name={facet}]:not([value='']):not([disabled])").first
        value = option.get_attribute("value")
        count = int(option.locator("xpath=..").locator(".facet__count").inner_text())
        option.check()
        page.get_by_role("button", name="Xem kết quả").click()
        assert f"{facet}={value}" in page.url
        expect(page.locator(f".filters input[name={facet}][value='{value}']")).to_be_checked()
        assert _total(page) == count
        page.reload()
        assert _total(page) == count
        page.locator(".chips a").first.click()
        assert f"{facet}={value}" not in page.url
        assert _total(page) >= count
    finally:
        visitor.context.close()


def _total(page: Page) -> int:
    found = re.search(r"\d[\d.]*", page.locator(".result-count").first.inner_text())
    assert found is not None
    return int(found.group().replace(".", ""))


def test_month_grid_shows_the_events_of_a_month(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open("/su-kien/?view=month")
    expect(page.locator(".month th").first).to_have_text(re.compile("^Thứ (2|Hai)$"))
    for _month in range(3):
        if page.locator(".month__event").count():
            break
        page.locator(".month a[rel=next]").click()
    event = page.locator(".month__event").first
    href = event.get_attribute("href")
    event.click()
    assert href is not None
    assert page.url == urljoin(visitor.address, href)
    expect(page.get_by_role("heading", level=1)).to_be_visible()


@pytest.mark.parametrize("path", ["/su-kien/lich.ics", "/en/events/calendar.ics"])
def test_calendar_is_sent_once(demo: str, path: str) -> None:
    status, headers, body = _fetch(demo + path)
    assert status == 200
    assert headers["Content-Type"].startswith("text/calendar")
    assert body.count(b"BEGIN:VEVENT") >= 8
    assert _fetch(demo + path)[2] == body
    again, again_headers, nothing = _fetch(demo + path, **{"If-None-Match": headers["ETag"]})
    assert (again, nothing) == (304, b"")
    assert again_headers["ETag"] == headers["ETag"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("hoi cho", "Chợ công nghệ và thiết bị Kinh Bắc"),
        ("cho cong nghe", "Chợ công nghệ và thiết bị Kinh Bắc"),
        ("dien tu", "điện tử"),
        ("đien tu", "điện tử"),
        ("say bom nhiet", "Sấy bơm nhiệt"),
    ],
)
def test_search_reads_what_is_typed_without_marks(visitor: Visitor, typed: str, found: str) -> None:
    visitor.open(f"/tim-kiem/?q={quote(typed)}")
    expect(visitor.page.locator("main")).to_contain_text(re.compile(re.escape(found), re.IGNORECASE))
    expect(visitor.page.locator("input[name=q]").last).to_have_value(typed)


def test_search_takes_both_ways_of_placing_the_tone(demo: str, visitor: Visitor) -> None:
    totals = []
    for typed in ("Hoà Bình", "Hòa Bình"):
        visitor.open(f"/tim-kiem/?q={quote(typed)}")
        totals.append(visitor.page.locator("main a[href]").evaluate_all("links => links.map(link => link.pathname)"))
    assert totals[0] == totals[1]


def test_anonymous_pages_can_be_cached(demo: str) -> None:
    wrong = []
    for path in PUBLIC:
        _status, headers, _body = _fetch(demo + path)
        if headers.get_all("Set-Cookie"):
            wrong.append(f"{path} sets a cookie")
        if "cookie" in ", ".join(headers.get_all("Vary") or []).lower():
            wrong.append(f"{path} varies with cookies")
    assert not wrong, "\n".join(wrong)


def test_keyboard_alone_reaches_everything(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open("/cong-nghe/")
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.goto(page.url.split("#", maxsplit=1)[0])
    wanted = {".header__menu a", ".filters input[type=checkbox]", ".filters button[type=submit]", ".breadcrumbs a"}
    if page.locator(".pagination__link").count():
        wanted.add(".pagination__link")
    reached: set[str] = set()
    unseen: list[str] = []
    for _press in range(400):
        page.keyboard.press("Tab")
        state = page.evaluate(FOCUSED, sorted(wanted))
        if state is None:
            break
        reached.update(state["matches"])
        if not state["visible"]:
            unseen.append(state["what"])
    assert reached == wanted
    assert not unseen, f"no visible focus on {unseen[:5]}"


FOCUSED = """wanted => {
  const node = document.activeElement;
  if (!node || node === document.body) return null;
  let shown = false;
  for (let each = node; each; each = each.parentElement) {
    const style = getComputedStyle(each);
    shown ||= style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  }
  const box = node.getBoundingClientRect();
  return {
    matches: wanted.filter(rule => node.matches(rule)),
    visible: shown && box.width > 0 && box.height > 0,
    what: node.outerHTML.slice(0, 120),
  };
}"""


def test_policy_page_shows_what_the_plan_is(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open("/van-ban/")
    page.locator("main").get_by_role("link", name="Kế hoạch thực hiện Chương trình phát triển thị trường").click()
    main = page.locator("main")
    for words in ("149/KH-UBND", "Ủy ban nhân dân tỉnh Bắc Ninh", "Mục tiêu"):
        expect(main).to_contain_text(re.compile(words, re.IGNORECASE))
    expect(main).to_contain_text(re.compile(r"0?8/0?5/2023|0?8 tháng 0?5 năm 2023"))
    assert main.locator("table tbody tr").count() >= 3
    page.locator("header a[hreflang=en]:visible").click()
    expect(page.locator("main")).to_contain_text("149/KH-UBND")


def test_paper_shows_no_button_of_the_header_at_the_width_of_a_phone(phone: Visitor) -> None:
    phone.open("/cong-nghe/")
    toggles = phone.page.locator(".header__toggle")
    expect(toggles.first).to_be_visible()
    phone.page.emulate_media(media="print")
    assert toggles.count() == 2
    for toggle in toggles.all():
        expect(toggle).to_be_hidden()


def test_legend_of_a_panel_stands_inside_it(visitor: Visitor) -> None:
    visitor.open("/cong-nghe/")
    inside, below = visitor.page.evaluate(
        """() => {
          const panel = document.createElement('fieldset');
          panel.className = 'panel';
          panel.innerHTML = '<legend>Tóm tắt</legend><label class="choice"><input type="radio"><span>Giữ</span></label>';
          document.querySelector('main').append(panel);
          const top = element => element.getBoundingClientRect().top;
          const [legend, choice] = panel.children;
          return [top(legend) - top(panel), top(choice) - legend.getBoundingClientRect().bottom];
        }"""
    )
    assert inside > 8
    assert below > 8
