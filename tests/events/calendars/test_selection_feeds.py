"""What each calendar holds: filters, archive, cancelled ones shown, deadlines, broadcasts; cost and size."""

from datetime import timedelta
from typing import Any

import icalendar as reader
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, Site

from awards.enums import PhaseKind
from awards.models import AwardPhase
from events.calendars import feed, icalendar, lint, selection
from events.domain import calendar, status
from events.enums import AttendanceMode, EventKind, EventLevel
from events.models import CalendarIdentity, EventOrganiser
from news.enums import ArticleKind
from portal.kernel import clock
from portal.kernel.languages import Language
from portal.vocabularies.enums import VocabularyCode
from portal.vocabularies.models import AdministrativeUnit
from tests.events.calendars.test_feed import VI, _now, set_now, summaries  # noqa: F401 -- a fixture
from tests.factories import awards as prizes
from tests.factories import events as make
from tests.factories import exhibitors as people
from tests.factories import news as press


def asked(client: Client, query: str) -> list[str]:
    answer = client.get(f"{VI}?{query}")
    assert answer.status_code == 200, query
    assert lint.lint(answer.content) == []
    assert not answer.cookies
    return summaries(answer.content)


def first(client: Client, address: str = VI) -> Any:
    return reader.Calendar.from_ical(client.get(address).content).walk("VEVENT")[0]


def test_each_filter_of_the_list_is_a_calendar(site: Site, client: Client) -> None:
    index = make.make_index(site)
    people.make_terms()
    energy = people.make_term(VocabularyCode.FIELD, "energy-saving")
    organisation = people.make_organisation()
    fair = make.make_event(index, kind=EventKind.WORKSHOP, title="A", fields=[energy])
    make.make_event(index, title="B", level=EventLevel.NATIONAL, starts_at=make.day(13))
    make.make_event(index, title="C", place=AdministrativeUnit.objects.get(code="bac-ninh"), starts_at=make.day(14))
    make.make_event(index, title="D", attendance_mode=AttendanceMode.BOTH, starts_at=make.day(15))
    make.make_event(index, title="E", starts_at=make.day(16), organisers=[EventOrganiser(organisation=organisation)])
    assert fair.fields.count() == 1
    assert asked(client, "kind=workshop") == ["A"]
    assert asked(client, "field=energy-saving") == ["A"]
    assert asked(client, "field=energy-saving&level=national") == []
    assert asked(client, "level=national") == ["B"]
    assert asked(client, "place=bac-ninh") == ["C"]
    assert asked(client, "attendance=online") == ["D"]
    assert asked(client, f"organiser={organisation.slug}") == ["E"]
    assert asked(client, "kind=seminar&kind=workshop") == ["A", "B", "C", "D", "E"]
    assert asked(client, "") == ["A", "B", "C", "D", "E"]


def test_an_address_that_is_not_understood_is_not_found(site: Site, client: Client) -> None:
    make.make_event(make.make_index(site))
    for query in ("kind=fare", "colour=red", "place=nowhere", "organiser=nobody", "newsroom=none", "kind="):
        answer = client.get(f"{VI}?{query}")
        assert (answer.status_code, answer.content, answer["Cache-Control"]) == (404, b"", "no-store"), query
        assert not answer.cookies


def test_a_calendar_names_itself_and_its_one_address(site: Site, client: Client) -> None:
    body = client.get(f"{VI}?kind=fair&kind=course").content
    parsed = reader.Calendar.from_ical(body)
    assert parsed["SOURCE"] == "http://testserver/su-kien/lich.ics?kind=course&kind=fair"
    wanted = selection.title(selection.make({"kind": ["fair", "course"]}), Language.VIETNAMESE)
    for name in ("NAME", "X-WR-CALNAME"):
        # The reader leaves values of properties that it does not know as they are written.
        assert str(parsed[name]) == icalendar.text(wanted)


