"""Every kind of page, in both languages: accessible at two widths and in both schemes, within its policy, from one origin."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser

from tests.browser import accessible
from tests.browser.conftest import Visitor, make_visitor

SCHEMES = ("light", "dark")
WIDTHS = (320, 1280)
SERVER_ERROR = 500
CATALOGUES = {"/giao-dien/", "/en/components/"}
# One address for each template that is not reached by the rules below; pairs of Vietnamese and English.
FIXED = (
    ("/tim-kiem/?q=hội+chợ", "/en/search/?q=fair"),
    ("/tim-kiem/?q=khongcogica", "/en/search/?q=nosuchthing"),
    ("/su-kien/?view=month", "/en/events/?view=month"),
    ("/su-kien/dang-ky-theo-doi-lich/?kind=fair", "/en/events/subscribe/?kind=award-deadline&level=national"),
    ("/su-kien/thay-doi/", "/en/events/changes/"),
    ("/cong-nghe/?q=khongcogica", "/en/technologies/?q=nosuchthing"),
    ("/so-do-trang/", "/en/site-map/"),
    ("/cua-vao/", "/en/gate/"),
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
    r"/giai-thuong/anh-[^/]+/",
    r"/giai-thuong/anh-[^/]+/[^/]+/",
    r"/giai-thuong/cau-noi-[^/]+/",
    r"/giai-thuong/cau-noi-[^/]+/[^/]+/",
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
    r"/en/awards/anh-[^/]+/",
    r"/en/awards/anh-[^/]+/[^/]+/",
    r"/en/awards/cau-noi-[^/]+/",
    r"/en/awards/cau-noi-[^/]+/[^/]+/",
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
def window(chromium: Browser, demo: str) -> Iterator[Visitor]:
    """Return the window that all pages are looked at in."""
    made = make_visitor(chromium, demo, viewport={"width": WIDTHS[-1], "height": 900}, reduced_motion="reduce")
    yield made
    made.context.close()


def _faults(window: Visitor) -> Iterator[str]:
    """Look at the present page in each scheme and width; loading it once is enough, its styles follow.

    In the second scheme only colours are another matter.
    """
    for scheme in SCHEMES:
        window.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        options = accessible.OPTIONS if scheme == SCHEMES[0] else accessible.OF_COLOURS
        for width in WIDTHS:
            window.page.set_viewport_size({"width": width, "height": 900})
            yield from (f"{width} px, {scheme}: {fault}" for fault in accessible.faults(window.page, options))
            if window.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"):
                yield f"{width} px, {scheme}: scrolls sideways"


def test_every_template_is_accessible_and_keeps_to_its_policy(demo: str, window: Visitor) -> None:
    problems: list[str] = []
    paths = addresses(demo)
    for path in paths:
        window.page.set_viewport_size({"width": WIDTHS[-1], "height": 900})
        response = window.open(path)
        if response.status >= SERVER_ERROR:
            problems.append(f"{path}: status {response.status}")
            continue
        problems += [f"{path} at {fault}" for fault in _faults(window)]
        problems += [f"{path}: policy {violation}" for violation in window.violations()]
        if (headings := window.page.locator("h1").count()) != 1 and path not in CATALOGUES:
            problems.append(f"{path}: {headings} first headings")
    problems += [f"request to {url}" for url in window.foreign]
    problems += [f"script error {error}" for error in window.errors]
    problems += [f"cookie {cookie['name']}" for cookie in window.context.cookies() if cookie["name"] != "csrf"]
    assert len(paths) > len(FIXED)
    assert not problems, "\n".join(problems)
