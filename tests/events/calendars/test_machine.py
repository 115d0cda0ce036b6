"""The calendar for programs: schema.org and JSCalendar agree with the calendar file, and are served as it is."""

import gzip
import json
from datetime import timedelta
from typing import Any

import icalendar as reader
import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction, Site

from awards.enums import PhaseKind
from awards.models import AwardPhase
from events.calendars import contents, machine, selection
from events.calendars.machine import Form
from events.calendars.selection import EVERYTHING
from events.domain import status
from events.enums import AttendanceMode, EventKind
from events.models import CalendarIdentity, EventOrganiser
from exhibitors.enums import VerificationState
from news.enums import ArticleKind
from portal.kernel import clock
from portal.kernel.languages import Language
from tests.events.calendars import jscalendar_rules as rules
from tests.events.calendars.test_feed import VI, _now, set_now  # noqa: F401 -- a fixture
from tests.events.calendars.test_jscalendar import instant_of, length_of
from tests.events.test_event_pages import data_of
from tests.factories import awards as prizes
from tests.factories import events as make
from tests.factories import exhibitors as people
from tests.factories import news as press

ADDRESSES = {Form.SCHEMA_ORG: "/su-kien/lich.jsonld", Form.JSCALENDAR: "/su-kien/lich.jscalendar.json"}
ENGLISH = {Form.SCHEMA_ORG: "/en/events/calendar.jsonld", Form.JSCALENDAR: "/en/events/calendar.jscalendar.json"}
forms = pytest.mark.parametrize("form", list(Form))


def read(client: Client, form: Form, query: str = "") -> Any:
    answer = client.get(f"{ADDRESSES[form]}{query}")
    assert answer.status_code == 200, query
    return json.loads(answer.content)


def items(client: Client, query: str = "") -> list[dict[str, Any]]:
    return [row["item"] for row in read(client, Form.SCHEMA_ORG, query)["dataFeedElement"]]


def entries(client: Client, query: str = "") -> list[dict[str, Any]]:
    group = read(client, Form.JSCALENDAR, query)
    assert rules.problems(group) == []
    return list(group["entries"])


def deadline() -> AwardPhase:
    return AwardPhase(kind=PhaseKind.CALL, starts_on=make.day(1).date(), ends_on=make.day(15).date())


def publish_everything(site: Site) -> None:
    """Publish an event of each shape that a calendar can hold."""
    index = make.make_index(site)
    gone = make.make_event(index)
    status.cancel(event=gone, by=make.make_operator(), now=clock.now(), notes={})
    make.make_event(index, starts_at=make.day(14), ends_at=make.day(14), is_all_day=True)
    url = "https://hop.example.org/1"
    later = make.make_event(index, starts_at=make.day(16), attendance_mode=AttendanceMode.BOTH, online_url=url)
    status.postpone(event=later, by=make.make_operator(), now=clock.now(), notes={})
    make.make_fair(index, sessions=[make.make_session(make.day(18, 9), room="P1"), make.make_session(make.day(19, 9))])
    make.make_event(index, starts_at=make.day(22, 8), ends_at=make.day(24, 17))
    lessons = [make.make_session(make.day(number, 18)) for number in (1, 8, 15)]
    make.make_course(
        make.make_course_index(site), starts_at=make.day(1, 18), ends_at=make.day(15, 20), sessions=lessons
    )
    prizes.make_award(prizes.make_index(site), phases=[deadline()]).save_revision().publish()
    press.make_article(press.make_newsroom(site).page, kind=ArticleKind.LIVE, live_starts_at=make.day(3, 20))


def test_entry_by_entry_it_agrees_with_the_calendar_file(site: Site, client: Client) -> None:
    publish_everything(site)
    for query in ("", "?cancelled=1", "?kind=course", "?attendance=online"):
        wanted = [
            (
                str(event["UID"]),
                int(event["SEQUENCE"]),
                event.decoded("DTSTART"),
                event.decoded("DTEND") - event.decoded("DTSTART"),
                str(event["STATUS"]).lower(),
                str(event["SUMMARY"]),
                str(event["TRANSP"]) == "TRANSPARENT",
            )
            for event in reader.Calendar.from_ical(client.get(f"{VI}{query}").content).walk("VEVENT")
        ]
        found = [
            (
                entry["uid"],
                entry["sequence"],
                instant_of(entry),
                length_of(entry["duration"]),
                entry["status"],
                entry["title"],
                entry["freeBusyStatus"] == "free",
            )
            for entry in entries(client, query)
        ]
        assert found == wanted, query
    assert len(entries(client)) == 1 + 1 + 1 + 6 + 4 + 3 + 1 + 1


