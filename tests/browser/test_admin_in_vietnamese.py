"""The admin in Vietnamese as a browser draws it: no English in what people read or hear, nor in what scripts keep for later.

``tests/admin/test_vietnamese.py`` walks every screen as the server sends it; this opens the screens on which scripts draw.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, Locator, Page

from tests.admin import words
from tests.browser.conftest import Visitor, make_visitor
from tests.browser.steps import sign_in

READ: Final = Path(__file__).with_name("read_admin.js").read_text(encoding="utf-8")
CHIEF: Final = "tong-bien-tap-bao@example.org"
OPERATOR: Final = "quan-tri@example.org"
SECTION: Final = "/tin-tuc/bao-bac-ninh/"
KEYS: Final = re.compile(r"\b(?:Ctrl|Alt|Shift|Cmd)(?: \+ \w+)+")
# What the demo's people wrote, the name of one of them, and countries that Vietnamese calls by the same name.
WRITTEN: Final = ("Demo day", "camera", "Bùi Đức Long", "on-site", "Online", "online")
COUNTRIES: Final = ("Canada", "Israel", "Malaysia", "New Zealand", "Philippines", "Singapore")
KINDS: Final = (
    "home.HomePage",
    "home.ContentPage",
    "showcase.TechnologyPage",
    "events.FairPage",
    "events.CoursePage",
    "awards.AwardPage",
    "awards.NominationPage",
)
OF_OPERATORS: Final = (
    "/admin/pages/",
    "/admin/pages/search/?q=Bắc",
    "/admin/users/new/",
    "/admin/collections/add/",
    "/admin/documents/",
    "/admin/sites/",
    "/admin/locales/",
    "/admin/redirects/add/",
    "/admin/snippets/plan/measure/",
    "/admin/snippets/plan/indicator/",
    "/admin/localize/reports/translations/",
    "/admin/reports/page-types-usage/",
    "/admin/reports/site-history/",
    "/admin/no-such-screen/",
)


@dataclass
class Reader:
    """Opens screens as one person and keeps what is English on them, each text once, by the screen that shows it first."""

    visitor: Visitor
    pages: list[dict[str, Any]] = field(default_factory=list)
    screens: int = 0
    found: dict[str, str] = field(default_factory=dict)

    @cached_property
    def _names(self) -> re.Pattern[str]:
        titles = {page["title"] for page in self.pages if page["meta"]["locale"] == "en"}
        # "Bắc Ninh Newspaper" before "News".
        names = sorted({*titles, *WRITTEN, *COUNTRIES}, key=len, reverse=True)
        return re.compile("|".join(rf"\b{re.escape(name)}(?!\w)" for name in names))

    def gather_pages(self) -> None:
        """Ask the admin's own API for all pages: their keys, kinds, and titles, which are English on English pages."""
        address = f"{self.visitor.address}/admin/api/main/pages/?order=id&limit=20&offset="
        while True:
            answer = self.visitor.page.request.get(f"{address}{len(self.pages)}").json()
            self.pages += answer["items"]
            if len(self.pages) >= answer["meta"]["total_count"]:
                return

    def key(self, kind: str, *, under: str = "") -> int:
        """Return the key of a Vietnamese page of a kind, below an address."""
        return next(
            int(page["id"])
            for page in self.pages
            if page["meta"]["type"] == kind
            and page["meta"]["locale"] == "vi"
            and under in (page["meta"]["html_url"] or "")
        )

    def open(self, path: str) -> Page:
        """Go to a screen, wait for the scripts and read it."""
        page = self.visitor.page
        # Scripts have run by then; pictures need not have come.
        page.goto(self.visitor.address + path, wait_until="domcontentloaded")
        if page.locator("#wagtail-sidebar").count():
            page.locator(".sidebar-menu-item").first.wait_for()
        self.read(path)
        return page

    def read(self, screen: str, *, within: str = "body") -> None:
        """Keep what is English on the page as it stands."""
        self.screens += 1
        texts: list[str] = self.visitor.page.evaluate(READ, within)
        assert texts, screen
        for text in texts:
            if words.english_in([self._without_names(text)]):
                self.found.setdefault(text, screen)

    def _without_names(self, text: str) -> str:
        return KEYS.sub("", self._names.sub("", text))

    def drawn(self, opener: Locator, what: str, screen: str) -> None:
        """Press something, wait for what it draws, and read that too."""
        # By script: a menu of Wagtail may hide a button until it is pointed at.
        opener.first.evaluate("element => { element.scrollIntoView({ block: 'center' }); element.click(); }")
        self.visitor.page.locator(what).first.wait_for()
        self.read(screen)


