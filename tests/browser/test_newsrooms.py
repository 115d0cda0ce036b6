"""Two newsrooms in one admin: each sees its own, and a story on its way from the topic to readers."""

import re
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Visitor, make_visitor
from tests.browser.steps import sign_in, unused_name, wait_until

NEWSPAPER = "Báo Bắc Ninh"
BROADCASTER = "Đài Phát thanh và Truyền hình Bắc Ninh"
NEWSPAPER_EDITOR = "bien-tap-bao@example.org"
NEWSPAPER_CHIEF = "tong-bien-tap-bao@example.org"
NEWSPAPER_REPORTER = "phong-vien-bao@example.org"
BROADCASTER_EDITOR = "bien-tap-dai@example.org"
REFUSED = {302, 403, 404}


@pytest.fixture
def desks(chromium: Browser, demo: str) -> Iterator[dict[str, Visitor]]:
    """Return a window for each of the people."""
    made = {
        email: make_visitor(chromium, demo, viewport={"width": 1280, "height": 1000})
        for email in (NEWSPAPER_REPORTER, NEWSPAPER_EDITOR, NEWSPAPER_CHIEF, BROADCASTER_EDITOR)
    }
    yield made
    for window in made.values():
        window.context.close()


@pytest.mark.parametrize(
    ("email", "own", "foreign", "foreign_section"),
    [
        (NEWSPAPER_EDITOR, NEWSPAPER, BROADCASTER, "dai-phat-thanh-va-truyen-hinh-bac-ninh"),
        (BROADCASTER_EDITOR, BROADCASTER, NEWSPAPER, "bao-bac-ninh"),
    ],
)
def test_editor_sees_and_touches_only_the_own_newsroom(
    desks: dict[str, Visitor], email: str, own: str, foreign: str, foreign_section: str
) -> None:
    window = desks[email]
    page = window.page
    window.open("/admin/pages/")
    assert "/tai-khoan/login/" in page.url, "the admin leads to the portal's own sign-in"
    sign_in(window, email)

    _open_the_news(window)
    rows = page.locator("#main table.listing")
    expect(rows).to_contain_text(own)
    expect(rows).not_to_contain_text(foreign)
    own_room = _newsroom_number(window, own)
    window.open(f"/admin/pages/{own_room}/")
    expect(page.locator("#main h1, #main h2, header h1").first).to_be_visible()
    assert page.locator("a[href*='/pages/add/'], a[href*='add_subpage']").count() > 0

    others = _stories_of(window, foreign_section)
    assert others, "the other newsroom has live stories"
    foreign_room = _other_newsroom(window, own_room)
    for path in (f"/admin/pages/{foreign_room}/edit/", f"/admin/pages/add/news/articlepage/{foreign_room}/"):
        assert _status(window, path) in REFUSED, path

    window.open("/admin/images/")
    expect(page.locator("#main")).to_be_visible()
    foreign_pictures = _pictures_on(window, others)
    shown = set(re.findall(r"/images/[^\"'?]+", page.content()))
    assert not shown & foreign_pictures


def _open_the_news(window: Visitor) -> None:
    """Go down the explorer from its root to the Vietnamese news."""
    window.open("/admin/pages/")
    for title in ("Trang chủ", "Tin tức"):
        window.open(_explorer_address(window, title))


def _explorer_address(window: Visitor, title: str) -> str:
    """Return where the explorer lists the children of the page with ``title``."""
    cell = window.page.locator("td.title").filter(has_text=re.compile(rf"^\s*{re.escape(title)}(\s|$)"))
    row = window.page.locator("#main tr").filter(has=cell).first
    links = row.locator("a[href^='/admin/pages/']").evaluate_all("links => links.map(link => link.pathname)")
    found = next(match for link in links if (match := re.match(r"/admin/pages/\d+/", link)))
    return found.group()


def _newsroom_number(window: Visitor, title: str) -> int:
    """Return the page number of a newsroom that the explorer shows."""
    return int(_explorer_address(window, title).split("/")[3])


def _other_newsroom(window: Visitor, own_room: int) -> int:
    """Return the number of the other Vietnamese newsroom: the demo makes them one after the other, in two languages."""
    return own_room + 2 if _status(window, f"/admin/pages/{own_room - 2}/edit/") == 404 else own_room - 2


def _status(window: Visitor, path: str) -> int:
    return window.context.request.get(window.address + path, max_redirects=0).status


def _stories_of(window: Visitor, section: str) -> list[str]:
    html = window.context.request.get(f"{window.address}/tin-tuc/{section}/").text()
    return sorted(set(re.findall(rf'href="(/tin-tuc/{section}/[^"/]+/)"', html)))


def _pictures_on(window: Visitor, paths: list[str]) -> set[str]:
    found: set[str] = set()
    for path in paths:
        found.update(re.findall(r"/images/[^\"'? ]+", window.context.request.get(window.address + path).text()))
    return found