def test_every_event_of_the_calendar_is_told_once_with_the_words_of_schema_org(site: Site, client: Client) -> None:
    publish_everything(site)
    events = {str(row.uid): row.event_key for row in CalendarIdentity.objects.all()}
    wanted = list(dict.fromkeys(f"urn:uuid:{events[entry['uid']]}" for entry in entries(client, "?kind=fair")))
    assert [item["@id"] for item in items(client, "?kind=fair")] == wanted
    found = items(client)
    assert len(found) == len({item["@id"] for item in found}) == 8
    assert {item["@type"] for item in found} == {
        "BroadcastEvent",
        "BusinessEvent",
        "EducationEvent",
        "Event",
        "ExhibitionEvent",
    }
    for item in found:
        assert {"name", "startDate", "endDate", "url", "eventStatus", "organizer"} <= set(item)
    [fair] = [item for item in found if item["@type"] == "ExhibitionEvent"]
    assert [part["startDate"] for part in fair["subEvent"]] == [
        "2026-12-18T09:00:00+07:00",
        "2026-12-19T09:00:00+07:00",
    ]
    assert fair["subEvent"][0]["location"][0]["name"] == "P1, Nhà văn hóa"


def test_parts_lead_to_the_whole_and_lessons_to_the_next(site: Site, client: Client) -> None:
    make.make_fair(make.make_index(site), sessions=[make.make_session(make.day(18, 9))])
    lessons = [make.make_session(make.day(number, 18)) for number in (1, 8, 15)]
    make.make_course(
        make.make_course_index(site), starts_at=make.day(1, 18), ends_at=make.day(15, 20), sessions=lessons
    )

    def related(entry: dict[str, Any]) -> dict[str, list[str]]:
        return {uid: list(row["relation"]) for uid, row in entry.get("relatedTo", {}).items()}

    whole, *parts = entries(client, "?kind=fair")
    assert len(parts) == 3 + 1
    assert related(whole) == {part["uid"]: ["child"] for part in parts}
    assert [related(part) for part in parts] == [{whole["uid"]: ["parent"]}] * 4
    one, two, three = entries(client, "?kind=course")
    assert related(one) == {two["uid"]: ["next"]}
    assert related(two) == {one["uid"]: ["first"], three["uid"]: ["next"]}
    assert related(three) == {one["uid"]: ["first"]}


def test_a_former_date_and_moving_online_are_told_together(site: Site, client: Client) -> None:
    page = make.make_event(make.make_index(site), picture=press.make_image())
    by = make.make_operator()
    plain = items(client)[0]
    assert plain["eventStatus"] == "https://schema.org/EventScheduled"
    assert plain["image"].startswith("http://testserver/")
    assert "previousStartDate" not in plain
    status.reschedule(event=page, starts_at=make.day(20), ends_at=make.day(20, 10), by=by, now=make.NOW, notes={})
    assert items(client)[0]["eventStatus"] == "https://schema.org/EventRescheduled"
    status.move_online(event=page, online_url="https://hop.example.org/1", by=by, now=make.NOW, notes={})
    [item] = items(client)
    assert item["eventStatus"] == ["https://schema.org/EventMovedOnline", "https://schema.org/EventRescheduled"]
    assert item["previousStartDate"] == "2026-12-12T14:00:00+07:00"
    assert item["eventAttendanceMode"] == "https://schema.org/OnlineEventAttendanceMode"
    assert item["location"] == [{"@type": "VirtualLocation", "url": "https://hop.example.org/1"}]
    [entry] = entries(client)
    assert "locations" not in entry
    assert entry["virtualLocations"]["online"]["uri"] == "https://hop.example.org/1"