def test_the_archive_holds_what_left_the_window_and_took_place(
    site: Site, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = make.make_index(site)
    make.make_event(index, title="Đã qua")
    gone = make.make_event(index, title="Đã hủy")
    status.cancel(event=gone, by=make.make_operator(), now=clock.now(), notes={})
    assert asked(client, "archive=1") == []
    set_now(monkeypatch, make.day(12) + timedelta(days=91))
    assert asked(client, "archive=1") == ["Đã qua"]
    assert asked(client, "") == []


def test_a_variant_keeps_cancelled_entries_visible(site: Site, client: Client) -> None:
    page = make.make_event(make.make_index(site))
    status.cancel(event=page, by=make.make_operator(), now=clock.now(), notes={})
    hidden, shown = first(client), first(client, f"{VI}?cancelled=1")
    assert (hidden["STATUS"], shown["STATUS"]) == ("CANCELLED", "CONFIRMED")
    assert shown["TRANSP"] == "TRANSPARENT"
    assert shown["SUMMARY"] == hidden["SUMMARY"]
    assert shown["SUMMARY"].startswith("[")
    assert (shown["UID"], shown["SEQUENCE"]) == (hidden["UID"], hidden["SEQUENCE"])


def test_only_what_is_online_has_a_conference(site: Site, client: Client) -> None:
    index = make.make_index(site)
    url = "https://hop.example.org/1"
    for number, mode in enumerate((AttendanceMode.ON_SITE, AttendanceMode.BOTH, AttendanceMode.ONLINE)):
        make.make_event(index, attendance_mode=mode, online_url=url, starts_at=make.day(12 + number))
    events = reader.Calendar.from_ical(client.get(VI).content).walk("VEVENT")
    assert ["CONFERENCE" in event for event in events] == [False, True, True]
    assert [url in event["DESCRIPTION"] for event in events] == [False, True, True]
    assert events[1]["CONFERENCE"].params["FEATURE"] == ["AUDIO", "VIDEO"]


def test_an_entry_shows_its_picture_and_its_themes(site: Site, client: Client) -> None:
    term = people.make_term(VocabularyCode.FIELD, "drying", "Sấy", "Drying")
    make.make_event(make.make_index(site), picture=press.make_image(), fields=[term])
    entry = first(client)
    assert entry["IMAGE"].startswith("http://testserver/")
    assert entry["CONCEPT"] == "http://testserver/su-kien/lich.ics?field=drying"
    assert "Sấy" in entry["CATEGORIES"].to_ical().decode()


def _call(day: int) -> AwardPhase:
    return AwardPhase(kind=PhaseKind.CALL, starts_on=make.day(1).date(), ends_on=make.day(day).date())


def test_award_deadlines_have_an_identity_that_follows_the_page(
    site: Site, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = prizes.make_award(prizes.make_index(site), phases=[_call(15)])
    assert asked(client, "kind=award-deadline") == []
    page.save_revision().publish()
    entry = first(client, f"{VI}?kind=award-deadline")
    assert page.title in entry["SUMMARY"]
    assert entry.decoded("DTSTART") == make.day(15).date()
    assert (entry["SEQUENCE"], entry["TRANSP"]) == (0, "TRANSPARENT")
    assert asked(client, "") == [entry["SUMMARY"]]
    assert asked(client, "kind=fair") == []

    set_now(monkeypatch, make.NOW + timedelta(hours=1))
    phase = page.phases.get(kind=PhaseKind.CALL)
    page.phases = [phase]
    phase.ends_on = make.day(20).date()
    page.save_revision().publish()
    moved = first(client, f"{VI}?kind=award-deadline")
    assert (moved["UID"], moved["SEQUENCE"]) == (entry["UID"], 1)
    assert moved.decoded("DTSTART") == make.day(20).date()

    page.lead = "Lời khác."
    page.save_revision().publish()
    assert first(client, f"{VI}?kind=award-deadline")["SEQUENCE"] == 1
    type(page).objects.get(pk=page.pk).unpublish()
    assert asked(client, "kind=award-deadline") == []
    assert CalendarIdentity.objects.get().removed_at is not None


def test_broadcasts_of_a_newsroom_are_a_calendar(site: Site, client: Client) -> None:
    one, other = press.make_newsroom(site, "dai-mot", "Đài Một"), press.make_newsroom(site, "dai-hai", "Đài Hai")
    values = {"kind": ArticleKind.LIVE, "live_starts_at": make.day(3, 20)}
    press.make_article(one.page, "Trực tiếp một", live_ends_at=make.day(3, 21, 30), **values)
    press.make_article(other.page, "Trực tiếp hai", **values)
    press.make_article(one.page, "Tin thường")
    assert asked(client, "newsroom=dai-mot") == ["Trực tiếp một"]
    assert sorted(asked(client, "kind=live-broadcast")) == ["Trực tiếp hai", "Trực tiếp một"]
    entry = first(client, f"{VI}?newsroom=dai-hai")
    assert entry.decoded("DTEND") - entry.decoded("DTSTART") == timedelta(hours=1)
    assert entry["ORGANIZER"].params["CN"] == "Đài Hai"
    assert entry["CONFERENCE"].params["FEATURE"] == "FEED"


def test_a_story_that_is_no_broadcast_any_more_leaves(site: Site, client: Client) -> None:
    room = press.make_newsroom(site)
    story = press.make_article(room.page, kind=ArticleKind.LIVE, live_starts_at=make.day(3, 20))
    assert len(asked(client, "newsroom=bao-thu")) == 1
    story.kind = ArticleKind.STORY
    story.save_revision().publish()
    assert asked(client, "newsroom=bao-thu") == []


def test_both_languages_share_the_identity_of_a_deadline(site: Site, client: Client) -> None:
    page = prizes.make_award(prizes.make_index(site), phases=[_call(15)])
    page.save_revision().publish()
    prizes.english(page, title="Award", slug="award")
    english = first(client, "/en/events/calendar.ics")
    assert english["SUMMARY"] == "Nominations close: Award"
    assert english["UID"] == first(client)["UID"]
    assert CalendarIdentity.objects.count() == 1


def test_bringing_everything_up_to_date_changes_nothing_twice(site: Site) -> None:
    make.make_fair(make.make_index(site))
    page = prizes.make_award(prizes.make_index(site), phases=[_call(15)])
    assert calendar.refresh_all(now=make.NOW) == 1
    page.save_revision().publish()
    assert calendar.refresh_all(now=make.NOW + timedelta(days=1)) == 0


def test_a_matching_validator_costs_one_query(site: Site, client: Client, django_assert_num_queries: Any) -> None:
    make.make_event(make.make_index(site))
    address = f"{VI}?kind=seminar"
    answer = client.get(address)
    with django_assert_num_queries(1):
        assert client.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    with django_assert_num_queries(1):
        assert client.get(address, headers={"If-Modified-Since": answer["Last-Modified"]}).status_code == 304


def test_rendering_costs_the_same_whatever_it_holds(site: Site) -> None:
    index, awards = make.make_index(site), prizes.make_index(site)
    room = press.make_newsroom(site)
    term = people.make_term(VocabularyCode.FIELD, "drying")
    chosen = selection.make({"field": ["drying"]})

    def add() -> None:
        make.make_event(index, fields=[term], picture=press.make_image())
        prizes.make_award(awards, phases=[_call(15)], fields=[term]).save_revision().publish()
        press.make_article(room.page, kind=ArticleKind.LIVE, live_starts_at=make.day(3, 20), fields=[term])

    def queries(language: Language) -> int:
        with CaptureQueriesContext(connection) as captured:
            feed.render(language=language, now=make.NOW, chosen=chosen)
        return len(captured)

    add()
    before = [queries(language) for language in Language]
    for _number in range(4):
        add()
    assert [queries(language) for language in Language] == before
    assert len(summaries(feed.render(language=Language.VIETNAMESE, now=make.NOW, chosen=chosen))) == 15


def test_a_file_stays_under_one_megabyte(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    from events.calendars import contents

    make.make_event(make.make_index(site), lead="Hội chợ " * 45)
    found = contents.collect(selection.EVERYTHING, Language.VIETNAMESE, make.NOW)
    many = contents.Contents(found.groups * 2000, found.changed_at)
    monkeypatch.setattr(contents, "collect", lambda *_values: many)
    body = feed.render(language=Language.VIETNAMESE, now=make.NOW)
    assert 900_000 < len(body) <= feed.LARGEST
    assert body.count(b"BEGIN:VEVENT") >= 1000
    assert body.endswith(b"END:VCALENDAR\r\n")


def test_first_what_is_near_in_time_is_kept(site: Site, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    index = make.make_index(site)
    for number in range(6):
        make.make_event(index, title=f"{number}", starts_at=make.day(12 + number))
    monkeypatch.setattr(feed, "LARGEST", 3000)
    kept = summaries(feed.render(language=Language.VIETNAMESE, now=make.NOW))
    assert kept == [str(number) for number in range(len(kept))]
    assert 1 < len(kept) < 6
    late = make.day(18) + timedelta(days=100)
    archive = summaries(feed.render(language=Language.VIETNAMESE, now=late, chosen=selection.make(archive=True)))
    assert archive == [str(number) for number in range(6 - len(archive), 6)]


def test_no_page_of_another_language_is_needed(site: Site, client: Client) -> None:
    assert Locale.objects.count() == 2
    assert client.get("/en/events/calendar.ics?kind=fair&cancelled=1").status_code == 200
