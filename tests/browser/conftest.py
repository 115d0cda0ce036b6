"""The demo portal served as `make demo` serves it, and a Chromium that counts what must not happen."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect, sync_playwright

START_SECONDS = 900
STOP_SECONDS = 30
PATIENCE = 20_000  # milliseconds that a window waits for what must come: a busy machine draws an editor's page in more than five
LISTENER = """
window.__violations = [];
document.addEventListener('securitypolicyviolation', event => window.__violations.push(
  event.effectiveDirective + ' ' + (event.blockedURI || '') + ' ' + (event.sourceFile || '') + ':' + event.lineNumber));
"""
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this folder as a browser test."""
    for item in items:
        if Path(str(item.fspath)).is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(autouse=True)
def _clean_state() -> None:
    """Override the database-minded fixture of the other tests: the portal runs in a process of its own."""


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(address: str) -> bool:
    """Say whether an address answers with 200."""
    try:
        with urlopen(address, timeout=5) as answer:
            return answer.status == 200
    except (URLError, OSError):
        return False


@dataclass(frozen=True)
class ServedDemo:
    """A demo portal that answers, and the folder of its data where that is known."""

    address: str
    folder: Path | None


def start_demo(folder: Path, port: int) -> subprocess.Popen[bytes]:
    """Start the demo over a folder of data; what it says goes to demo.log there."""
    environment = {**os.environ, "PORT": str(port), "PORTAL_VAR_DIR": str(folder)}
    environment.pop("PORTAL_DATABASE_URL", None)
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    with (folder / "demo.log").open("wb") as log:
        return subprocess.Popen(
            [sys.executable, "manage.py", "serve_demo", "--settings=portal.settings.demo"],
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )


def wait_for_demo(process: subprocess.Popen[bytes], folder: Path, port: int, *, seconds: int = START_SECONDS) -> None:
    """Wait until web server and worker are ready; fail with the demo's last words."""
    deadline = time.monotonic() + seconds
    while not answers(f"http://127.0.0.1:{port}/readyz"):
        if process.poll() is not None or time.monotonic() > deadline:
            pytest.fail("The demo did not start:\n" + (folder / "demo.log").read_text()[-4000:])
        time.sleep(1)


@pytest.fixture(scope="session")
def served_demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedDemo]:
    """Return a demo portal. PORTAL_TEST_DEMO_URL names one that runs already, PORTAL_TEST_DEMO_DIR its data."""
    running = os.environ.get("PORTAL_TEST_DEMO_URL")
    if running:
        data = os.environ.get("PORTAL_TEST_DEMO_DIR")
        yield ServedDemo(running.rstrip("/"), Path(data) if data else None)
        return
    folder = tmp_path_factory.mktemp("demo")
    port = free_port()
    process = start_demo(folder, port)
    try:
        wait_for_demo(process, folder, port)
        yield ServedDemo(f"http://127.0.0.1:{port}", folder)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=STOP_SECONDS)
    assert not answers(f"http://127.0.0.1:{port}/healthz"), "the web server outlived the demo"


@pytest.fixture(scope="session")
def demo(served_demo: ServedDemo) -> str:
    """Return the address of the demo portal."""
    return served_demo.address


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Return Debian's Chromium, headless."""
    path = os.environ.get("PORTAL_CHROMIUM", "/usr/bin/chromium")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@dataclass
class Visitor:
    """A browser window with its own cookies, and a record of what must not happen."""

    context: BrowserContext
    page: Page
    address: str
    foreign: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def open(self, path: str) -> Any:
        """Go to a path of the portal; return the response."""
        return self.page.goto(self.address + path)

    def violations(self) -> list[str]:
        """Return the breaches of the content security policy on the present page."""
        found: list[str] = self.page.evaluate("window.__violations || []")
        return found


def make_visitor(browser: Browser, address: str, **options: Any) -> Visitor:
    """Return a new window; ``options`` go to Playwright's context."""
    context = browser.new_context(base_url=address, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", **options)
    context.set_default_timeout(PATIENCE)
    context.set_default_navigation_timeout(3 * PATIENCE)
    context.add_init_script(LISTENER)
    visitor = Visitor(context, context.new_page(), address)
    own = urlsplit(address).netloc

    def note(request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https"} and parts.netloc != own:
            visitor.foreign.append(request.url)

    visitor.page.on("request", note)
    visitor.page.on("pageerror", lambda error: visitor.errors.append(str(error)))
    return visitor


@pytest.fixture
def visitor(chromium: Browser, demo: str) -> Iterator[Visitor]:
    """Return a window of an anonymous visitor on a desktop."""
    made = make_visitor(chromium, demo, viewport={"width": 1280, "height": 900})
    yield made
    made.context.close()


@pytest.fixture
def phone(chromium: Browser, demo: str) -> Iterator[Visitor]:
    """Return a window of an anonymous visitor on a phone."""
    made = make_visitor(chromium, demo, viewport={"width": 390, "height": 844}, has_touch=True)
    yield made
    made.context.close()
