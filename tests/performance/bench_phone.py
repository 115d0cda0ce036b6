"""What a slow phone gets: ``python -m tests.performance.bench_phone``; one JSON object a line.

The demo portal in ``PORTAL_VAR_DIR``, served with static files as in service: bytes of the front page, then each role of a page in Chromium
(``PORTAL_CHROMIUM``) with the processor slowed four times and a line of slow 4G, as the browser's own observers report it. The first load fills the
portal's page cache; the median of the rounds counts, each with an empty cache of the browser.

Browsers name no long task where they only draw. How long the longest drawing takes is told beside that of the same page without style sheets,
scripts and drawings in its text, which is what this machine needs for the text alone.
"""

import gzip
import os
import re
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import brotli
import django
from playwright.sync_api import Browser, Response, Route, sync_playwright

from tests.performance import serving
from tests.performance.figures import say

PORT: Final = int(os.environ.get("PORT", "8771"))
ROUNDS: Final = 5
SETTINGS: Final = "tests.performance.served_settings"
UNREAD: Final = ("wagtail*", "admin", "rest_framework", "django_*")
SLOWER: Final = 4
SLOW_4G: Final = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
SCREEN: Final = {"width": 390, "height": 844}
DENSITY: Final = 2
LAYOUT_GOAL: Final = 0.0
PAINT_GOAL: Final = 1.5
TASK_GOAL: Final = 50.0
BYTES_GOALS: Final = {"HTML": 15_000, "CSS": 20_000, "JavaScript": 15_000}
MODERN: Final = {"image/avif", "image/webp"}
DRAWN: Final = "image/svg+xml"
# What the browser loads for its own address bar would be counted as the page's waiting. A list takes the place of Playwright's, so that
# what it leaves out of a first visit stands here too.
LEFT_OUT: Final = (
    "WebUIOmniboxPopup",
    "WebUIOmniboxFullPopup",
    "WebUIOmniboxAimPopup",
    "AimEnabled",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "MediaRouter",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
)
OBSERVERS: Final = """
window.__seen = {paint: 0, painted: '', shift: 0, longest: 0, drawing: 0};
const seen = window.__seen;
const watch = (type, act) => new PerformanceObserver((list) => list.getEntries().forEach(act)).observe({type, buffered: true});
watch('largest-contentful-paint', (entry) => {
  seen.paint = entry.startTime;
  seen.painted = (entry.element?.tagName ?? '') + ' ' + (entry.url || entry.element?.className || '');
});
watch('layout-shift', (entry) => { seen.shift += entry.value; });
watch('longtask', (entry) => { seen.longest = Math.max(seen.longest, entry.duration); });
watch('long-animation-frame', (entry) => {
  if (entry.renderStart) seen.drawing = Math.max(seen.drawing, entry.startTime + entry.duration - entry.renderStart);
});
"""
# Down the page as a thumb goes, so that pictures that wait for it are loaded too.
SCROLL: Final = """async () => {
  for (let at = 0; at < document.body.scrollHeight; at += 600) {
    scrollTo({top: at, behavior: 'instant'});
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}"""
PICTURES: Final = """() => Array.from(document.images, (image) => ({
  address: image.currentSrc || image.src, measured: image.hasAttribute('width') && image.hasAttribute('height'),
  wide: image.naturalWidth, shown: image.clientWidth}))"""


def collect(folder: Path) -> None:
    """Collect the static files of public pages as an operator does; raises CalledProcessError."""
    command = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"]
    for pattern in UNREAD:
        command += ["--ignore", pattern]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": SETTINGS, "PORTAL_BENCH_STATIC": str(folder)}
    subprocess.run(command, check=True, env=environment)