@pytest.fixture(scope="module")
def readers(chromium: Browser, demo: str) -> Iterator[dict[str, Reader]]:
    """Return the chief of the newspaper and the operator, signed in once."""
    made = {
        email: Reader(make_visitor(chromium, demo, viewport={"width": 1280, "height": 900}))
        for email in (CHIEF, OPERATOR)
    }
    for email, reader in made.items():
        sign_in(reader.visitor, email)
    made[OPERATOR].gather_pages()
    made[CHIEF].pages = made[OPERATOR].pages
    yield made
    for reader in made.values():
        reader.visitor.context.close()


def _no_english(reader: Reader, record_property: Any) -> None:
    record_property("screens", reader.screens)
    record_property("English texts", len(reader.found))
    said = "\n".join(f"{text!r} at {screen}" for text, screen in reader.found.items())
    assert not reader.found, f"{len(reader.found)} texts on {reader.screens} screens:\n{said}"


def _choosers(reader: Reader, page: Page) -> None:
    for name in ("Chọn một hình ảnh", "Chọn một tài liệu", "Chọn một trang", "Chọn tổ chức"):
        opener = page.locator("[data-chooser-action-choose]").filter(has_text=re.compile(rf"^\s*{name}\s*$"))
        reader.drawn(opener, ".modal-body .listing, .modal-body form", f"the chooser “{name}”")
        page.locator(".modal .close").first.click()
        page.locator(".modal").wait_for(state="detached")


def _editor(reader: Reader, page: Page) -> None:
    for panel in ("status", "preview", "checks", "comments"):
        reader.drawn(
            page.locator(f"[data-side-panel-toggle={panel}]"), f"[data-side-panel={panel}]:not([hidden])", panel
        )
    reader.drawn(
        page.locator("[data-component=add-comment-button]"), ".comment__form textarea, .comment textarea", "a comment"
    )
    page.locator("[data-side-panel-toggle=status]").click()
    reader.drawn(
        page.get_by_role("button", name="Đặt lịch"), "input[name=go_live_at]", "the dialog of publishing at a time"
    )
    page.locator("input[name=go_live_at]").click()
    page.locator(".xdsoft_datetimepicker").locator("visible=true").first.wait_for()
    reader.read("the picker of days")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    reader.drawn(page.locator(".c-sf-add-button"), ".w-combobox", "the menu of blocks")
    page.keyboard.press("Escape")
    text = page.locator(".public-DraftEditor-content").first
    text.click()
    for key in ("Control+End", "Enter", "/"):
        page.keyboard.press(key)
    page.locator(".w-combobox").first.wait_for()
    reader.read("the menu of a text")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+a")
    page.locator(".Draftail-FloatingToolbar").first.wait_for()
    reader.read("the tools of a text, with changes that are not saved")


