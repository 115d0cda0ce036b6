"""Site map, robots, OpenSearch description and security contact."""

from datetime import datetime
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction, Site

from portal.kernel import clock
from portal.pages.models import ResponsibleBody
from search import sitemap
from tests.factories import search as factory

BASE = "http://testserver"
NAMESPACES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def addresses(content: bytes) -> list[str]:
    return [element.text or "" for element in ET.fromstring(content).findall(".//s:loc", NAMESPACES)]


def body(client: Client, address: str) -> bytes:
    response = client.get(address.removeprefix(BASE))
    assert response.status_code == 200
    return response.getvalue()


def test_site_map_names_public_pages_with_their_translations(client: Client, site: Site) -> None:
    page = factory.page(site, "Máy sấy tỏi")
    factory.english_page(page, "Garlic dryer", slug="garlic-dryer")
    hidden = factory.page(site, "Kín")
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    factory.page(site, "Gỡ").unpublish()
    factory.index("Viện", url="/to-chuc/vien/")
    response = client.get("/sitemap.xml")
    assert response.streaming
    content = response.getvalue()
    assert response["Content-Type"].startswith("application/xml")
    assert "max-age" in response["Cache-Control"]
    assert sorted(addresses(content)) == [
        f"{BASE}/",
        f"{BASE}/en/",
        f"{BASE}/en/awards/honours/",
        f"{BASE}/en/garlic-dryer/",
        f"{BASE}/giai-thuong/vinh-danh/",
        f"{BASE}/may-say-toi/",
        f"{BASE}/to-chuc/vien/",
    ]
    for element in ET.fromstring(content).findall("s:url", NAMESPACES):
        if (element.findtext("s:loc", namespaces=NAMESPACES) or "").endswith("may-say-toi/"):
            links = {link.get("hreflang"): link.get("href") for link in element.findall("x:link", NAMESPACES)}
            assert links == {"vi": f"{BASE}/may-say-toi/", "en": f"{BASE}/en/garlic-dryer/"}
    for address in addresses(content)[:4]:
        if "to-chuc" not in address:
            assert client.get(address.removeprefix(BASE)).status_code == 200


def test_site_map_costs_few_queries(client: Client, site: Site, django_assert_max_num_queries: Any) -> None:
    for number in range(5):
        factory.page(site, f"Trang {number}")
    with django_assert_max_num_queries(6):
        body(client, "/sitemap.xml")


