"""The Atom feed of changes, read by a strict reader of RFC 4287."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from wagtail.models import Site

from events.domain import status
from events.models import EventIndexPage, ProgrammeChange
from portal.kernel import clock
from portal.kernel.languages import Language
from tests.factories import events as make

VIETNAMESE, ENGLISH = "/su-kien/thay-doi.xml", "/en/events/changes.xml"
ATOM = "{http://www.w3.org/2005/Atom}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
NAME = re.compile(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
FEED_PARTS = {"title", "subtitle", "link", "id", "updated", "author", "entry"}
ENTRY_PARTS = {"title", "link", "id", "published", "updated", "summary", "category"}


@pytest.fixture
def index(site: Site) -> EventIndexPage:
    return make.make_index(site)


def only(element: ET.Element, name: str) -> str:
    """Return the text of an element that must be there exactly once and say something."""
    found = element.findall(ATOM + name)
    assert len(found) == 1, name
    assert (found[0].text or "").strip(), name
    return found[0].text or ""


def instant(element: ET.Element, name: str) -> datetime:
    written = only(element, name)
    assert INSTANT.fullmatch(written), written
    return datetime.fromisoformat(written)


def links(element: ET.Element) -> dict[str, str]:
    found = {link.get("rel", "alternate"): link.get("href", "") for link in element.findall(f"{ATOM}link")}
    assert all(href.startswith("http://testserver/") for href in found.values()), found
    return found


def strict(body: bytes, address: str) -> ET.Element:
    """Read a feed by the rules of RFC 4287, sections 4.1.1 and 4.1.2, and what validators add; fail on any breach."""
    feed = ET.fromstring(body)
    assert feed.tag == f"{ATOM}feed"
    assert {child.tag.removeprefix(ATOM) for child in feed} <= FEED_PARTS
    assert NAME.fullmatch(only(feed, "id"))
    assert only(feed, "title")
    author = feed.findall(f"{ATOM}author")
    assert len(author) == 1
    assert only(author[0], "name")
    assert links(feed)["self"] == f"http://testserver{address}"
    assert links(feed)["alternate"].startswith("http://testserver/")
    entries = feed.findall(f"{ATOM}entry")
    names = [only(entry, "id") for entry in entries]
    assert len(set(names)) == len(names)
    times = []
    for entry in entries:
        assert {child.tag.removeprefix(ATOM) for child in entry} <= ENTRY_PARTS
        assert NAME.fullmatch(only(entry, "id"))
        assert only(entry, "title")
        assert links(entry)["alternate"]
        summary = entry.findall(f"{ATOM}summary")
        assert [part.get("type") for part in summary] == ["html"]
        ET.fromstring(f"<div>{only(entry, 'summary')}</div>")
        times.append(instant(entry, "updated"))
        assert instant(entry, "published") == times[-1]
    assert times == sorted(times, reverse=True)
    if times:
        assert instant(feed, "updated") == times[0]
    return feed


def move(page: object, days: int = 2) -> None:
    status.reschedule(
        event=page,  # type: ignore[arg-type]
        starts_at=page.starts_at + timedelta(days=days),  # type: ignore[attr-defined]
        ends_at=page.ends_at + timedelta(days=days),  # type: ignore[attr-defined]
        by=make.make_operator(),
        now=clock.now(),
        notes=dict.fromkeys(Language, ""),
    )


@pytest.mark.parametrize("url", [VIETNAMESE, ENGLISH])
def test_the_feed_is_valid_empty_and_full(index: EventIndexPage, client: Client, url: str) -> None:
    empty = client.get(url)
    assert strict(empty.content, url).findall(f"{ATOM}entry") == []
    assert client.get(url).content == empty.content
    page = make.make_event(index, title='Hội thảo <b> & "mưa" 🌾 ]]>', venue_name="A & <B>")
    move(page)
    answer = client.get(url)
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert not answer.cookies
    feed = strict(answer.content, url)
    assert len(feed.findall(f"{ATOM}entry")) == 2
    assert 'Hội thảo <b> & "mưa" 🌾 ]]>' in (feed.findtext(f"{ATOM}entry/{ATOM}title") or "")
    assert feed.get(LANGUAGE) == ("en" if url == ENGLISH else "vi")


def test_names_stay_and_times_are_those_of_the_changes(index: EventIndexPage, client: Client) -> None:
    page = make.make_event(index)
    row = ProgrammeChange.objects.get()
    entry = strict(client.get(VIETNAMESE).content, VIETNAMESE).find(f"{ATOM}entry")
    assert entry is not None
    assert only(entry, "id") == f"urn:uuid:{row.key}"
    assert instant(entry, "updated") == row.at
    page.title = "Tên khác"
    page.save_revision().publish()
    again = strict(client.get(VIETNAMESE).content, VIETNAMESE).find(f"{ATOM}entry")
    assert again is not None
    assert (only(again, "id"), instant(again, "updated")) == (f"urn:uuid:{row.key}", row.at)
    assert "Tên khác" in only(again, "title")


def test_languages_have_names_of_their_own(index: EventIndexPage, client: Client) -> None:
    names = {only(strict(client.get(url).content, url), "id") for url in (VIETNAMESE, ENGLISH)}
    assert len(names) == 2


def test_both_validators_answer_304_until_something_changes(index: EventIndexPage, client: Client) -> None:
    page = make.make_event(index)
    first = client.get(VIETNAMESE)
    etag, modified = first["ETag"], first["Last-Modified"]
    assert not etag.startswith("W/")
    by_tag = client.get(VIETNAMESE, headers={"if-none-match": etag})
    by_time = client.get(VIETNAMESE, headers={"if-modified-since": modified})
    assert (by_tag.status_code, by_time.status_code) == (304, 304)
    assert by_tag["ETag"] == etag
    assert by_tag["Cache-Control"].startswith("public")
    assert (
        client.get(VIETNAMESE, headers={"if-none-match": '"other"', "if-modified-since": modified}).status_code == 200
    )
    assert client.head(VIETNAMESE)["ETag"] == etag
    from events.models import CalendarFeedState

    earlier = datetime(2026, 11, 1, tzinfo=UTC)
    ProgrammeChange.objects.update(at=earlier)
    CalendarFeedState.objects.update(changed_at=earlier)
    move(page)
    changed = client.get(VIETNAMESE, headers={"if-none-match": etag})
    assert changed.status_code == 200
    assert parsedate_to_datetime(changed["Last-Modified"]) > earlier


def test_the_time_of_the_last_change_counts_removals_and_words(index: EventIndexPage, client: Client) -> None:
    from events.models import CalendarFeedState

    page = make.make_event(index)
    ProgrammeChange.objects.update(at=datetime(2026, 11, 1, tzinfo=UTC))
    CalendarFeedState.objects.update(changed_at=datetime(2026, 11, 1, tzinfo=UTC))
    before = client.get(VIETNAMESE)["Last-Modified"]
    assert before == "Sun, 01 Nov 2026 00:00:00 GMT"
    page.title = "Tên khác"
    page.save_revision().publish()
    assert client.get(VIETNAMESE, headers={"if-modified-since": before}).status_code == 200
    CalendarFeedState.objects.update(changed_at=datetime(2026, 11, 1, tzinfo=UTC))
    page.unpublish()
    assert client.get(VIETNAMESE, headers={"if-modified-since": before}).status_code == 200


def test_control_characters_do_not_break_the_feed(index: EventIndexPage, client: Client) -> None:
    page = make.make_event(index)
    type(page).objects.filter(pk=page.pk).update(title="Hội\x0b thảo\x08", venue_name="Nơi\x1f họp")
    ProgrammeChange.objects.update(after={"place": {"vi": "Nơi\x1f họp"}})
    feed = strict(client.get(VIETNAMESE).content, VIETNAMESE)
    assert "Hội thảo" in (feed.findtext(f"{ATOM}entry/{ATOM}title") or "")


def test_the_page_names_the_feed(index: EventIndexPage, client: Client) -> None:
    words = client.get("/su-kien/thay-doi/").content.decode()
    assert f'<link rel="alternate" type="application/atom+xml" href="{VIETNAMESE}"' in words