class Reader:
    """Loads pages as a phone does that was never here."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self.kinds: dict[str, str] = {}
        self.offenders: dict[str, str] = {}

    def load(self, path: str, *, only_text: bool = False) -> dict[str, Any]:
        """Return what the browser saw of one load, and the paths that it asked for; of the text ``only_text`` keeps."""
        context = self._browser.new_context(
            viewport=SCREEN,  # type: ignore[arg-type]  # a mapping of the two
            device_scale_factor=DENSITY,
            is_mobile=True,
            has_touch=True,
        )
        try:
            page = context.new_page()
            page.on("response", self._note)
            page.add_init_script(OBSERVERS)
            session = context.new_cdp_session(page)
            session.send("Network.enable")
            session.send("Network.emulateNetworkConditions", SLOW_4G)
            session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
            address = f"http://127.0.0.1:{PORT}{path}"
            if only_text:
                page.route(address, _strip)
            page.goto(address, wait_until="networkidle")
            if only_text:
                text: dict[str, Any] = page.evaluate("() => ({...window.__seen})")
                return text
            loaded: dict[str, Any] = page.evaluate("() => ({...window.__seen})")
            page.evaluate(SCROLL)
            page.wait_for_load_state("networkidle")
            seen: dict[str, Any] = page.evaluate("() => ({...window.__seen})")
            # Scrolling ends what counts as the largest paint.
            seen |= {"paint": loaded["paint"], "painted": loaded["painted"]}
            seen["loaded"] = page.evaluate("() => performance.getEntriesByType('resource').map((entry) => entry.name)")
            self._look_at(path, page.evaluate(PICTURES))
            return seen
        finally:
            context.close()

    def _note(self, response: Response) -> None:
        self.kinds[response.url] = response.headers.get("content-type", "").partition(";")[0]

    def _look_at(self, path: str, pictures: list[dict[str, Any]]) -> None:
        for picture in pictures:
            kind = self.kinds.get(picture["address"], "")
            if not picture["measured"]:
                self.offenders[f"{path} {picture['address']}"] = "has no width and height"
            elif kind not in MODERN | {DRAWN}:
                self.offenders[f"{path} {picture['address']}"] = f"is {kind or 'not loaded'}"
            elif kind != DRAWN and picture["shown"] and picture["wide"] > 2 * DENSITY * picture["shown"]:
                self.offenders[f"{path} {picture['address']}"] = f"{picture['wide']} wide for {picture['shown']}"


def _strip(route: Route) -> None:
    answer = route.fetch()
    stripped = re.sub(r"<link[^>]*stylesheet[^>]*>|<(script|svg)\b.*?</\1>", "", answer.text(), flags=re.DOTALL)
    route.fulfill(response=answer, body=stripped)


def weigh(paths: list[str]) -> None:
    """Print the bytes of the front page and of what it loads, with each encoding that browsers ask for."""
    for encoding, unpack in (("br", brotli.decompress), ("gzip", gzip.decompress)):
        sums: dict[str, int] = defaultdict(int)
        connection = serving.Connection(PORT)
        for path in ["/", *paths]:
            ending = path.rpartition(".")[2]
            kind = {"css": "CSS", "js": "JavaScript"}.get(ending, "HTML" if path == "/" else "")
            if not kind:
                continue
            status, head, body = connection.get(path, headers=f"Accept-Encoding: {encoding}\r\n")
            if status != 200 or f"content-encoding: {encoding}".encode() not in head.lower():
                raise SystemExit(f"{path} is not sent as {encoding} ({status}).")
            unpack(body)
            sums[kind] += len(body)
        connection.close()
        for kind, goal in BYTES_GOALS.items():
            say(f"front page: {kind} as {encoding}", sums[kind], "bytes", goal=goal)


def measure(reader: Reader, addresses: dict[str, str]) -> None:
    """Print what the browser saw of each page; the pages in turns, and the median of the rounds."""
    rounds: dict[str, list[dict[str, Any]]] = {name: [] for name in addresses}
    texts: dict[str, list[float]] = {name: [] for name in addresses}
    for _round in range(ROUNDS):
        for name, path in addresses.items():
            rounds[name].append(reader.load(path))
            texts[name].append(reader.load(path, only_text=True)["drawing"])
    weigh([urlsplit(address).path for address in rounds["front page"][0]["loaded"]])
    for name, loads in rounds.items():
        # A browser that was too busy to name a paint says 0, which is no figure.
        paints = [load["paint"] / 1000 for load in loads if load["paint"]]
        if paints:
            say(f"{name}: largest paint on a slow phone", statistics.median(paints), "s", goal=PAINT_GOAL)
        else:
            sys.stderr.write(f"{name}: the browser named no largest paint.\n")
        shift = statistics.median(load["shift"] for load in loads)
        say(f"{name}: layout shift", shift, "score", goal=LAYOUT_GOAL)
        longest = statistics.median(load["longest"] for load in loads)
        say(f"{name}: longest task on a slow phone", longest, "ms", goal=TASK_GOAL)
        say(f"{name}: longest drawing on a slow phone", statistics.median(load["drawing"] for load in loads), "ms")
        say(f"{name}: longest drawing of its text alone", statistics.median(texts[name]), "ms")
        sys.stderr.write(f"{name}: the largest paint is {loads[-1]['painted'].strip()}\n")
    say("pictures without measures, too wide or of an old kind", len(reader.offenders), "pictures", goal=0)
    for where, what in reader.offenders.items():
        sys.stderr.write(f"{where} {what}\n")


def main() -> None:
    """Measure."""
    os.environ |= {"DJANGO_SETTINGS_MODULE": SETTINGS, "PORTAL_LOG_LEVEL": "ERROR", "PORT": str(PORT)}
    with tempfile.TemporaryDirectory(prefix="measured-") as name:
        folder = Path(name)
        os.environ["PORTAL_BENCH_STATIC"] = name
        collect(folder)
        django.setup()
        from tests.performance import public_pages

        addresses = public_pages.of_each_role()
        with serving.granian("portal.wsgi:application", PORT), sync_playwright() as playwright:
            connection = serving.Connection(PORT)
            # Twice: the first answer to an address teaches the page cache what it reads.
            for path in [*addresses.values()] * 2:
                connection.get(path, headers="Accept-Encoding: br\r\n")
            connection.close()
            chromium = os.environ.get("PORTAL_CHROMIUM", "/usr/bin/chromium")
            browser = playwright.chromium.launch(
                executable_path=chromium,
                args=[
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-dev-shm-usage",
                    f"--disable-features={','.join(LEFT_OUT)}",
                ],
            )
            try:
                measure(Reader(browser), addresses)
            finally:
                browser.close()


if __name__ == "__main__":
    main()
