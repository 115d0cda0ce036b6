"""Atom feeds: they parse, name things for ever, and tell the same story as the listing."""

from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from wagtail.models import Site

from portal.vocabularies.enums import VocabularyCode
from portal.vocabularies.models import Term
from tests.factories import news as factory

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def room(site: Site) -> factory.Newsroom:
    return factory.make_newsroom(site)


def _feed(client: Client, url: str) -> ET.Element:
    response = client.get(url)
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("application/atom+xml")
    assert not response.cookies
    return ET.fromstring(response.content)


def _titles(feed: ET.Element) -> list[str]:
    return [entry.findtext(f"{ATOM}title") or "" for entry in feed.iter(f"{ATOM}entry")]


def test_feed_names_stories_for_ever_and_by_full_address(client: Client, room: factory.Newsroom) -> None:
    article = factory.make_article(room.page, "Tin có <dấu> & ký hiệu", published_at=factory.days_ago(1))
    factory.make_article(room.page, "Tin nháp", live=False)

    feed = _feed(client, "/tin-tuc/atom.xml")

    assert _titles(feed) == ["Tin có <dấu> & ký hiệu"]
    entry = feed.find(f"{ATOM}entry")
    assert entry is not None
    assert entry.findtext(f"{ATOM}id") == f"tag:testserver,2026:news/{article.translation_key}/vi"
    link = entry.find(f"{ATOM}link")
    assert link is not None
    assert link.attrib["href"] == f"http://testserver{article.get_url()}"
    assert client.get("/tin-tuc/atom.xml").content == client.get("/tin-tuc/atom.xml").content


def test_feeds_of_newsroom_audience_and_language(site: Site, client: Client, room: factory.Newsroom) -> None:
    other = factory.make_newsroom(site, "dai-thu", "Đài Thử")
    farmers = Term.objects.create(
        vocabulary=VocabularyCode.AUDIENCE, code="nhom-thu", label_vi="Nhóm thử", label_en="Group"
    )
    ours = factory.make_article(room.page, "Tin của báo", audiences=[farmers])
    factory.make_article(other.page, "Tin của đài")
    factory.translate(ours, "Paper story")

    assert _titles(_feed(client, "/tin-tuc/toa-soan/bao-thu/atom.xml")) == ["Tin của báo"]
    assert _titles(_feed(client, "/tin-tuc/danh-cho/nhom-thu/atom.xml")) == ["Tin của báo"]
    english = _titles(_feed(client, "/en/news/atom.xml"))
    assert "Paper story" in english
    assert "Tin của báo" not in english
    assert any(title.startswith("Tin của đài (") for title in english)


@pytest.mark.parametrize("url", ["/tin-tuc/toa-soan/khong-co/atom.xml", "/tin-tuc/danh-cho/khong-co/atom.xml"])
def test_unknown_feed_is_not_found(client: Client, room: factory.Newsroom, url: str) -> None:
    assert client.get(url).status_code == 404


def test_pages_link_their_feed_in_the_head(client: Client, room: factory.Newsroom) -> None:
    assert 'href="/tin-tuc/atom.xml"' in client.get("/tin-tuc/").content.decode()
    assert 'href="/tin-tuc/toa-soan/bao-thu/atom.xml"' in client.get(room.page.get_url()).content.decode()
