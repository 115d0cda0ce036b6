"""Atom and RSS feeds: they keep to their standards, name things for ever, and tell the same story as the listing."""

from datetime import datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from wagtail.models import Site

from portal.vocabularies.enums import VocabularyCode
from portal.vocabularies.models import Term
from tests import worlds
from tests.factories import news as factory

ATOM = "{http://www.w3.org/2005/Atom}"


@worlds.standing
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


def _faults_of_atom(root: ET.Element) -> list[str]:
    """Return what is wrong by RFC 4287: sections 4.1.1 and 4.1.2 say what must stand there, and once; 3.3 how dates look."""
    found = []
    for element in (root, *root.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            texts = [child.text or "" for child in element.findall(f"{ATOM}{name}")]
            if len(texts) != 1 or not texts[0].strip():
                found.append(f"{name}: {texts}")
        for name in ("updated", "published"):
            found += [
                f"{name} without zone: {child.text}"
                for child in element.findall(f"{ATOM}{name}")
                if datetime.fromisoformat(child.text or "").tzinfo is None
            ]
        links = [(link.get("rel", "alternate"), link.get("href", "")) for link in element.findall(f"{ATOM}link")]
        if [rel for rel, _href in links].count("alternate") != 1:
            found.append(f"alternate links: {links}")
        found += [f"not a full address: {href}" for _rel, href in links if not urlsplit(href).netloc]
        if not urlsplit(element.findtext(f"{ATOM}id") or "").scheme:
            found.append(f"id is no IRI: {element.findtext(f'{ATOM}id')}")
    if not any(link.get("rel") == "self" for link in root.findall(f"{ATOM}link")):
        found.append("no link to itself")
    found += [
        "entry without author" for entry in root.iter(f"{ATOM}entry") if not entry.findtext(f"{ATOM}author/{ATOM}name")
    ]
    ids = [entry.findtext(f"{ATOM}id") for entry in root.iter(f"{ATOM}entry")]
    return [*found, *(["the same id twice"] if len(ids) != len(set(ids)) else [])]


def _faults_of_rss(root: ET.Element) -> list[str]:
    """Return what is wrong by RSS 2.0 and the best practices of its board."""
    channel = root.find("channel")
    if root.tag != "rss" or root.get("version") != "2.0" or channel is None:
        return ["no RSS 2.0"]
    found = [
        f"channel without {name}" for name in ("title", "link", "description", "language") if not channel.findtext(name)
    ]
    own = channel.find(f"{ATOM}link")
    if own is None or own.get("rel") != "self" or not urlsplit(own.get("href", "")).netloc:
        found.append("no link to itself")
    for item in channel.iter("item"):
        found += [
            f"item without {name}"
            for name in ("title", "link", "description", "guid", "pubDate")
            if not item.findtext(name)
        ]
        if parsedate_to_datetime(item.findtext("pubDate") or "").tzinfo is None:
            found.append("date without zone")
        guid = item.find("guid")
        if guid is not None and guid.get("isPermaLink") != "false":
            found.append("guid is taken for an address")
    return found


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


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("kind", ["all", "newsroom", "audience", "field"])
def test_every_feed_keeps_to_its_standard(client: Client, room: factory.Newsroom, kind: str, language: str) -> None:
    terms = {
        vocabulary: Term.objects.create(vocabulary=vocabulary, code="thu", label_vi="Nhóm <thử>", label_en="A & B")
        for vocabulary in (VocabularyCode.AUDIENCE, VocabularyCode.FIELD)
    }
    factory.make_article(
        room.page,
        "Tin có <dấu> & ký hiệu",
        lead="Sapo \u2028 “nháy”.",
        audiences=[terms[VocabularyCode.AUDIENCE]],
        fields=[terms[VocabularyCode.FIELD]],
    )
    places = {
        "": {"all": "", "newsroom": "toa-soan/bao-thu/", "audience": "danh-cho/thu/", "field": "linh-vuc/thu/"},
        "/en": {"all": "", "newsroom": "newsroom/bao-thu/", "audience": "for/thu/", "field": "field/thu/"},
    }
    base = f"{language}/{'news' if language else 'tin-tuc'}/{places[language][kind]}"

    atom, rss = client.get(f"{base}atom.xml"), client.get(f"{base}rss.xml")

    assert (atom.status_code, rss.status_code) == (200, 200)
    assert _faults_of_atom(ET.fromstring(atom.content)) == []
    assert _faults_of_rss(ET.fromstring(rss.content)) == []
    ids = [entry.findtext(f"{ATOM}id") for entry in ET.fromstring(atom.content).iter(f"{ATOM}entry")]
    assert len(ids) == 1
    assert ids == [item.findtext("guid") for item in ET.fromstring(rss.content).iter("item")]


def test_feed_that_has_not_changed_is_not_sent_again(client: Client, room: factory.Newsroom) -> None:
    factory.make_article(room.page, "Tin")
    first = client.get("/tin-tuc/rss.xml")
    tag = first.headers["ETag"]
    assert "no-cache" in first.headers["Cache-Control"]

    assert client.get("/tin-tuc/rss.xml", headers={"if-none-match": tag}).status_code == 304
    factory.make_article(room.page, "Tin nữa")
    assert client.get("/tin-tuc/rss.xml", headers={"if-none-match": tag}).status_code == 200


@pytest.mark.parametrize(
    ("query", "feed"),
    [
        ("", "/tin-tuc/rss.xml"),
        ("?audience=thu", "/tin-tuc/danh-cho/thu/rss.xml"),
        ("?field=may", "/tin-tuc/linh-vuc/may/rss.xml"),
        ("?audience=thu&field=may", "/tin-tuc/rss.xml"),
        ("?audience=khong-co", "/tin-tuc/rss.xml"),
    ],
)
def test_list_links_the_feed_of_what_it_is_narrowed_to(
    client: Client, room: factory.Newsroom, query: str, feed: str
) -> None:
    Term.objects.create(vocabulary=VocabularyCode.AUDIENCE, code="thu", label_vi="Thử", label_en="Test")
    Term.objects.create(vocabulary=VocabularyCode.FIELD, code="may", label_vi="Máy", label_en="Machine")
    text = client.get(f"/tin-tuc/{query}").content.decode()
    assert f'href="{feed}"' in text
    assert ('href="/ban-tin/?audience=thu"' in text) is ("audience=thu" in query)


def test_news_site_map_names_fresh_stories_only(client: Client, room: factory.Newsroom) -> None:
    fresh = factory.make_article(room.page, "Tin <mới> & nóng", published_at=factory.days_ago(1))
    factory.translate(fresh, "Fresh story")
    factory.make_article(room.page, "Tin cũ", published_at=factory.days_ago(3))
    factory.make_article(room.page, "Tin hẹn", published_at=factory.days_ago(-1))
    factory.make_article(room.page, "Tin nháp", live=False)

    response = client.get("/news-sitemap.xml")

    assert response.status_code == 200
    names = {"n": "http://www.google.com/schemas/sitemap-news/0.9", "s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    rows = ET.fromstring(response.content).findall("s:url", names)
    told = {row.findtext("n:news/n:title", namespaces=names): row for row in rows}
    assert set(told) == {"Tin <mới> & nóng", "Fresh story"}
    row = told["Fresh story"]
    assert row.findtext("n:news/n:publication/n:language", namespaces=names) == "en"
    assert row.findtext("n:news/n:publication/n:name", namespaces=names) == "bao-thu news"
    assert datetime.fromisoformat(row.findtext("n:news/n:publication_date", namespaces=names) or "").tzinfo
    assert (row.findtext("s:loc", namespaces=names) or "").startswith("http://testserver/en/")
    assert "Sitemap: http://testserver/news-sitemap.xml" in client.get("/robots.txt").content.decode()


def test_words_of_readers_and_editors_are_no_markup_in_feeds(client: Client, room: factory.Newsroom) -> None:
    article = factory.make_article(room.page, "Tin", lead="Nhiệt độ <script>alert(1)</script> & 5 < 6")
    factory.make_comment(article, "Hay <img src=x onerror=alert(1)>", state="approved", decided_at=factory.days_ago(0))
    feed = _feed(client, "/tin-tuc/atom.xml")
    assert "&lt;script&gt;" in (feed.findtext(f"{ATOM}entry/{ATOM}summary") or "")
    opinions = _feed(client, f"/y-kien/{article.translation_key}/atom.xml")
    assert "&lt;img" in (opinions.findtext(f"{ATOM}entry/{ATOM}summary") or "")
    assert "<img" not in (opinions.findtext(f"{ATOM}entry/{ATOM}summary") or "")
