"""A search as Atom and as a calendar: valid, the same bytes while nothing changes, nothing wider than what was asked."""

from datetime import timedelta
from typing import Any
from xml.etree import ElementTree as ET

import icalendar as reader
import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from awards.enums import PhaseKind
from awards.models import AwardPhase
from events.calendars import lint
from events.models import EventPage
from portal.kernel import clock
from portal.kernel.languages import Language
from portal.pages import dated_files
from search.saved import atom, feeds, reading, wanted
from tests.factories import awards as prizes
from tests.factories import events as make
from tests.factories import search as factory
from tests.search.saved.scene import DAY, at

ATOM = "{http://www.w3.org/2005/Atom}"
FEED = "/tim-kiem/atom.xml?q=m%C3%A1y"
CALENDAR = "/tim-kiem/lich.ics?q=n%E1%BA%A5m"


def parsed(answer: Any) -> ET.Element:
    assert answer.status_code == 200
    return ET.fromstring(answer.content)


def names(answer: Any) -> list[str]:
    return [entry.findtext(f"{ATOM}title") or "" for entry in parsed(answer).findall(f"{ATOM}entry")]


def events_of(answer: Any) -> list[Any]:
    assert answer.status_code == 200
    assert lint.lint(answer.content) == []
    return list(reader.Calendar.from_ical(answer.content).walk("VEVENT"))


def test_feed_holds_what_atom_asks_for(client: Client, site: Site) -> None:
    factory.page(site, "Máy sấy <b>tỏi</b> & hành", intro="Sấy & gói")
    answer = client.get(FEED)
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert answer["X-Robots-Tag"] == "noindex"
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    root = parsed(answer)
    assert root.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated", "author"):
        assert root.find(f"{ATOM}{name}") is not None
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links == {
        "self": "http://testserver/tim-kiem/atom.xml?q=m%C3%A1y",
        "alternate": "http://testserver/tim-kiem/?q=m%C3%A1y",
    }
    (entry,) = root.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "Máy sấy <b>tỏi</b> & hành"
    assert entry.findtext(f"{ATOM}summary") == "Sấy &amp; gói"
    assert (entry.findtext(f"{ATOM}id") or "").startswith("urn:uuid:")
    assert entry.findtext(f"{ATOM}updated")


def test_names_and_times_stay_whatever_becomes_of_a_page(client: Client, site: Site) -> None:
    page = factory.page(site, "Máy sấy")
    before = parsed(client.get(FEED))
    with at(clock.now() + DAY):
        page.title, page.slug = "Máy sấy khác", "khac"
        page.save_revision().publish()
        page.unpublish()
        assert names(client.get(FEED)) == []
        page.refresh_from_db()
        page.save_revision().publish()
        after = parsed(client.get(FEED))
    for name in ("id", "updated"):
        assert before.findtext(f"{ATOM}{name}") == after.findtext(f"{ATOM}{name}")
        assert before.findtext(f"{ATOM}entry/{ATOM}{name}") == after.findtext(f"{ATOM}entry/{ATOM}{name}")
    assert after.findtext(f"{ATOM}entry/{ATOM}title") == "Máy sấy khác"


@pytest.mark.parametrize("lately", [3, 40, 60, reading.LATELY])
def test_newest_are_the_same_however_many_are_looked_through_first(
    site: Site, monkeypatch: pytest.MonkeyPatch, lately: int
) -> None:
    for number in range(30):
        with at(clock.now() - (60 - number) * DAY):
            factory.index(f"Máy {number}", number=number)
            factory.index(f"Drier {number}", number=number, language="en", summary="máy")
    with at(clock.now() - DAY):
        factory.index("Old drier", number="late", summary="máy")
    factory.index("Old drier", number="late", language="en", summary="máy")
    monkeypatch.setattr(reading, "LATELY", lately)
    looked_for = wanted.from_query(QueryDict("q=máy"))
    for language in Language:
        found = reading.newest(looked_for, language, clock.now(), most=12)
        assert [entry.key.split(":")[1] for entry in found] == ["late", *(str(29 - number) for number in range(11))]


def test_fifty_at_most_the_newest_first(client: Client, site: Site) -> None:
    with at(clock.now() - DAY):
        factory.index(*(f"Máy số {number}" for number in range(atom.SIZE)))
    factory.index("Máy mới")
    found = names(client.get(FEED))
    assert len(found) == atom.SIZE
    assert found[0] == "Máy mới"


