"""Two newsrooms in one admin: each sees its own, an editor hands a story in, the chief editor publishes it."""

import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Visitor, make_visitor
from tests.browser.steps import sign_in, unused_name, wait_until

NEWSPAPER = "Báo Bắc Ninh"
BROADCASTER = "Đài Phát thanh và Truyền hình Bắc Ninh"
NEWSPAPER_EDITOR = "bien-tap-bao@example.org"
NEWSPAPER_CHIEF = "tong-bien-tap-bao@example.org"
BROADCASTER_EDITOR = "bien-tap-dai@example.org"
REFUSED = {302, 403, 404}


@pytest.fixture
def desks(chromium: Browser, demo: str) -> Iterator[dict[str, Visitor]]:
    """Return a window for each of the three people."""
    made = {
        email: make_visitor(chromium, demo, viewport={"width": 1280, "height": 1000})
        for email in (NEWSPAPER_EDITOR, NEWSPAPER_CHIEF, BROADCASTER_EDITOR)
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


def test_story_goes_from_editor_over_chief_editor_to_readers(
    desks: dict[str, Visitor], chromium: Browser, demo: str
) -> None:
    title = unused_name("Xưởng nhỏ ghép rô-bốt từ linh kiện trong tỉnh")
    editor, chief = desks[NEWSPAPER_EDITOR], desks[NEWSPAPER_CHIEF]
    sign_in(editor, NEWSPAPER_EDITOR)
    page = editor.page
    _open_the_news(editor)
    editor.open(f"/admin/pages/add/news/articlepage/{_newsroom_number(editor, NEWSPAPER)}/")
    page.locator("[name=title]").fill(title)
    _submit(editor)
    expect(page.locator("[name=title]")).to_have_value(title)
    expect(page.locator(".w-field__errors").filter(has_text=re.compile(r"\w")).first).to_be_visible()
    page.locator("[name=lead]").fill("Ba thợ cơ khí dựng cánh tay gắp phôi trong sáu tuần.")
    page.locator("[name=byline]").fill("Phóng viên thử")
    _submit(editor)
    page.wait_for_load_state()
    expect(page.locator(".messages")).to_contain_text(title)

    reader = make_visitor(chromium, demo, viewport={"width": 1280, "height": 900})
    try:
        assert not _is_live(reader, title), "a story is public before the chief editor has read it"
        sign_in(chief, NEWSPAPER_CHIEF)
        chief.open("/admin/")
        chief.page.get_by_role("link", name=title).first.click()
        chief.page.wait_for_selector("form#page-edit-form")
        _open_footer_menu(chief)
        chief.page.locator("[data-workflow-action-name=approve]:not([data-workflow-action-modal-url])").click()
        chief.page.wait_for_load_state()
        wait_until(lambda: _is_live(reader, title), page=reader.page)
        reader.page.locator("main").get_by_role("link", name=title, exact=True).first.click()
        expect(reader.page.get_by_role("heading", level=1)).to_have_text(title)
        expect(reader.page.locator("main")).to_contain_text("Phóng viên thử")
        expect(reader.page.locator("main")).to_contain_text(NEWSPAPER)
    finally:
        reader.context.close()


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
