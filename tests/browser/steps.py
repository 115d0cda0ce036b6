"""What people do again and again on the portal: sign in, read the demo's mailbox, invent a name nobody has."""

import os
import re
import secrets
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page

from portal.demo.people import PASSWORD
from tests.browser.conftest import ServedDemo, Visitor

ROOT = Path(__file__).resolve().parents[2]
MAIL_SECONDS = 60
LETTERS = "main ul.rows > li a[href^='/thu-mau/']"


def unused_name(words: str) -> str:
    """Return ``words`` with an ending that no earlier run has used."""
    return f"{words} {secrets.token_hex(3)}"


def unused_address() -> str:
    """Return an e-mail address of the demo's reserved domain that no earlier run has used."""
    return f"{secrets.token_hex(6)}@example.org"


def sign_in(visitor: Visitor, email: str) -> None:
    """Sign one of the demo's people in with the public password, and wait for their desk or the admin."""
    page = visitor.page
    visitor.open("/tai-khoan/login/")
    page.locator("summary", has_text="Bằng mật khẩu").click()
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    page.wait_for_url(re.compile(r"/(ban-lam-viec|admin)/$"))


def run_in_demo(served: ServedDemo, code: str) -> None:
    """Run Python in the demo's own settings and data, such as to bring a moment near; skip where its data is not known."""
    if served.folder is None:
        pytest.skip("PORTAL_TEST_DEMO_DIR does not say where the demo's data is")
    environment = {**os.environ, "PORTAL_VAR_DIR": str(served.folder), "PORT": str(urlsplit(served.address).port)}
    environment.pop("PORTAL_DATABASE_URL", None)
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    command = [sys.executable, "manage.py", "shell", "--settings=portal.settings.demo", "-v0", "-c", code]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, timeout=120)


def last_letter(visitor: Visitor) -> int:
    """Return the number of the newest mail in the mailbox; 0 while it is empty."""
    tab = visitor.context.new_page()
    tab.goto(f"{visitor.address}/thu-mau/")
    numbers: list[int] = [_number(link) for link in tab.locator(LETTERS).all()]
    tab.close()
    return max(numbers, default=0)


def _number(link: Locator) -> int:
    return int((link.get_attribute("href") or "").rstrip("/").rpartition("/")[2])


def newest_mail(visitor: Visitor, recipient: str, *, about: str = "", after: int = 0) -> Page:
    """Return a second tab on the newest mail to ``recipient`` about something, with a number above ``after``."""
    tab = visitor.context.new_page()
    deadline = time.monotonic() + MAIL_SECONDS
    while time.monotonic() < deadline:
        tab.goto(f"{visitor.address}/thu-mau/")
        rows = tab.locator("main ul.rows > li").filter(has_text=recipient).filter(has_text=about)
        if rows.count() and _number(link := rows.first.get_by_role("link")) > after:
            link.click()
            return tab
        tab.wait_for_timeout(500)
    raise AssertionError(f"no mail to {recipient} about “{about}” within {MAIL_SECONDS} seconds")


def code_from(mail: Page) -> str:
    """Return the sign-in code that stands on a line of its own in a mail."""
    found = re.search(r"^\s*([0-9A-Z]{3}-?[0-9A-Z]{3})\s*$", mail.locator("main").inner_text(), re.MULTILINE)
    assert found is not None, mail.locator("main").inner_text()
    return found.group(1)


def wait_until(holds: Callable[[], bool], *, page: Page, seconds: int = 30) -> None:
    """Wait for what the worker brings about; fail after ``seconds``."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, f"nothing happened within {seconds} seconds at {page.url}"
        page.wait_for_timeout(500)


def confirm_address(visitor: Visitor, address: str) -> None:
    """Open the newest mail to an address of a registration and press the button that confirms it."""
    mail = newest_mail(visitor, address)
    mail.locator("main a[href*='/xac-nhan/']").first.click()
    mail.get_by_role("button", name="Xác nhận đăng ký").click()
    mail.wait_for_url("**/dang-ky/xong/**")
    mail.close()


def open_registration(mail: Page) -> None:
    """Follow the link of a mail to the recipient's registration; the one before it leads to the ticket."""
    mail.locator("main .prose a[href*='/quan-ly/']:not([href$='/ve/'])").first.click()