def test_registering_is_an_offer_without_a_price_where_there_is_a_fee(site: Site, client: Client) -> None:
    page = make.make_event(make.make_index(site), registration_closes_at=make.day(10))
    course = make.make_course(make.make_course_index(site), fee_text="500.000 đồng")
    free, paid = items(client, "?kind=seminar")[0], items(client, "?kind=course")[0]
    assert free["offers"] == {
        "@type": "Offer",
        "url": f"http://testserver/dang-ky/{page.translation_key}/",
        "price": 0,
        "priceCurrency": "VND",
        "validThrough": "2026-12-10T08:00:00+07:00",
    }
    assert free["isAccessibleForFree"] is True
    assert paid["offers"] == {"@type": "Offer", "url": f"http://testserver/dang-ky/{course.translation_key}/"}
    assert "isAccessibleForFree" not in paid
    status.cancel(event=page, by=make.make_operator(), now=clock.now(), notes={})
    assert "offers" not in items(client, "?kind=seminar")[0]


def test_only_public_organisations_are_told_with_their_address(site: Site, client: Client) -> None:
    public = people.make_organisation(website="https://cong-khai.example.org/")
    hidden = people.make_organisation(website="https://rieng.example.org/", state=VerificationState.CLOSED)
    organisers = [EventOrganiser(organisation=public), EventOrganiser(organisation=hidden), EventOrganiser(name="Sở")]
    make.make_event(make.make_index(site), organisers=organisers)
    told = items(client)[0]["organizer"]
    assert [row.get("url") for row in told] == ["https://cong-khai.example.org/", None, None]