@pytest.mark.parametrize("address", [FEED, CALENDAR])
def test_both_validators_are_answered_with_304_until_something_changes(
    client: Client, site: Site, address: str
) -> None:
    index = make.make_index(site)
    event = make.make_event(index, title="Hội thảo nấm, máy sấy", starts_at=clock.now() + 10 * DAY)
    first = client.get(address)
    with at(clock.now() + timedelta(hours=1)):
        assert client.get(address).content == first.content
        assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
        assert client.get(address, headers={"If-Modified-Since": first["Last-Modified"]}).status_code == 304
    with at(clock.now() + timedelta(hours=2)):
        EventPage.objects.get(pk=event.pk).unpublish()
        answer = client.get(
            address, headers={"If-None-Match": first["ETag"], "If-Modified-Since": first["Last-Modified"]}
        )
        assert answer.status_code == 200
        assert client.get(address, headers={"If-Modified-Since": first["Last-Modified"]}).status_code == 200


@pytest.mark.parametrize("query", ["", "q=", "q=%3F", "kind=none", "q=m&field=none", "utm_source=x", "sort=newest"])
@pytest.mark.parametrize("file", ["atom.xml", "lich.ics"])
def test_what_is_not_understood_is_not_found(client: Client, site: Site, file: str, query: str) -> None:
    assert client.get(f"/tim-kiem/{file}?{query}").status_code == 404


@pytest.mark.parametrize(
    "typed", ["a" * 10_000, '"', "' OR 1=1 --", "NEAR(a b) *", "\x00máy", "&|!()<->:*", "\u202etỏi 🌾", "a " * 5_000]
)
@pytest.mark.parametrize("file", ["atom.xml", "lich.ics"])
def test_bad_words_never_break_a_file(client: Client, site: Site, file: str, typed: str) -> None:
    factory.index("Máy")
    answer = client.get(f"/tim-kiem/{file}", {"q": typed})
    assert answer.status_code in {200, 404}
    if answer.status_code == 200 and file == "atom.xml":
        ET.fromstring(answer.content)
    elif answer.status_code == 200:
        assert lint.lint(answer.content) == []


def test_feed_costs_the_same_for_one_and_many(client: Client, site: Site) -> None:
    factory.index("Máy một")
    client.get(FEED)
    with CaptureQueriesContext(connection) as one:
        client.get(FEED)
    factory.index(*(f"Máy {number}" for number in range(20)))
    with CaptureQueriesContext(connection) as many:
        client.get(FEED)
    assert len(many) <= len(one)


def test_calendar_holds_events_courses_and_deadlines_that_are_found(client: Client, site: Site) -> None:
    index = make.make_index(site)
    starts = clock.now() + 10 * DAY
    seminar = make.make_event(index, title="Hội thảo nấm", starts_at=starts)
    make.make_event(index, title="Tập huấn", starts_at=starts)
    award = prizes.make_award(prizes.make_index(site), title="Giải nấm")
    award.phases.all().delete()
    award.phases = [AwardPhase(kind=PhaseKind.CALL, starts_on=clock.today(), ends_on=clock.today() + 20 * DAY)]
    award.save_revision().publish()
    factory.page(site, "Nấm không có ngày")
    answer = client.get(CALENDAR)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["X-Robots-Tag"] == "noindex"
    found = events_of(answer)
    summaries = [str(entry["SUMMARY"]) for entry in found]
    assert summaries[0] == "Hội thảo nấm"
    assert any("Giải nấm" in summary for summary in summaries[1:])
    assert "Tập huấn" not in "".join(summaries)
    everything = client.get("/su-kien/lich.ics").content.decode()
    assert all(str(entry["UID"]) in everything for entry in found)
    assert str(seminar.title) in everything


def test_calendar_of_what_has_no_date_is_not_found(client: Client, site: Site) -> None:
    assert client.get("/tim-kiem/lich.ics?kind=technology").status_code == 404
    assert events_of(client.get("/tim-kiem/lich.ics?q=khong+co+gi+het")) == []


def test_damaged_calendar_leaves_programs_what_they_have(client: Client, site: Site) -> None:
    before = dated_files.kinds()

    def damaged(*_args: Any, **_values: Any) -> bytes:
        raise dated_files.DamagedError

    from events.calendars import chosen_pages

    dated_files.register(before, damaged)
    try:
        answer = client.get(CALENDAR)
    finally:
        dated_files.register(chosen_pages.KINDS, chosen_pages.render)
    assert answer.status_code == 503
    assert answer["Retry-After"] == feeds.RETRY_SECONDS


def test_english_address_speaks_english(client: Client, site: Site) -> None:
    page = factory.page(site, "Máy sấy tỏi")
    factory.english_page(page, "Garlic dryer", intro="may say")
    factory.page(site, "Máy sấy khác")
    assert set(names(client.get("/en/search/atom.xml?q=may+say"))) == {"Garlic dryer", "Máy sấy khác (in Vietnamese)"}


def test_only_reading_is_allowed(client: Client, site: Site) -> None:
    assert client.post(FEED).status_code == 405
    assert client.head(FEED).status_code == 200