def test_what_editors_see_is_vietnamese(readers: dict[str, Reader], record_property: Any) -> None:
    reader, colleague = readers[CHIEF], readers[OPERATOR]
    story, room = reader.key("news.ArticlePage", under=SECTION), reader.key("news.NewsroomPage", under=SECTION)
    form = f"/admin/pages/{story}/edit/"
    # Whoever opens the form now is told of the colleague who has it open already.
    colleague.visitor.open(form)
    for path in ("/admin/", "/admin/pages/", "/admin/pages/search/?q=bài", "/admin/images/", "/admin/account/"):
        reader.open(path)
    page = reader.open(f"/admin/pages/{room}/")
    reader.drawn(
        page.locator("[data-bulk-action-select-all-checkbox]"), "[data-bulk-action-footer]:not(.hidden)", "many at once"
    )
    page = reader.open(form)
    _editor(reader, page)
    page.on("dialog", lambda dialog: dialog.accept())
    page = reader.open(form)
    _choosers(reader, page)
    for tail in ("history/", "revisions/compare/earliest...latest/"):
        reader.open(f"/admin/pages/{story}/{tail}")
    reader.open(f"/admin/pages/add/news/articlepage/{room}/")
    reader.open("/admin/images/add/")
    reader.open("/admin/documents/multiple/add/")
    for report in ("workflow", "aging-pages", "languages"):
        reader.open(f"/admin/reports/{report}/")
    _no_english(reader, record_property)


def _translate(reader: Reader, page: Page) -> int:
    """Hand in a page, translate its title, fetch and bring its PO file; return the key of the draft that this made."""
    reader.open("/admin/reports/languages/")
    address = page.locator("a[href*='/localize/submit/page/']").first.get_attribute("href") or ""
    reader.open(address)
    assert page.locator("[name=locales]").is_checked()
    page.locator("main form [type=submit]").last.click()
    page.wait_for_url(re.compile(r"/pages/\d+/edit/$"))
    page.locator(".js-translation-editor h3").first.wait_for()
    made = int(page.url.rstrip("/").split("/")[-2])
    reader.drawn(
        page.locator(".js-translation-editor .w-dropdown__toggle"), ".w-dropdown__content", "the editor of translations"
    )
    page.keyboard.press("Escape")
    page.locator(".js-translation-editor button", has_text="Dịch").first.click()
    page.keyboard.type("Tua-bin")
    page.keyboard.press("Enter")
    page.get_by_text(re.compile(r"^Dịch thủ công ngày \d+/\d+/\d+$")).wait_for()
    reader.read("a text that was translated by hand")
    with page.expect_download() as download:
        page.locator("a[download]").first.click()
    changed = download.value.path().read_text(encoding="utf-8").replace("Tua-bin", "Tua-bin nhỏ")
    brought = {"name": "ban-dich.po", "mimeType": "text/x-gettext-translation", "buffer": changed.encode()}
    page.locator("input[type=file]").first.set_input_files(brought)  # type: ignore[arg-type]  # a plain dict will do
    page.get_by_text("Đã nhập bản dịch từ tệp PO.").wait_for()
    page.get_by_text(re.compile(r"^Dịch bằng tệp PO ngày \d+/\d+/\d+$")).first.wait_for()
    reader.read("a text that came in a PO file")
    return made


def test_what_operators_see_is_vietnamese(readers: dict[str, Reader], record_property: Any) -> None:
    reader = readers[OPERATOR]
    page = reader.visitor.page
    made = _translate(reader, page)
    reader.open(f"/admin/pages/{made}/delete/")
    page.locator("main form [type=submit]").first.click()
    page.wait_for_url(re.compile(r"/admin/pages/\d+/$"))
    for path in OF_OPERATORS:
        reader.open(path)
    for path, edit in (
        ("/admin/groups/", "/admin/groups/edit/"),
        ("/admin/workflows/list/", "/admin/workflows/edit/"),
        ("/admin/locales/", "/admin/locales/edit/"),
    ):
        reader.visitor.open(path)
        reader.open(page.locator(f"main a[href*='{edit}']").first.get_attribute("href") or "")
    for kind in KINDS:
        reader.open(f"/admin/pages/{reader.key(kind)}/edit/")
    stories = "&".join(f"id={page['id']}" for page in reader.pages if page["meta"]["type"] == "news.ArticlePage")
    for action in ("move", "delete"):
        reader.open(f"/admin/bulk/wagtailcore/page/{action}/?{stories}")
    reader.visitor.open(f"/admin/pages/{reader.key('news.ArticlePage')}/view_draft/")
    page.locator("wagtail-userbar").wait_for(state="attached")
    reader.read("the bar over a preview", within="wagtail-userbar")
    _no_english(reader, record_property)