@forms
def test_it_is_served_as_the_calendar_file_is(site: Site, client: Client, form: Form) -> None:
    make.make_event(make.make_index(site))
    file, answer = client.get(VI), client.get(ADDRESSES[form])
    for name in (
        "Cache-Control",
        "Access-Control-Allow-Origin",
        "Vary",
        "Cross-Origin-Resource-Policy",
        "Last-Modified",
    ):
        assert answer[name] == file[name], name
    assert answer["Content-Type"] == machine.CONTENT_TYPES[form]
    assert not answer.cookies
    for validator in ({"If-None-Match": answer["ETag"]}, {"If-Modified-Since": answer["Last-Modified"]}):
        again = client.get(ADDRESSES[form], headers=validator)
        assert (again.status_code, again.content) == (304, b"")
    packed = client.get(ADDRESSES[form], headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(packed.content) == answer.content
    assert packed["ETag"] != answer["ETag"]
    head = client.head(ADDRESSES[form])
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", answer["ETag"])
    assert client.post(ADDRESSES[form]).status_code == 405
    for query in ("kind=fare", "colour=red", "place=nowhere", "organiser=nobody", "kind="):
        refused = client.get(f"{ADDRESSES[form]}?{query}")
        assert (refused.status_code, refused.content, refused["Cache-Control"]) == (404, b"", "no-store"), query


@forms
def test_what_cannot_be_made_is_asked_for_later(
    site: Site, client: Client, form: Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_values: Any) -> Any:
        raise ConnectionError

    monkeypatch.setattr(contents, "collect", broken)
    answer = client.get(ADDRESSES[form])
    assert (answer.status_code, answer.content, answer["Retry-After"]) == (503, b"", "900")


@forms
def test_the_bytes_do_not_depend_on_the_clock(site: Site, form: Form, monkeypatch: pytest.MonkeyPatch) -> None:
    publish_everything(site)
    first = machine.render(form, chosen=EVERYTHING, language=Language.VIETNAMESE, now=make.NOW)
    later = make.NOW + timedelta(hours=5)
    set_now(monkeypatch, later)
    assert machine.render(form, chosen=EVERYTHING, language=Language.VIETNAMESE, now=later) == first


@forms
def test_rendering_costs_the_same_whatever_it_holds(site: Site, form: Form) -> None:
    index, awards = make.make_index(site), prizes.make_index(site)
    room = press.make_newsroom(site)
    term = people.make_term(people.VocabularyCode.FIELD, "drying")
    chosen = selection.make({"field": ["drying"]})

    def add() -> None:
        organisers = [EventOrganiser(organisation=people.make_organisation())]
        sessions = [make.make_session(make.day(12, 14))]
        make.make_event(index, fields=[term], picture=press.make_image(), organisers=organisers, sessions=sessions)
        prizes.make_award(awards, phases=[deadline()], fields=[term]).save_revision().publish()
        press.make_article(room.page, kind=ArticleKind.LIVE, live_starts_at=make.day(3, 20), fields=[term])

    def queries(language: Language) -> int:
        with CaptureQueriesContext(connection) as captured:
            machine.render(form, chosen=chosen, language=language, now=make.NOW)
        return len(captured)

    add()
    before = [queries(language) for language in Language]
    for _number in range(3):
        add()
    assert [queries(language) for language in Language] == before


@forms
def test_what_is_not_public_is_in_neither(site: Site, client: Client, form: Form) -> None:
    index = make.make_index(site)
    shown = make.make_event(index, title="Công khai")
    make.make_event(index, title="Bản nháp bí mật", publish=False)
    private = make.make_event(index, title="Trang riêng bí mật")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    make.make_event(index, title="Gỡ xuống bí mật").unpublish()
    shown.title = "Sửa dở bí mật"
    shown.save_revision()
    for address in (ADDRESSES[form], ENGLISH[form]):
        words = client.get(address).content.decode()
        assert "Công khai" in words
        assert "bí mật" not in words


def test_what_pages_say_beyond_entries_is_told_with_a_later_date(
    site: Site, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = make.make_event(make.make_index(site))
    before = client.get(ADDRESSES[Form.SCHEMA_ORG])
    file = client.get(VI)
    set_now(monkeypatch, make.NOW + timedelta(hours=1))
    page.capacity = 40
    page.save_revision().publish()
    after = client.get(ADDRESSES[Form.SCHEMA_ORG], headers={"If-Modified-Since": before["Last-Modified"]})
    assert after.status_code == 200
    assert json.loads(after.content)["dataFeedElement"][0]["item"]["maximumPhysicalAttendeeCapacity"] == 40
    assert client.get(VI)["ETag"] == file["ETag"]


@forms
def test_each_language_has_its_words_and_the_same_identifiers(site: Site, client: Client, form: Form) -> None:
    page = make.make_event(make.make_index(site))
    make.english(page, title="In English")
    cache.clear()
    vietnamese, english = client.get(ADDRESSES[form]).json(), client.get(ENGLISH[form]).json()
    if form is Form.JSCALENDAR:
        assert rules.problems(english) == []
        [one], [other] = vietnamese["entries"], english["entries"]
        assert (one["title"], other["title"]) == (page.title, "In English")
        assert (one["uid"], one["locale"], other["locale"]) == (other["uid"], "vi", "en")
    else:
        [one], [other] = ([row["item"] for row in feed["dataFeedElement"]] for feed in (vietnamese, english))
        assert (one["name"], other["name"]) == (page.title, "In English")
        assert (one["@id"], one["inLanguage"], other["inLanguage"]) == (other["@id"], ["vi"], ["en"])


@pytest.mark.parametrize("address", ["/su-kien/", "/su-kien/dang-ky-theo-doi-lich/"])
def test_pages_lead_there_with_their_filters(site: Site, client: Client, address: str) -> None:
    make.make_event(make.make_index(site), kind=EventKind.WORKSHOP)
    words = client.get(f"{address}?kind=workshop").content.decode()
    for form in Form:
        head = words[: words.index("</head>")]
        assert f'<link rel="alternate" type="{machine.CONTENT_TYPES[form]}" href="' in head
        assert f'{ADDRESSES[form]}?kind=workshop"' in head
    if "dang-ky" in address:
        assert f'value="http://testserver{ADDRESSES[Form.JSCALENDAR]}?kind=workshop"' in words


def test_a_page_and_the_list_tell_the_same_of_an_event(site: Site, client: Client) -> None:
    page = make.make_event(make.make_index(site), sessions=[make.make_session(make.day(12, 14))])
    told = data_of(client.get(page.url), "BusinessEvent")
    assert told.pop("@context") == "https://schema.org"
    assert told == items(client)[0]
