"""Podcast feeds against the published rules: RSS 2.0, Apple's requirements, Podcasting 2.0."""

import io
import re
from datetime import time, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image
from wagtail.models import Site

from news.broadcasts import episodes
from news.domain import programmes
from news.enums import ArticleKind
from news.models import ArticlePage, Programme, ProgrammeSlot
from portal.kernel import clock
from tests import worlds
from tests.factories import news as factory
from tests.factories import recordings

ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
PODCAST = "{https://podcastindex.org/namespace/1.0}"
ATOM = "{http://www.w3.org/2005/Atom}"
APPLE_CATEGORIES = {"News", "Business", "Education", "Government", "Science", "Society & Culture", "Technology"}
FEED, FEED_EN = "/tin-tuc/chuong-trinh/nha-nong/podcast.xml", "/en/news/programmes/nha-nong/podcast.xml"
ROOM_FEED = "/tin-tuc/toa-soan/dai-thu/podcast.xml"


@worlds.standing
def room(site: Site) -> factory.Newsroom:
    return factory.make_newsroom(site, "dai-thu", "Đài Thử")


@pytest.fixture
def programme(room: factory.Newsroom) -> Programme:
    made = Programme(
        newsroom_key=room.page.translation_key,
        code="nha-nong",
        name_vi="Chuyện nhà nông & phố",
        name_en="Farmers' talk",
        description_vi="Mỗi thứ Tư <một> câu chuyện.",
    )
    slot = ProgrammeSlot(weekday=2, starts=time(6, 30), minutes=15, channel="FM")
    return programmes.save(programme=made, slots=[slot], by=room.chief, now=clock.now())


def episode(room: factory.Newsroom, title: str = "Tập một", **fields: Any) -> ArticlePage:
    values = {
        "kind": ArticleKind.AUDIO,
        "media_file": recordings.document("tap.mp3", recordings.mp3(10)),
        "transcript": "Xin chào bạn nghe đài.",
        "published_at": factory.days_ago(1),
        **fields,
    }
    return factory.make_article(room.page, title, **values)


def _one(parent: ET.Element, name: str) -> ET.Element:
    found = parent.findall(name)
    assert len(found) == 1, (name, len(found))
    return found[0]


def _words(parent: ET.Element, name: str) -> str:
    words = (_one(parent, name).text or "").strip()
    assert words, name
    return words


def _address(value: str) -> str:
    parts = urlsplit(value)
    assert parts.scheme in {"http", "https"}, value
    assert parts.netloc == "testserver", value
    return parts.path


def validate(client: Client, url: str) -> ET.Element:
    """Check a feed as directories do; return its channel."""
    answer = client.get(url)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/rss+xml; charset=utf-8"
    assert not answer.cookies
    root = ET.fromstring(answer.content)
    assert (root.tag, root.attrib["version"]) == ("rss", "2.0")
    channel = _one(root, "channel")
    for name in ("title", "link", "description", "language", "copyright", f"{ITUNES}author"):
        _words(channel, name)
    assert _words(channel, "language") in {"vi", "en"}
    itself = next(link for link in channel.findall(f"{ATOM}link") if link.attrib["rel"] == "self")
    assert _address(itself.attrib["href"]) == url
    assert _words(channel, f"{ITUNES}explicit") in {"true", "false"}
    assert _words(channel, f"{ITUNES}type") in {"episodic", "serial"}
    assert _one(channel, f"{ITUNES}category").attrib["text"] in APPLE_CATEGORIES
    owner = _one(channel, f"{ITUNES}owner")
    _words(owner, f"{ITUNES}name")
    assert re.fullmatch(r"[^@\s]+@[^@\s]+", _words(owner, f"{ITUNES}email"))
    UUID(_words(channel, f"{PODCAST}guid"))
    assert _words(channel, f"{PODCAST}locked") in {"yes", "no"}
    _cover(client, _one(channel, f"{ITUNES}image").attrib["href"])
    guids = [_words(item, "guid") for item in channel.findall("item")]
    assert len(set(guids)) == len(guids)
    for item in channel.findall("item"):
        _item(client, item)
    return channel


def _cover(client: Client, address: str) -> None:
    answer = client.get(_address(address))
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] in {"image/png", "image/jpeg"}
    assert address.endswith((".png", ".jpg", ".jpeg"))
    picture = Image.open(io.BytesIO(answer.getvalue()))
    assert picture.width == picture.height
    assert 1400 <= picture.width <= 3000
    assert picture.mode == "RGB"


def _item(client: Client, item: ET.Element) -> None:
    for name in ("title", "description", "link", f"{ITUNES}title"):
        _words(item, name)
    assert _one(item, "guid").attrib["isPermaLink"] == "false"
    written = _words(item, "pubDate")
    assert re.fullmatch(r"[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} [+-]\d{4}", written)
    assert parsedate_to_datetime(written) <= clock.now()
    assert int(_words(item, f"{ITUNES}duration")) > 0
    enclosure = _one(item, "enclosure")
    address = _address(enclosure.attrib["url"])
    head = client.head(address)
    assert head.status_code == 200
    assert head.headers["Content-Length"] == enclosure.attrib["length"]
    assert head.headers["Content-Type"] == enclosure.attrib["type"]
    assert head.headers["Accept-Ranges"] == "bytes"
    assert client.get(address, headers={"range": "bytes=0-1"}).status_code == 206
    assert urlsplit(enclosure.attrib["url"]).path.endswith((".mp3", ".m4a", ".mp4"))
    for transcript in item.findall(f"{PODCAST}transcript"):
        assert transcript.attrib["type"] in {"text/html", "text/vtt"}
        assert client.get(_address(transcript.attrib["url"])).status_code == 200


