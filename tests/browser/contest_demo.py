"""A demo of one's own for an edition of an award: its clock goes months ahead, which the shared demo must not.

It is a copy of the shared demo's data, so that it need not be built again.
"""

import shutil
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final
from uuid import UUID

import pytest
from playwright.sync_api import Browser, ConsoleMessage, FilePayload, Locator, Page, ViewportSize, expect

from portal.demo import moments
from portal.demo.builders.showcase import EMPTY_PDF
from portal.kernel import clock
from tests.browser import accessible
from tests.browser.conftest import STOP_SECONDS, ServedDemo, Visitor, free_port, make_visitor, start_demo, wait_for_demo
from tests.browser.steps import run_in_demo, sign_in

DATABASE: Final = "portal.sqlite3"
LEFT_BEHIND: Final = (f"{DATABASE}*", "demo.lock", "demo.log", moments.FILE_NAME)
SECRETARY: Final = "thu-ky@example.org"
DESKTOP: Final[ViewportSize] = {"width": 1280, "height": 900}
PHONE: Final[ViewportSize] = {"width": 390, "height": 844}


@contextmanager
def copied(shared: ServedDemo, folder: Path) -> Iterator[ServedDemo]:
    """Serve a copy of a running demo; skip where its data is not known."""
    if shared.folder is None:
        pytest.skip("PORTAL_TEST_DEMO_DIR does not say where the demo's data is")
    shutil.copytree(shared.folder, folder, ignore=shutil.ignore_patterns(*LEFT_BEHIND))
    with (
        closing(sqlite3.connect(shared.folder / DATABASE)) as there,
        closing(sqlite3.connect(folder / DATABASE)) as own,
    ):
        there.backup(own)
    port = free_port()
    process = start_demo(folder, port)
    try:
        wait_for_demo(process, folder, port)
        yield ServedDemo(f"http://127.0.0.1:{port}", folder)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=STOP_SECONDS)


@dataclass
class Contest:
    """An edition under way: where it is served, its key, and the windows of its people."""

    served: ServedDemo
    browser: Browser
    key: UUID | None = None
    day: int = 0
    windows: dict[str, Visitor] = field(default_factory=dict)
    _signed_in: set[str] = field(default_factory=set)

    @property
    def now(self) -> datetime:
        """The moment in which its demo lives, on Việt Nam's clock; that of the tests may stand on another day."""
        return clock.local(datetime.now(UTC) + timedelta(days=self.day))

    def window(self, email: str = "", *, on_phone: bool = False) -> Page:
        """Return the window of one of the demo's people, signed in; without an address that of a stranger."""
        visitor = self.visitor(email, on_phone=on_phone)
        if email and email not in self._signed_in:
            sign_in(visitor, email)
            self._signed_in.add(email)
        return visitor.page

    def visitor(self, email: str = "", *, on_phone: bool = False) -> Visitor:
        """Return somebody's window as it is; whatever its console calls an error is remembered."""
        if email not in self.windows:
            screen = {"viewport": PHONE, "has_touch": True} if on_phone else {"viewport": DESKTOP}
            made = make_visitor(self.browser, self.served.address, **screen)

            def note(message: ConsoleMessage) -> None:
                if message.type == "error":
                    made.errors.append(f"{message.text} at {made.page.url}")

            made.page.on("console", note)
            self.windows[email] = made
        return self.windows[email]

    def desk(self, room: str = "") -> Page:
        """Open one of the secretariat's pages of the edition."""
        page = self.window(SECRETARY)
        page.goto(f"/admin/awards/editions/{self.key}/{room}")
        return page

    def go_to_day(self, day: int) -> None:
        """Let the demo live on a day counted from the first of the call. Weeks later nobody is signed in any more."""
        assert self.served.folder is not None
        self.day = day
        (self.served.folder / moments.FILE_NAME).write_text(str(day))
        for email in self._signed_in:
            self.windows[email].context.clear_cookies()
        self._signed_in.clear()

    def by_script(self, step: str) -> None:
        """Let the others do what one of them did in the browser."""
        run_in_demo(self.served, f"from tests.browser import contest_script\ncontest_script.{step}({str(self.key)!r})")

    def step(self, name: str) -> None:
        """Take the next step of the edition, and read that it was taken."""
        page = self.desk()
        page.locator("select[name=to]").select_option(label=name)
        page.get_by_role("button", name="Chuyển bước").click()
        says(page, f"Trạng thái mùa giải hiện nay: {name}.")

    def close(self) -> None:
        """Close all windows; nothing must have gone wrong in any of them."""
        wrong = [
            (email, visitor.errors, visitor.foreign)
            for email, visitor in self.windows.items()
            if visitor.errors or visitor.foreign
        ]
        for visitor in self.windows.values():
            visitor.context.close()
        assert wrong == []


def says(page: Page, *words: str) -> None:
    """Expect words on a page."""
    for one in words:
        expect(page.locator("body")).to_contain_text(one)


def press(page: Page, name: str) -> None:
    """Press the button of a name."""
    page.get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    """Follow the first link of a name."""
    page.get_by_role("link", name=name).first.click()


def every(found: Locator) -> list[Locator]:
    """Return all that is found, once the page is there."""
    found.first.wait_for(state="attached")
    return found.all()


def fits(page: Page) -> None:
    """A page is no wider than a phone, and keeps nobody out there."""
    before = page.viewport_size
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    found = accessible.faults(page)
    assert not found, "\n".join(map(str, found))
    page.set_viewport_size(before or DESKTOP)


def pdf(name: str) -> FilePayload:
    """Return a small file to upload."""
    return {"name": name, "mimeType": "application/pdf", "buffer": EMPTY_PDF}
