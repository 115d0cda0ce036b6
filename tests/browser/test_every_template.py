"""Every kind of page, in both languages: accessible at two widths and in both schemes, within its policy, from one origin."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.browser.conftest import Visitor, make_visitor

SCHEMES = ("light", "dark")
WIDTHS = (320, 1280)
# One address for each template that is not reached by the rules below; pairs of Vietnamese and English.
FIXED = (
    ("/tim-kiem/?q=hội+chợ", "/en/search/?q=fair"),
    ("/tim-kiem/?q=khongcogica", "/en/search/?q=nosuchthing"),
    ("/su-kien/?view=month", "/en/events/?view=month"),
    ("/cong-nghe/?q=khongcogica", "/en/technologies/?q=nosuchthing"),
    ("/so-do-trang/", "/en/site-map/"),
    ("/tai-khoan/login/", "/en/account/login/"),
    ("/tai-khoan/signup/", "/en/account/signup/"),
    ("/khong-co-trang-nay/", "/en/no-such-page/"),
    ("/giao-dien/", "/en/components/"),
)
# Sections whose pages share one template: one of each is enough.
ONE_OF = (
    r"/cong-nghe/[^/]+/",
    r"/nhu-cau/[^/]+/",
    r"/su-kien/cho-cong-nghe[^/]*/",
    r"/su-kien/doan-xuc-tien[^/]*/",
    r"/su-kien/hoi-thao[^/]*/",
    r"/su-kien/toa-dam[^/]*/",
    r"/dao-tao/[^/]+/",
    r"/giai-thuong/[^/]+/",
    r"/giai-thuong/[^/]+/[^/]+/",
    r"/tin-tuc/[^/]+/",
    r"/tin-tuc/bao-bac-ninh/[^/]+/",
    r"/tin-tuc/dai-[^/]+/[^/]+/",
    r"/van-ban/[^/]+/",
    r"/dich-vu/[^/]+/",
    r"/to-chuc/[^/]+/",
    r"/[^/]+/",
    r"/en/technologies/[^/]+/",
    r"/en/needs/[^/]+/",
    r"/en/events/kinh-bac[^/]*/",
    r"/en/training/[^/]+/",
    r"/en/awards/[^/]+/",
    r"/en/awards/[^/]+/[^/]+/",
    r"/en/news/[^/]+/",
    r"/en/news/[^/]+/[^/]+/",
    r"/en/documents-and-policies/[^/]+/",
    r"/en/services/[^/]+/",
    r"/en/organisations/[^/]+/",
    r"/en/[^/]+/",
)
EVERY = {r"/[^/]+/", r"/en/[^/]+/"}


def addresses(demo: str) -> list[str]:
    """Return one path for each template and language, from the sitemap and the fixed list."""
    with urlopen(f"{demo}/sitemap.xml", timeout=60) as answer:
        tree = ET.fromstring(answer.read())
    paths = [urlsplit(node.text or "").path for node in tree.iter() if node.tag.endswith("}loc")]
    chosen = ["/", "/en/"]
    for rule in ONE_OF:
        matching = [path for path in paths if re.fullmatch(rule, path) and path != "/en/"]
        assert matching, f"no page for {rule}"
        chosen += matching if rule in EVERY else matching[:1]
    return [*dict.fromkeys(chosen), *(path for pair in FIXED for path in pair)]


@pytest.fixture(scope="module")
def windows(chromium: Browser, demo: str) -> Iterator[dict[tuple[int, str], Visitor]]:
    """Return a window for each width and scheme."""
    made = {
        (width, scheme): make_visitor(
            chromium, demo, viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
        )
        for width in WIDTHS
        for scheme in SCHEMES
    }
    yield made
    for window in made.values():
        window.context.close()


def test_every_template_is_accessible_and_keeps_to_its_policy(
    demo: str, windows: dict[tuple[int, str], Visitor]
) -> None:
    axe = Axe()
    problems: list[str] = []
    seen = 0
    for path in addresses(demo):
        for (width, scheme), window in windows.items():
            response = window.open(path)
            where = f"{path} at {width} px, {scheme}"
            if response.status >= 500:
                problems.append(f"{where}: status {response.status}")
                continue
            results = axe.run(
                window.page,
                options={
                    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
                },
            )
            for violation in results.response["violations"]:
                targets = "; ".join(str(node["target"]) for node in violation["nodes"][:3])
                problems.append(f"{where}: {violation['id']} on {targets}")
            problems += [f"{where}: policy {violation}" for violation in window.violations()]
            overflow = window.page.evaluate(
                "document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"
            )
            if overflow:
                problems.append(f"{where}: scrolls sideways")
            seen += 1
    for (width, scheme), window in windows.items():
        problems += [f"{width} {scheme}: request to {url}" for url in window.foreign]
        problems += [f"{width} {scheme}: script error {error}" for error in window.errors]
        cookies = [cookie["name"] for cookie in window.context.cookies() if cookie["name"] != "csrf"]
        problems += [f"{width} {scheme}: cookie {name}" for name in cookies]
    assert seen > len(windows)
    assert not problems, "\n".join(problems)


def test_headings_begin_with_one_h1(demo: str, visitor: Visitor) -> None:
    for path in addresses(demo):
        visitor.open(path)
        assert visitor.page.locator("h1").count() == 1, path