def test_feeds_fulfil_the_rules_of_directories_in_both_languages(
    client: Client, room: factory.Newsroom, programme: Programme
) -> None:
    first = episode(room, programme=programme, captions_file=recordings.document("tap.vtt", recordings.vtt()))
    episode(
        room,
        "Phim",
        kind=ArticleKind.VIDEO,
        media_file=recordings.document("phim.mp4", recordings.mp4(60)),
        captions_file=recordings.document("phim.vtt", recordings.vtt()),
        programme=programme,
    )
    factory.translate(first, "Episode one")
    assert first.duration_seconds == 10

    channel = validate(client, FEED)
    assert _words(channel, "title") == "Chuyện nhà nông & phố"
    assert len(channel.findall("item")) == 2
    assert len(channel.findall("item")[0].findall(f"{PODCAST}transcript")) == 2
    english = validate(client, FEED_EN)
    assert _words(english, "title") == "Farmers' talk"
    titles = [_words(item, "title") for item in english.findall("item")]
    assert "Episode one" in titles
    assert any(title.startswith("Phim (") for title in titles)
    guids = {_words(item, "guid") for item in channel.findall("item")}
    assert guids == {_words(item, "guid") for item in english.findall("item")}
    sound = validate(client, ROOM_FEED)
    assert [_words(item, "title") for item in sound.findall("item")] == ["Tập một"]


def test_films_crowd_no_sound_out_of_the_podcast_of_a_newsroom(
    client: Client, room: factory.Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(episodes.playable, "__defaults__", (2,))
    for number in range(2):
        film = {"media_file": recordings.document("phim.mp4", recordings.mp4(60)), "kind": ArticleKind.VIDEO}
        captions = recordings.document("phim.vtt", recordings.vtt())
        episode(room, f"Phim {number}", **film, captions_file=captions, published_at=factory.days_ago(1 + number))
    episode(room, "Tiếng", published_at=factory.days_ago(9))
    assert [_words(item, "title") for item in validate(client, ROOM_FEED).findall("item")] == ["Tiếng"]


def test_only_published_public_episodes_with_a_file_are_heard(
    site: Site, client: Client, room: factory.Newsroom, programme: Programme
) -> None:
    other = factory.make_newsroom(site, "bao-khac", "Báo Khác")
    episode(room, "Công khai", programme=programme)
    episode(room, "Nháp", programme=programme, live=False)
    episode(other, "Của báo khác")
    episode(room, "Không thuộc chương trình")
    factory.make_article(room.page, "Không có tệp", programme=programme)
    hidden = episode(room, "Đã gỡ", programme=programme)
    hidden.unpublish()
    assert [_words(item, "title") for item in validate(client, FEED).findall("item")] == ["Công khai"]
    assert {_words(item, "title") for item in validate(client, ROOM_FEED).findall("item")} == {
        "Công khai",
        "Không thuộc chương trình",
    }


def test_who_has_the_feed_is_told_so_and_an_episode_taken_down_changes_it(
    client: Client, room: factory.Newsroom, programme: Programme
) -> None:
    story = episode(room, programme=programme)
    answer = client.get(FEED)
    assert client.get(FEED).content == answer.content
    known = client.get(FEED, headers={"if-none-match": answer.headers["ETag"]})
    assert known.status_code == 304
    assert not known.content
    story.unpublish()
    again = client.get(FEED, headers={"if-none-match": answer.headers["ETag"]})
    assert again.status_code == 200
    assert client.post(FEED).status_code == 405


def test_feed_costs_the_same_for_one_and_ten(client: Client, room: factory.Newsroom, programme: Programme) -> None:
    def queries() -> int:
        client.get(FEED)
        with CaptureQueriesContext(connection) as found:
            client.get(FEED)
        return len(found)

    episode(room, programme=programme)
    one = queries()
    for number in range(9):
        episode(room, f"Tập {number}", programme=programme, published_at=factory.days_ago(2 + number))
    assert queries() == one


def test_guid_stays_when_the_episode_moves_and_changes(
    client: Client, room: factory.Newsroom, programme: Programme
) -> None:
    story = episode(room, programme=programme)
    before = _words(validate(client, FEED).findall("item")[0], "guid")
    story.title, story.slug = "Tên mới", "ten-moi"
    story.published_at = factory.days_ago(0) - timedelta(minutes=5)
    story.save_revision().publish()
    item = validate(client, FEED).findall("item")[0]
    assert (_words(item, "title"), _words(item, "guid")) == ("Tên mới", before)
