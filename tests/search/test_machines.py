"""Site map, robots, OpenSearch description and security contact."""

from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction, Site

from portal.pages.models import ResponsibleBody
from search import sitemap
from tests.factories import search as factory

BASE = "http://testserver"
NAMESPACES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def addresses(content: bytes) -> list[str]:
    return [element.text or "" for element in ET.fromstring(content).findall(".//s:loc", NAMESPACES)]


def test_site_map_names_public_pages_with_their_translations(client: Client, site: Site) -> None:
    page = factory.page(site, "Máy sấy tỏi")
    factory.english_page(page, "Garlic dryer", slug="garlic-dryer")
    hidden = factory.page(site, "Kín")
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    factory.page(site, "Gỡ").unpublish()
    factory.index("Viện", url="/to-chuc/vien/")
    response = client.get("/sitemap.xml")
    assert response["Content-Type"].startswith("application/xml")
    assert "max-age" in response["Cache-Control"]
    assert sorted(addresses(response.content)) == [
        f"{BASE}/",
        f"{BASE}/en/",
        f"{BASE}/en/awards/honours/",
        f"{BASE}/en/garlic-dryer/",
        f"{BASE}/giai-thuong/vinh-danh/",
        f"{BASE}/may-say-toi/",
        f"{BASE}/to-chuc/vien/",
    ]
    for element in ET.fromstring(response.content).findall("s:url", NAMESPACES):
        if (element.findtext("s:loc", namespaces=NAMESPACES) or "").endswith("may-say-toi/"):
            links = {link.get("hreflang"): link.get("href") for link in element.findall("x:link", NAMESPACES)}
            assert links == {"vi": f"{BASE}/may-say-toi/", "en": f"{BASE}/en/garlic-dryer/"}
    for address in addresses(response.content)[:4]:
        if "to-chuc" not in address:
            assert client.get(address.removeprefix(BASE)).status_code == 200


def test_site_map_costs_few_queries(client: Client, site: Site, django_assert_max_num_queries: Any) -> None:
    for number in range(5):
        factory.page(site, f"Trang {number}")
    with django_assert_max_num_queries(6):
        client.get("/sitemap.xml")


def test_long_site_map_is_split(client: Client, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    factory.index(*(f"Máy {number}" for number in range(5)))
    whole = addresses(client.get("/sitemap.xml").content)
    monkeypatch.setattr(sitemap, "LARGEST", 3)
    parts = addresses(client.get("/sitemap.xml").content)
    assert parts == [f"{BASE}/sitemap-{number}.xml" for number in (1, 2, 3)]
    gathered = [address for part in parts for address in addresses(client.get(part.removeprefix(BASE)).content)]
    assert gathered == whole
    assert client.get("/sitemap-4.xml").status_code == 404
    assert client.get("/sitemap-0.xml").status_code == 404


def test_robots_names_the_site_map(client: Client, site: Site) -> None:
    text = client.get("/robots.txt").content.decode()
    assert f"Sitemap: {BASE}/sitemap.xml" in text
    assert "Disallow: /tim-kiem/" in text
    assert "Disallow: /en/search/" in text


@pytest.mark.parametrize(
    ("path", "template"),
    [
        ("/opensearch.xml", f"{BASE}/tim-kiem/?q={{searchTerms}}"),
        ("/opensearch-en.xml", f"{BASE}/en/search/?q={{searchTerms}}"),
    ],
)
def test_opensearch_describes_the_search(client: Client, site: Site, path: str, template: str) -> None:
    root = ET.fromstring(client.get(path).content)
    space = {"o": "http://a9.com/-/spec/opensearch/1.1/"}
    assert root.find("o:Url", space).get("template") == template  # type: ignore[union-attr]
    assert 0 < len(root.findtext("o:ShortName", namespaces=space) or "") <= 16


def test_security_contact_is_the_responsible_body(client: Client, site: Site) -> None:
    assert client.get("/.well-known/security.txt").status_code == 404
    ResponsibleBody.objects.update_or_create(site=site, defaults={"email": "an-toan@example.org"})
    text = client.get("/.well-known/security.txt").content.decode()
    assert "Contact: mailto:an-toan@example.org" in text
    assert "Expires: 20" in text