def test_story_goes_from_topic_over_every_step_to_readers(
    desks: dict[str, Visitor], chromium: Browser, demo: str, record_property: Callable[[str, object], None]
) -> None:
    title = unused_name("Xưởng nhỏ ghép rô-bốt từ linh kiện trong tỉnh")
    reporter, editor, chief = (desks[email] for email in (NEWSPAPER_REPORTER, NEWSPAPER_EDITOR, NEWSPAPER_CHIEF))
    for email in (NEWSPAPER_REPORTER, NEWSPAPER_EDITOR, NEWSPAPER_CHIEF):
        sign_in(desks[email], email)
    _propose_and_accept(reporter, chief, title)
    page = reporter.page
    reporter.open("/admin/news/my-work/?show=topics")
    page.get_by_role("link", name=title, exact=True).click()
    page.get_by_role("button", name="Tạo bản nháp").click()
    page.wait_for_selector("form#page-edit-form")
    started = time.monotonic()
    page.locator("[name=lead]").fill("Ba thợ cơ khí dựng cánh tay gắp phôi trong sáu tuần.")
    page.locator("[name=byline]").fill("Phóng viên thử")
    _submit(reporter)
    page.wait_for_load_state()
    expect(page.locator(".messages")).to_contain_text(title)

    reader = make_visitor(chromium, demo, viewport={"width": 1280, "height": 900})
    try:
        _open_work(editor, title)
        editor.page.get_by_role("button", name="Trả lại kèm lý do").click()
        expect(editor.page.locator("#desk-act").locator("..").locator(".w-field__errors")).to_contain_text("Hãy nêu")
        editor.page.locator("[name=act-comment]").fill("Nêu tên ba người thợ.")
        editor.page.get_by_role("button", name="Trả lại kèm lý do").click()
        editor.page.wait_for_load_state()

        reporter.open("/admin/news/my-work/?show=returned")
        item = page.locator(".desk-item").filter(has_text=title)
        expect(item).to_contain_text("Nêu tên ba người thợ.")
        item.get_by_role("link", name=title).click()
        page.get_by_role("button", name="Gửi duyệt lại").click()
        page.wait_for_load_state()
        for who in (editor, chief, editor, chief):
            assert not _is_live(reader, title), "a story is public before its last step"
            _open_work(who, title)
            who.page.get_by_role("button", name="Duyệt", exact=True).click()
            who.page.wait_for_load_state()
        wait_until(lambda: _is_live(reader, title), page=reader.page)
        record_property("seconds_from_draft_to_published", round(time.monotonic() - started, 1))
        reader.page.locator("main").get_by_role("link", name=title, exact=True).first.click()
        expect(reader.page.get_by_role("heading", level=1)).to_have_text(title)
        expect(reader.page.locator("main")).to_contain_text("Phóng viên thử")
        expect(reader.page.locator("main")).to_contain_text(NEWSPAPER)
    finally:
        reader.context.close()


def _propose_and_accept(reporter: Visitor, chief: Visitor, title: str) -> None:
    """Propose a topic as a reporter on a form without scripts' help, and accept it as the chief editor."""
    reporter.open("/admin/news/my-work/")
    reporter.page.get_by_role("link", name="Đề xuất đề tài").click()
    reporter.page.locator("[name=title]").fill(title)
    reporter.page.locator("[name=pitch]").fill("Xưởng vừa giao cánh tay thứ mười.")
    reporter.page.get_by_role("button", name="Gửi đề xuất").click()
    expect(reporter.page.locator(".messages")).to_be_visible()
    chief.open("/admin/news/my-work/?show=topics")
    chief.page.get_by_role("link", name=title, exact=True).click()
    due = datetime.now(tz=UTC) + timedelta(days=2)
    chief.page.locator("[name=accept-due_at]").fill(due.strftime("%d/%m/%Y %H:%M"))
    chief.page.keyboard.press("Escape")
    chief.page.get_by_role("button", name="Nhận đề tài").click()
    expect(chief.page.locator(".messages")).to_be_visible()


def _open_work(window: Visitor, title: str) -> None:
    """Open a story from the list of what waits."""
    window.open("/admin/news/my-work/")
    window.page.locator(".desk-list").get_by_role("link", name=title, exact=True).first.click()
    expect(window.page.locator("[name=act-comment]")).to_be_visible()


def _open_footer_menu(window: Visitor) -> None:
    window.page.locator("footer .w-dropdown__toggle").first.click()


def _submit(window: Visitor) -> None:
    button = window.page.locator("[name=action-submit]").first
    if not button.is_visible():
        _open_footer_menu(window)
    button.click()


def _is_live(reader: Visitor, title: str) -> bool:
    reader.open(f"/tin-tuc/?q={quote(title)}")
    expect(reader.page.locator("#filter-query")).to_have_value(title)
    return reader.page.locator("main").get_by_role("link", name=title, exact=True).count() > 0


@pytest.mark.parametrize("path", ["/admin/", "/admin/login/", "/admin/pages/", "/admin/password_reset/"])
def test_admin_is_entered_through_the_portals_sign_in_only(visitor: Visitor, path: str) -> None:
    visitor.open(path)
    assert "/tai-khoan/login/" in visitor.page.url
    assert visitor.page.locator("form[action*='/admin/'], input[name=username]").count() == 0


def test_wagtails_own_form_takes_no_password(visitor: Visitor) -> None:
    answer = visitor.context.request.post(
        f"{visitor.address}/admin/login/", form={"username": NEWSPAPER_CHIEF, "password": "x"}, max_redirects=0
    )
    assert answer.status in {302, 403}
    assert "sessionid" not in (answer.headers.get("set-cookie") or "")
    assert visitor.context.request.get(f"{visitor.address}/admin/pages/", max_redirects=0).status == 302
