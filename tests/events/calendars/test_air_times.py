"""Air times in calendars: of a newsroom and of a programme only, moved and cancelled as calendars expect it."""

from datetime import time, timedelta
from typing import Any

import icalendar as reader
import pytest
from django.test import Client
from wagtail.models import Site

from events.calendars import lint
from events.domain import calendar, publishing
from events.models import CalendarIdentity
from news.domain import programmes
from news.models import ArticleAirTime, Programme, ProgrammeSlot
from portal.kernel import clock
from tests import worlds
from tests.events.calendars.test_feed import VI
from tests.factories import news as press

EN = "/en/events/calendar.ics"


@worlds.standing
def room(site: Site) -> press.Newsroom:
    return press.make_newsroom(site, "dai-thu", "Đài Thử")


@pytest.fixture
def programme(room: press.Newsroom) -> Programme:
    made = Programme(
        newsroom_key=room.page.translation_key,
        code="nha-nong",
        name_vi="Chuyện nhà nông",
        name_en="Farmers talk",
        description_vi="Mô tả.",
    )
    slot = ProgrammeSlot(weekday=2, starts=time(6, 30), minutes=15, channel="FM 92.1")
    return programmes.save(programme=made, slots=[slot], by=room.chief, now=clock.now())


def _entries(client: Client, query: str, address: str = VI) -> list[Any]:
    answer = client.get(f"{address}?{query}")
    assert answer.status_code == 200, query
    assert lint.lint(answer.content) == []
    return list(reader.Calendar.from_ical(answer.content).walk("VEVENT"))


def test_programme_and_newsroom_are_calendars_and_everything_leaves_air_times_out(
    client: Client, programme: Programme
) -> None:
    for query in ("programme=nha-nong", "newsroom=dai-thu", "kind=air-time"):
        assert [str(entry["SUMMARY"]) for entry in _entries(client, query)] == ["Chuyện nhà nông"] * 4, query
    assert [str(entry["SUMMARY"]) for entry in _entries(client, "programme=nha-nong", EN)] == ["Farmers talk"] * 4
    assert client.get(VI).status_code == 200
    assert b"BEGIN:VEVENT" not in client.get(VI).content
    for query in ("programme=khong-co", "programme=nha-nong&kind=fair", "programme=nha-nong&level=national"):
        assert client.get(f"{VI}?{query}").status_code == 404, query


def test_both_languages_share_identifiers_that_stay_when_the_slot_moves(
    client: Client, room: press.Newsroom, programme: Programme
) -> None:
    before = _entries(client, "programme=nha-nong")
    assert [entry["UID"] for entry in before] == [entry["UID"] for entry in _entries(client, "programme=nha-nong", EN)]
    slot = programme.slots.get()
    slot.starts = time(19, 0)
    programmes.save(programme=Programme.objects.get(), slots=[slot], by=room.chief, now=clock.now())
    after = _entries(client, "programme=nha-nong")
    assert [entry["UID"] for entry in after] == [entry["UID"] for entry in before]
    assert {entry["SEQUENCE"] for entry in after} == {1}


def test_cancelled_air_time_stays_in_the_calendar_and_says_so(
    client: Client, room: press.Newsroom, programme: Programme
) -> None:
    row = programme.planned.first()
    assert row is not None
    uid = _entries(client, "programme=nha-nong")[0]["UID"]
    programmes.cancel(air_time=row, by=room.chief, now=clock.now())
    entry = _entries(client, "programme=nha-nong")[0]
    assert (entry["UID"], entry["STATUS"], entry["SEQUENCE"]) == (uid, "CANCELLED", 1)
    assert "HỦY" in str(entry["SUMMARY"]).upper()
    shown = _entries(client, "programme=nha-nong&cancelled=1")[0]
    assert (shown["UID"], shown["STATUS"]) == (uid, "CONFIRMED")
    programmes.restore(air_time=row, by=room.chief, now=clock.now())
    back = _entries(client, "programme=nha-nong")[0]
    assert (back["UID"], back["STATUS"], back["SEQUENCE"]) == (uid, "CONFIRMED", 2)


def test_episode_gives_its_name_to_the_planned_time_and_keeps_its_identifier(
    client: Client, room: press.Newsroom, programme: Programme
) -> None:
    row = programme.planned.first()
    assert row is not None
    uid = _entries(client, "programme=nha-nong")[0]["UID"]
    story = press.make_article(
        room.page,
        "Rơm không là rác",
        programme=programme,
        air_times=[
            ArticleAirTime(starts_at=row.starts_at, ends_at=row.ends_at, channel=row.channel),
            ArticleAirTime(starts_at=row.starts_at + timedelta(hours=9), channel="Kênh 2", is_repeat=True),
        ],
    )
    entries = _entries(client, "programme=nha-nong")
    assert (entries[0]["UID"], str(entries[0]["SUMMARY"])) == (uid, "Chuyện nhà nông: Rơm không là rác")
    assert story.url in entries[0]["URL"]
    assert len(entries) == 5
    story.unpublish()
    entries = _entries(client, "programme=nha-nong")
    assert [str(entry["SUMMARY"]) for entry in entries] == ["Chuyện nhà nông"] * 4
    assert CalendarIdentity.objects.filter(removed_at__isnull=False).count() == 1


def test_air_times_leave_with_their_newsroom_and_come_back(
    client: Client, room: press.Newsroom, programme: Programme
) -> None:
    assert len(_entries(client, "newsroom=dai-thu")) == 4
    room.page.unpublish()
    assert CalendarIdentity.objects.filter(removed_at=None).count() in {0, 4}
    assert _entries(client, "kind=air-time") == []
    page = type(room.page).objects.get(pk=room.page.pk)
    page.save_revision().publish()
    assert len(_entries(client, "kind=air-time")) == 4


def test_nothing_changes_when_nothing_has_changed(programme: Programme) -> None:
    assert calendar.refresh_all(now=clock.now()) == 0


def test_pages_lead_to_the_subscription(client: Client, programme: Programme) -> None:
    body = client.get("/tin-tuc/chuong-trinh/nha-nong/").content.decode()
    assert "programme=nha-nong" in body
    address = body.split("programme=nha-nong")[0].rsplit('href="', 1)[1] + "programme=nha-nong"
    page = client.get(address)
    assert page.status_code == 200
    assert "Chuyện nhà nông" in page.content.decode()


def test_published_story_costs_one_query_and_an_episode_one_refresh(
    room: press.Newsroom, programme: Programme, django_assert_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = press.make_article(room.page, "Tin thường")
    with django_assert_num_queries(1):
        publishing.on_published(plain)
    episode = press.make_article(room.page, "Số hôm nay", programme=programme)
    ArticleAirTime.objects.create(article=episode, starts_at=clock.now() + timedelta(days=1), channel="FM 92.1")
    asked: list[set[Any]] = []
    monkeypatch.setattr(calendar, "refresh_dated", lambda *, groups, **_given: asked.append(set(groups)))
    with django_assert_num_queries(1):
        publishing.on_published(episode)
    assert asked == [{programme.key, episode.translation_key}]
    asked.clear()
    publishing.on_removed(plain)
    assert asked == []