def test_long_site_map_is_split(client: Client, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    page = factory.page(site, "Máy sấy tỏi")
    factory.index(*(f"Máy {number}" for number in range(7)))
    # Its twin lies in another file.
    factory.english_page(page, "Garlic dryer", slug="garlic-dryer")
    factory.index("Viện", number="vien", url="/to-chuc/vien/")
    whole = body(client, "/sitemap.xml")
    monkeypatch.setattr(sitemap, "LARGEST", 3)
    parts = addresses(body(client, "/sitemap.xml"))
    assert len(parts) == len(set(parts)) >= 5
    contents = {part: body(client, part) for part in parts}
    for part, content in contents.items():
        assert 0 < len(addresses(content)) <= 3, part
    assert sorted(line for content in contents.values() for line in content.splitlines() if b"<url>" in line) == sorted(
        line for line in whole.splitlines() if b"<url>" in line
    )
    assert b'hreflang="en" href="http://testserver/en/garlic-dryer/"' in whole
    for address in (
        "/sitemap-pages-99999.xml",
        "/sitemap-pages-999999999999999999999.xml",
        "/sitemap-views-1.xml",
        "/sitemap-others-0.xml",
        "/sitemap-0.xml",
    ):
        assert client.get(address).status_code == 404, address


def test_files_without_an_address_are_not_listed(client: Client, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "LARGEST", 2)
    made = [factory.page(site, f"Trang {number}") for number in range(12)]
    gone, kept = made[4:9], [*made[:4], *made[9:]]
    for page in gone:
        page.unpublish()
    parts = set(addresses(body(client, "/sitemap.xml")))
    numbers = {page.pk // 2 for page in kept}
    assert {f"{BASE}/sitemap-pages-{number}.xml" for number in numbers} <= parts
    empty = {page.pk // 2 for page in gone} - numbers
    assert empty
    for number in empty:
        assert f"{BASE}/sitemap-pages-{number}.xml" not in parts
        assert client.get(f"/sitemap-pages-{number}.xml").status_code == 404


def test_a_file_costs_the_same_in_a_portal_of_any_size(
    client: Client, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemap, "LARGEST", 4)
    page = factory.page(site, "Trang")
    factory.index(*(f"Máy {number}" for number in range(4)))
    urls = ("/sitemap.xml", f"/sitemap-pages-{page.pk // 4}.xml")

    def costs() -> list[int]:
        found = []
        for url in urls:
            with CaptureQueriesContext(connection) as caught:
                body(client, url)
            found.append(len(caught))
        return found

    few = costs()
    for number in range(20):
        factory.page(site, f"Trang {number}")
    factory.index(*(f"Máy {number}" for number in range(4, 30)))
    assert costs() == few
    assert len(addresses(body(client, "/sitemap.xml"))) > 8
    assert 0 < len(addresses(body(client, urls[1]))) <= 4


def test_site_map_is_sent_again_only_when_it_changed(
    client: Client, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = factory.page(site, "Trang")
    part = f"/sitemap-pages-{page.pk // 3}.xml"
    for largest in (sitemap.LARGEST, 3):
        monkeypatch.setattr(sitemap, "LARGEST", largest)
        for url in ("/sitemap.xml", *([part] if largest == 3 else [])):
            first = client.get(url)
            again = client.get(url, headers={"If-None-Match": first["ETag"]})
            assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
            assert "max-age" in again["Cache-Control"]
    before = client.get(part)["ETag"]
    page.slug = "ten-moi"
    page.save()
    after = client.get(part, headers={"If-None-Match": before})
    assert after.status_code == 200
    assert b"/ten-moi/" in after.getvalue()


def test_site_map_says_when_a_page_changed(client: Client, site: Site) -> None:
    page = factory.page(site, "Trang")
    page.last_published_at = datetime(2026, 11, 30, 22, 47, 5, 123456, tzinfo=clock.VIETNAM)
    page.save()
    found = {
        url.findtext("s:loc", namespaces=NAMESPACES): url.findtext("s:lastmod", namespaces=NAMESPACES)
        for url in ET.fromstring(body(client, "/sitemap.xml")).findall("s:url", NAMESPACES)
    }
    assert found[f"{BASE}/trang/"] == "2026-11-30T15:47:05Z"


def test_site_map_escapes_addresses(client: Client, site: Site) -> None:
    for language in ("vi", "en"):
        factory.index("Viện", url='/to-chuc/?a=1&b="2"', language=language)
    urls = ET.fromstring(body(client, "/sitemap.xml")).findall("s:url", NAMESPACES)
    found = [url for url in urls if "to-chuc" in (url.findtext("s:loc", namespaces=NAMESPACES) or "")]
    assert [url.findtext("s:loc", namespaces=NAMESPACES) for url in found] == [f'{BASE}/to-chuc/?a=1&b="2"'] * 2
    assert [link.get("hreflang") for link in found[0].findall("x:link", NAMESPACES)] == ["vi", "en"]


def test_robots_names_the_site_map(client: Client, site: Site) -> None:
    text = client.get("/robots.txt").content.decode()
    assert f"Sitemap: {BASE}/sitemap.xml" in text
    assert "Disallow: /tim-kiem/" in text
    assert "Disallow: /en/search/" in text


@pytest.mark.parametrize(
    ("path", "template", "described"),
    [
        ("/opensearch.xml", f"{BASE}/tim-kiem/?q={{searchTerms}}", "Công nghệ, nhu cầu"),
        ("/opensearch-en.xml", f"{BASE}/en/search/?q={{searchTerms}}", "Technologies, needs"),
    ],
)
def test_opensearch_describes_the_search(client: Client, site: Site, path: str, template: str, described: str) -> None:
    root = ET.fromstring(client.get(path).content)
    space = {"o": "http://a9.com/-/spec/opensearch/1.1/"}
    assert root.find("o:Url", space).get("template") == template  # type: ignore[union-attr]
    assert 0 < len(root.findtext("o:ShortName", namespaces=space) or "") <= 16
    assert (root.findtext("o:Description", namespaces=space) or "").startswith(described)


@pytest.mark.parametrize(("page", "path"), [("/tim-kiem/", "/opensearch.xml"), ("/en/search/", "/opensearch-en.xml")])
def test_pages_name_the_description_of_the_search(client: Client, site: Site, page: str, path: str) -> None:
    html = client.get(page).content.decode()
    assert f'<link rel="search" type="application/opensearchdescription+xml" href="{path}"' in html


def test_security_contact_is_the_responsible_body(client: Client, site: Site) -> None:
    assert client.get("/.well-known/security.txt").status_code == 404
    ResponsibleBody.objects.update_or_create(site=site, defaults={"email": "an-toan@example.org"})
    text = client.get("/.well-known/security.txt").content.decode()
    assert "Contact: mailto:an-toan@example.org" in text
    assert "Expires: 20" in text
